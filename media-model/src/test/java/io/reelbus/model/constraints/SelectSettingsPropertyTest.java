package io.reelbus.model.constraints;

import static io.reelbus.model.constraints.ConstrainableProperty.ASPECT_RATIO;
import static io.reelbus.model.constraints.ConstrainableProperty.BACKGROUND_BLUR;
import static io.reelbus.model.constraints.ConstrainableProperty.DEVICE_ID;
import static io.reelbus.model.constraints.ConstrainableProperty.FACING_MODE;
import static io.reelbus.model.constraints.ConstrainableProperty.FRAME_RATE;
import static io.reelbus.model.constraints.ConstrainableProperty.HEIGHT;
import static io.reelbus.model.constraints.ConstrainableProperty.RESIZE_MODE;
import static io.reelbus.model.constraints.ConstrainableProperty.WIDTH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reelbus.model.Device;
import io.reelbus.model.MediaKind;
import io.reelbus.model.Source;
import io.reelbus.model.constraints.SelectSettings.Candidate;
import io.reelbus.model.constraints.SelectSettings.Selected;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The algorithm against the text of the specification read literally. */
class SelectSettingsPropertyTest {

  /** A camera of few modes, or of free size; and whether it crops, scales and has a facing. */
  record Camera(int number, List<VideoMode> modes, boolean scales, boolean facing) {

    Device device() {
      Map<String, String> announced = new HashMap<>();
      if (modes.isEmpty()) {
        announced.putAll(Map.of("width", "2..9", "height", "1..8", "frameRate", "2..4"));
        announced.putAll(Map.of("default.width", "8", "default.height", "4"));
      } else {
        announced.put("modes", String.join("|", modes.stream().map(VideoMode::toString).toList()));
      }
      announced.put("resizeMode", scales ? "none|crop-and-scale" : "none");
      if (facing) {
        announced.put("facingMode", "user|environment");
        announced.put("backgroundBlur", "false");
      }
      Source source = new Source(Source.Kind.V4L2, "/dev/video" + number, Map.of());
      return new Device(
          "d" + number, MediaKind.VIDEO, "Camera", "g" + number % 2, "a", source, announced);
    }

    /** Every settings dictionary, of whole frame rates. */
    List<MediaTrackSettings> possible() {
      List<MediaTrackSettings> all = new ArrayList<>();
      if (modes.isEmpty()) {
        add(all, 2, 9, 1, 8, 2, 4, "none");
        if (scales) {
          add(all, 1, 9, 1, 8, 1, 4, "crop-and-scale");
        }
      }
      for (VideoMode m : modes) {
        int low = (int) m.lowestRate();
        int high = (int) m.highestRate();
        add(all, m.width(), m.width(), m.height(), m.height(), low, high, "none");
        if (scales) {
          add(all, 1, m.width(), 1, m.height(), 1, high, "crop-and-scale");
        }
      }
      return all;
    }

    private void add(
        List<MediaTrackSettings> all,
        int minWidth,
        int maxWidth,
        int minHeight,
        int maxHeight,
        int minRate,
        int maxRate,
        String how) {
      for (int w = minWidth; w <= maxWidth; w++) {
        for (int h = minHeight; h <= maxHeight; h++) {
          for (int rate = minRate; rate <= maxRate; rate++) {
            for (String facingMode : facing ? List.of("user", "environment") : List.of("")) {
              Map<ConstrainableProperty, Value> one = new HashMap<>();
              one.put(WIDTH, Value.of(w));
              one.put(HEIGHT, Value.of(h));
              one.put(ASPECT_RATIO, Value.of(MediaTrackSettings.aspectRatio(w, h)));
              one.put(FRAME_RATE, Value.of(rate));
              one.put(RESIZE_MODE, Value.of(how));
              one.put(DEVICE_ID, Value.of("d" + number));
              one.put(ConstrainableProperty.GROUP_ID, Value.of("g" + number % 2));
              if (facing) {
                one.put(FACING_MODE, Value.of(facingMode));
                one.put(BACKGROUND_BLUR, Value.of(false));
              }
              all.add(new MediaTrackSettings(one));
            }
          }
        }
      }
    }
  }

  @Provide
  Arbitrary<List<Camera>> cameras() {
    Arbitrary<VideoMode> mode =
        Combinators.combine(
                Arbitraries.integers().between(1, 10),
                Arbitraries.integers().between(1, 8),
                Arbitraries.integers().between(1, 3),
                Arbitraries.integers().between(0, 2))
            .as((w, h, rate, more) -> new VideoMode(w, h, rate, rate + more));
    return Combinators.combine(
            Arbitraries.integers().between(0, 3),
            mode.list().ofMaxSize(3),
            Arbitraries.of(true, false),
            Arbitraries.of(true, false))
        .as(Camera::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(3)
        .uniqueElements(Camera::number);
  }

  @Provide
  Arbitrary<MediaTrackConstraints> constraints() {
    return Combinators.combine(sets(), sets().list().ofMaxSize(3)).as(MediaTrackConstraints::new);
  }

  private static Arbitrary<ConstraintSet> sets() {
    return Arbitraries.maps(
            Arbitraries.of(
                WIDTH,
                HEIGHT,
                ASPECT_RATIO,
                FRAME_RATE,
                FACING_MODE,
                RESIZE_MODE,
                DEVICE_ID,
                BACKGROUND_BLUR),
            Arbitraries.integers())
        .ofMaxSize(4)
        .flatMap(
            seeds -> {
              Arbitrary<ConstraintSet> set = Arbitraries.just(ConstraintSet.NONE);
              for (ConstrainableProperty property : seeds.keySet()) {
                set =
                    Combinators.combine(set, constraint(property))
                        .as((before, one) -> before.and(property, one));
              }
              return set;
            });
  }

  private static Arbitrary<? extends Constraint> constraint(ConstrainableProperty property) {
    return switch (property) {
      case WIDTH -> numbers(Arbitraries.integers().between(1, 11).map(Integer::doubleValue));
      case HEIGHT -> numbers(Arbitraries.integers().between(1, 9).map(Integer::doubleValue));
      case FRAME_RATE -> numbers(Arbitraries.integers().between(1, 6).map(Integer::doubleValue));
      case ASPECT_RATIO ->
          numbers(
              Combinators.combine(
                      Arbitraries.integers().between(1, 5), Arbitraries.integers().between(1, 4))
                  .as(MediaTrackSettings::aspectRatio));
      case FACING_MODE -> strings("user", "environment", "left");
      case RESIZE_MODE -> strings("none", "crop-and-scale", "fill");
      case DEVICE_ID -> strings("d0", "d1", "d2", "d9");
      default ->
          Combinators.combine(Arbitraries.of(0, 1, 2), Arbitraries.of(true, false))
              .as(
                  (how, flag) ->
                      how == 0
                          ? ConstrainBoolean.bare(flag)
                          : how == 1 ? ConstrainBoolean.exact(flag) : ConstrainBoolean.ideal(flag));
    };
  }

  private static Arbitrary<ConstrainNumber> numbers(Arbitrary<Double> number) {
    Arbitrary<Double> maybe = number.injectNull(0.7);
    return Arbitraries.oneOf(
        number.map(ConstrainNumber::bare),
        Combinators.combine(maybe, maybe, number.injectNull(0.85), maybe)
            .as((min, max, exact, ideal) -> new ConstrainNumber(min, max, exact, ideal, false)));
  }

  private static Arbitrary<ConstrainString> strings(String... words) {
    Arbitrary<List<String>> lists = Arbitraries.of(words).list().ofMaxSize(2);
    return Arbitraries.oneOf(
        lists.map(list -> new ConstrainString(List.of(), list, true)),
        Combinators.combine(lists, lists)
            .as((exact, ideal) -> new ConstrainString(exact, ideal, false)));
  }

  @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
  void select_anyConstraints_choosesWhatTheTextAllows(
      @ForAll("cameras") List<Camera> cameras,
      @ForAll("constraints") MediaTrackConstraints constraints) {
    List<MediaTrackSettings> possible =
        cameras.stream().flatMap(camera -> camera.possible().stream()).toList();
    List<MediaTrackSettings> allowed = LiteralReading.selectSettings(possible, constraints);
    List<Candidate<Camera>> candidates =
        cameras.stream()
            .map(camera -> new Candidate<>(camera, DeviceSettings.of(camera.device()).boxes()))
            .toList();

    if (allowed.isEmpty()) {
      assertThatThrownBy(() -> SelectSettings.select(candidates, constraints))
          .isInstanceOfSatisfying(
              OverconstrainedException.class,
              e -> assertNamesAFailedConstraint(e.constraint(), constraints.basic(), possible));
      return;
    }
    Selected<Camera> selected = SelectSettings.select(candidates, constraints);
    assertThat(allowed).contains(selected.settings());
    assertThat(selected.device().possible()).contains(selected.settings());
    assertThat(selected.distance())
        .isEqualTo(FitnessDistance.of(constraints.basic(), selected.settings()));
  }

  /** Infinite for all candidates, or no single one is. */
  private static void assertNamesAFailedConstraint(
      String name, ConstraintSet basic, List<MediaTrackSettings> possible) {
    List<String> failed = new ArrayList<>();
    basic
        .members()
        .forEach(
            (property, constraint) -> {
              ConstraintSet alone = ConstraintSet.of(property, constraint);
              boolean never =
                  possible.stream()
                      .noneMatch(
                          settings ->
                              Double.isFinite(
                                  LiteralReading.fitnessDistance(alone, settings, false)));
              if (never) {
                failed.add(property.text());
              }
            });
    if (failed.isEmpty()) {
      assertThat(name).isEmpty();
    } else {
      assertThat(failed).contains(name);
    }
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void fitnessDistance_anySettings_isThatOfTheText(
      @ForAll("cameras") List<Camera> cameras,
      @ForAll("constraints") MediaTrackConstraints constraints) {
    for (MediaTrackSettings settings : cameras.get(0).possible()) {
      assertThat(FitnessDistance.of(constraints.basic(), settings))
          .isEqualTo(LiteralReading.fitnessDistance(constraints.basic(), settings, false));
    }
  }
}
