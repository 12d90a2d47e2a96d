package io.reelbus.model.constraints;

import static io.reelbus.model.constraints.ConstrainableProperty.ASPECT_RATIO;
import static io.reelbus.model.constraints.ConstrainableProperty.DEVICE_ID;
import static io.reelbus.model.constraints.ConstrainableProperty.FRAME_RATE;
import static io.reelbus.model.constraints.ConstrainableProperty.HEIGHT;
import static io.reelbus.model.constraints.ConstrainableProperty.SAMPLE_RATE;
import static io.reelbus.model.constraints.ConstrainableProperty.WIDTH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reelbus.model.Device;
import io.reelbus.model.MediaKind;
import io.reelbus.model.Source;
import io.reelbus.model.constraints.SelectSettings.Candidate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SelectSettingsTest {

  private static Device camera(String id, Map<String, String> announced) {
    Source source = new Source(Source.Kind.V4L2, "/dev/" + id, Map.of());
    return new Device(id, MediaKind.VIDEO, id, "group", "agent", source, announced);
  }

  private static final Device WEBCAM =
      camera(
          "webcam",
          Map.of(
              "modes", "1280x720@5..30|640x480@5..30|1920x1080@5",
              "resizeMode", "none|crop-and-scale"));
  private static final Device PATTERN =
      camera(
          "pattern",
          Map.of(
              "width", "16..3840",
              "height", "16..2160",
              "frameRate", "1..60",
              "default.width", "1280",
              "default.height", "720",
              "default.frameRate", "30",
              "resizeMode", "none"));

  private static MediaTrackSettings chosen(Device device, MediaTrackConstraints constraints) {
    Candidate<Device> only = new Candidate<>(device, DeviceSettings.of(device).boxes());
    return SelectSettings.select(List.of(only), constraints).settings();
  }

  private static MediaTrackSettings chosen(Device device, ConstraintSet basic) {
    return chosen(device, MediaTrackConstraints.of(basic));
  }

  private static String shape(MediaTrackSettings s) {
    return s.number(WIDTH).getAsDouble()
        + "x"
        + s.number(HEIGHT).getAsDouble()
        + "@"
        + s.number(FRAME_RATE).getAsDouble()
        + " "
        + s.text(ConstrainableProperty.RESIZE_MODE).orElse("");
  }

  @Test
  void select_noConstraints_isTheUsualMode() {
    assertThat(shape(chosen(WEBCAM, ConstraintSet.NONE))).isEqualTo("1280.0x720.0@30.0 none");
    assertThat(shape(chosen(PATTERN, ConstraintSet.NONE))).isEqualTo("1280.0x720.0@30.0 none");
  }

  @Test
  void select_sizeOfAnotherMode_isThatModeNotAScaledOne() {
    ConstraintSet vga =
        ConstraintSet.of(WIDTH, ConstrainNumber.bare(640)).and(HEIGHT, ConstrainNumber.bare(480));
    assertThat(shape(chosen(WEBCAM, vga))).isEqualTo("640.0x480.0@30.0 none");
  }

  @Test
  void select_sizeOfNoMode_isScaledInTheUsualShape() {
    assertThat(shape(chosen(WEBCAM, ConstraintSet.of(WIDTH, ConstrainNumber.exact(320)))))
        .isEqualTo("320.0x180.0@30.0 crop-and-scale");
    assertThat(shape(chosen(PATTERN, ConstraintSet.of(HEIGHT, ConstrainNumber.exact(480)))))
        .isEqualTo("854.0x480.0@30.0 none");
  }

  @Test
  void select_exampleOfTheText_triesAdvancedSetsInOrder() {
    MediaTrackConstraints constraints =
        new MediaTrackConstraints(
            ConstraintSet.of(WIDTH, ConstrainNumber.range(640.0, null).withIdeal(1280))
                .and(HEIGHT, ConstrainNumber.range(480.0, null).withIdeal(720)),
            List.of(
                ConstraintSet.of(WIDTH, ConstrainNumber.bare(1920))
                    .and(HEIGHT, ConstrainNumber.bare(1280)),
                ConstraintSet.of(ASPECT_RATIO, ConstrainNumber.bare(4.0 / 3))));
    assertThat(shape(chosen(PATTERN, constraints))).isEqualTo("1920.0x1280.0@30.0 none");
    assertThat(shape(chosen(WEBCAM, constraints))).isEqualTo("960.0x720.0@30.0 crop-and-scale");
  }

  @Test
  void select_severalDevices_theClosestOrTheFirst() {
    List<Candidate<Device>> both =
        List.of(
            new Candidate<>(WEBCAM, DeviceSettings.of(WEBCAM).boxes()),
            new Candidate<>(PATTERN, DeviceSettings.of(PATTERN).boxes()));
    assertThat(SelectSettings.select(both, MediaTrackConstraints.NONE).device()).isEqualTo(WEBCAM);
    assertThat(
            SelectSettings.select(
                    both,
                    MediaTrackConstraints.of(
                        ConstraintSet.of(FRAME_RATE, ConstrainNumber.ideal(50))))
                .device())
        .isEqualTo(PATTERN);
    assertThat(
            SelectSettings.select(
                    both,
                    MediaTrackConstraints.of(
                        ConstraintSet.of(DEVICE_ID, ConstrainString.exact("pattern"))))
                .device())
        .isEqualTo(PATTERN);
  }

  @Test
  void select_nothingSatisfies_namesTheConstraint() {
    assertThatThrownBy(
            () -> chosen(WEBCAM, ConstraintSet.of(WIDTH, ConstrainNumber.range(4000.0, null))))
        .isInstanceOfSatisfying(
            OverconstrainedException.class, e -> assertThat(e.constraint()).isEqualTo("width"));
    ConstraintSet together =
        ConstraintSet.of(WIDTH, ConstrainNumber.exact(1920))
            .and(FRAME_RATE, ConstrainNumber.exact(30));
    assertThatThrownBy(() -> chosen(WEBCAM, together))
        .isInstanceOfSatisfying(
            OverconstrainedException.class, e -> assertThat(e.constraint()).isEmpty());
  }

  @Test
  void only_videoConstraintsOnSound_areIgnored() {
    MediaTrackConstraints mixed =
        MediaTrackConstraints.of(
            ConstraintSet.of(WIDTH, ConstrainNumber.exact(5))
                .and(SAMPLE_RATE, ConstrainNumber.exact(8000)));
    assertThat(mixed.only(MediaKind.AUDIO).basic().members()).containsOnlyKeys(SAMPLE_RATE);
  }

  @Test
  void requiredButNotForSelection_displaySurface_isNamed() {
    ConstraintSet exact =
        ConstraintSet.of(
            ConstrainableProperty.DISPLAY_SURFACE, ConstrainString.exact("monitor", "window"));
    assertThat(MediaTrackConstraints.of(exact).requiredButNotForSelection())
        .hasValue(ConstrainableProperty.DISPLAY_SURFACE);
    ConstraintSet ideal =
        ConstraintSet.of(ConstrainableProperty.DISPLAY_SURFACE, ConstrainString.bare("monitor"));
    assertThat(MediaTrackConstraints.of(ideal).requiredButNotForSelection()).isEmpty();
  }

  @Test
  void constraintSet_emptyList_isNoConstraint() {
    assertThat(ConstraintSet.of(DEVICE_ID, ConstrainString.exact(new String[0])))
        .isEqualTo(ConstraintSet.NONE);
  }

  @Test
  void capabilities_modes_spanThem() {
    assertThat(DeviceSettings.of(WEBCAM).capabilities().toMap())
        .containsEntry("deviceId", "webcam")
        .containsEntry("width", Map.of("min", 1L, "max", 1920L))
        .containsEntry("frameRate", Map.of("min", 1L, "max", 30L))
        .containsEntry("resizeMode", List.of("none", "crop-and-scale"));
  }

  @Test
  void of_unreadableAnnouncement_isLeftOut() {
    Device odd =
        camera(
            "odd",
            Map.of(
                "width", "wide",
                "modes", "1x|axb@3|0x0@1",
                "backgroundBlur", "maybe",
                "frameRate", "30..5",
                "default.height", "NaN",
                "zoom", "1..9"));
    assertThat(DeviceSettings.of(odd).capabilities().toMap())
        .containsOnlyKeys("deviceId", "groupId");
  }

  @Test
  void videoMode_text_readsBack() {
    for (String text : List.of("1280x720@5..30", "640x480@30", "720x576@23.976..25")) {
      assertThat(VideoMode.parse(text)).hasToString(text);
    }
  }
}
