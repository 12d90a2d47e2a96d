package io.reelbus.agent;

import static io.reelbus.agent.PausedSources.RATE;
import static io.reelbus.agent.PausedSources.audio;
import static io.reelbus.agent.PausedSources.sound;
import static io.reelbus.agent.PausedSources.video;
import static io.reelbus.agent.PausedTape.apply;
import static io.reelbus.agent.PausedTape.commands;
import static org.assertj.core.api.Assertions.assertThat;

import io.reelbus.model.Loss;
import io.reelbus.model.LossCause;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.TrackFormat;
import io.reelbus.model.Wire;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** A recorder of an agent that was killed and reads what it left on the tape (I1, I5). */
class TrackRecorderCatchUpTest {

  private static final long SECOND_US = 1_000_000;
  private static final int PICTURE_US = 40_000;
  private static final int PACKET = 960;

  /** What is on a tape, and what is made of it. */
  private enum Kind {
    RAW_VIDEO(true, Wire.RAW, false, 1),
    NATIVE_VIDEO(true, Wire.NATIVE, false, 12),
    COPIED_VIDEO(true, Wire.NATIVE, true, 12),
    COPIED_VIDEO_OF_FEW_KEYS(true, Wire.NATIVE, true, 150),
    RAW_SOUND(false, Wire.RAW, false, 0),
    NATIVE_SOUND(false, Wire.NATIVE, false, 0),
    COPIED_SOUND(false, Wire.NATIVE, true, 0);

    private final boolean pictures;
    private final Wire wire;
    private final boolean copy;
    private final int keyEvery;

    Kind(boolean pictures, Wire wire, boolean copy, int keyEvery) {
      this.pictures = pictures;
      this.wire = wire;
      this.copy = copy;
      this.keyEvery = keyEvery;
    }

    TrackFormat format() {
      return pictures ? video(wire) : audio(wire);
    }

    List<TapeEntry> tape(long untilUs) {
      return pictures
          ? PausedSources.pictures(PICTURE_US, keyEvery, untilUs)
          : sound(PACKET, 17, untilUs);
    }
  }

  @Property(tries = 1000)
  void killed_behindAnySlice_slicesAreAsIfItHadNotBeen(
      @ForAll Kind kind,
      @ForAll @Size(max = 6) List<@LongRange(min = 1, max = 1_500_000) Long> steps,
      @ForAll @IntRange(min = 100_000, max = 2_000_000) int timesliceUs,
      @ForAll @IntRange(min = 0, max = 1000) int killed) {
    RecordingSpec spec = apply(PausedTape.started(timesliceUs), commands(steps));
    List<TapeEntry> tape = kind.tape(spec.stoppedAtUs() - PausedTape.START_US);
    List<SlicePlan> plans = PausedTape.known(spec, kind.format(), kind.copy, tape);
    int cut = killed % plans.size();

    List<SlicePlan> goneOn = new ArrayList<>();
    TrackRecorder second =
        PausedTape.secondLife(spec, kind.format(), kind.copy, plans.subList(0, cut), tape, goneOn);
    second.end(null);

    assertThat(goneOn).isEqualTo(plans.subList(cut, plans.size()));
  }

  /** 10 s in slices of 3 s; killed at 5 s, back at {@code backUs}. */
  private static List<SlicePlan> awayUntil(Kind kind, long backUs) {
    RecordingSpec spec =
        PausedTape.started(3 * SECOND_US).stopped(PausedTape.START_US + 10_000_000);
    List<TapeEntry> tape = kind.tape(10 * SECOND_US);
    List<TapeEntry> left = tape.stream().filter(e -> mediaUs(kind, e) < 5 * SECOND_US).toList();
    List<SlicePlan> cut = PausedTape.known(spec, kind.format(), kind.copy, left).subList(0, 1);
    List<SlicePlan> plans = new ArrayList<>(cut);
    TrackRecorder second = PausedTape.secondLife(spec, kind.format(), kind.copy, cut, left, plans);
    second.away();
    tape.stream().filter(e -> mediaUs(kind, e) >= backUs).forEach(second::accept);
    second.end(null);
    return plans;
  }

  private static long mediaUs(Kind kind, TapeEntry entry) {
    return kind.format().timeBase().toUs(entry.timestamp()) - PausedTape.START_US;
  }

  private static long captured(List<SlicePlan> plans) {
    return plans.stream().mapToLong(plan -> plan.account().captured()).sum();
  }

  private static List<Loss> losses(List<SlicePlan> plans) {
    return plans.stream().flatMap(plan -> plan.account().losses().stream()).toList();
  }

  private static void isAway(List<SlicePlan> plans, long toUs) {
    assertThat(plans).extracting(SlicePlan::slice).containsExactly(0, 1, 2, 3);
    assertThat(losses(plans))
        .singleElement()
        .satisfies(
            loss -> {
              assertThat(loss.cause()).isEqualTo(LossCause.AGENT_DOWN);
              assertThat(loss.fromUs())
                  .isBetween(5 * SECOND_US - PICTURE_US, 5 * SECOND_US + PICTURE_US);
              assertThat(loss.toUs()).isBetween(toUs, toUs + PICTURE_US);
            });
  }

  @Test
  void away_withinASlice_allThatIsOnTheTapeIsInItsSliceAndTheGapIsTheAbsence() {
    List<SlicePlan> pictures = awayUntil(Kind.RAW_VIDEO, 5_500_000);
    isAway(pictures, 5_500_000);
    assertThat(captured(pictures))
        .isBetween(9_500_000L / PICTURE_US - 1, 9_500_000L / PICTURE_US + 1);

    List<SlicePlan> sound = awayUntil(Kind.RAW_SOUND, 5_500_000);
    isAway(sound, 5_500_000);
    assertThat(captured(sound))
        .isBetween(
            9_500_000L * RATE / SECOND_US - 2 * PACKET, 9_500_000L * RATE / SECOND_US + 2 * PACKET);
    beginsAgainInTheNextSlice(sound);
  }

  @Test
  void away_overABorder_soundBeginsAgainAndNoSilenceIsEncoded() {
    isAway(awayUntil(Kind.RAW_VIDEO, 7_000_000), 7_000_000);

    List<SlicePlan> sound = awayUntil(Kind.RAW_SOUND, 7_000_000);
    isAway(sound, 7_000_000);
    assertThat(captured(sound))
        .isBetween(
            8_000_000L * RATE / SECOND_US - 2 * PACKET, 8_000_000L * RATE / SECOND_US + 2 * PACKET);
    beginsAgainInTheNextSlice(sound);
  }

  /** With whole packets before: what is encoded is what is counted, and no silence. */
  private static void beginsAgainInTheNextSlice(List<SlicePlan> sound) {
    SlicePlan before = sound.get(1);
    SlicePlan behind = sound.get(2);
    assertThat(before.account().captured())
        .isEqualTo((before.toPacket() - before.fromPacket()) * PausedSources.FRAME_SIZE);
    assertThat(before.account().toUs()).isEqualTo(losses(sound).get(0).fromUs());
    assertThat(behind.fromPacket()).isZero();
    assertThat(behind.firstSampleTimestamp()).isGreaterThan(before.firstSampleTimestamp());
  }

  @Test
  void away_packetsOfPictures_goOnWithAKeyPacket() {
    for (Kind kind : List.of(Kind.NATIVE_VIDEO, Kind.COPIED_VIDEO)) {
      List<SlicePlan> plans = awayUntil(kind, 5_500_000);

      Loss down = losses(plans).get(0);
      List<TapeEntry> tape = kind.tape(10 * SECOND_US);
      assertThat(tape)
          .filteredOn(TapeEntry::key)
          .extracting(e -> mediaUs(kind, e))
          .contains(down.toUs());
      assertThat(down.toUs()).isBetween(5_500_000L, 5_500_000L + 12 * PICTURE_US);
    }
  }

  @Test
  void away_stoppedMeanwhile_theGapIsUpToTheStop() {
    List<SlicePlan> plans = awayUntil(Kind.RAW_VIDEO, 11 * SECOND_US);

    assertThat(plans.get(plans.size() - 1).last()).isTrue();
    Loss down = losses(plans).get(0);
    assertThat(losses(plans)).hasSize(1);
    assertThat(down.cause()).isEqualTo(LossCause.AGENT_DOWN);
    assertThat(down.toUs()).isEqualTo(10 * SECOND_US);
  }

  @Test
  void away_nothingOnTheTapeAndNothingComes_theTrackHasItsLastSlice() {
    RecordingSpec spec = PausedTape.started(SECOND_US).stopped(PausedTape.START_US + 5_000_000);
    List<TapeEntry> tape = Kind.RAW_SOUND.tape(2 * SECOND_US);
    List<SlicePlan> cut =
        PausedTape.known(spec, Kind.RAW_SOUND.format(), false, tape).subList(0, 2);
    List<SlicePlan> plans = new ArrayList<>(cut);
    List<TapeEntry> left =
        tape.stream().filter(e -> mediaUs(Kind.RAW_SOUND, e) < 2_040_000).toList();
    TrackRecorder second =
        PausedTape.secondLife(spec, Kind.RAW_SOUND.format(), false, cut, left, plans);
    second.away();
    second.end(null);

    assertThat(plans).extracting(SlicePlan::slice).containsExactly(0, 1, 2);
    assertThat(plans.get(2).last()).isTrue();
    assertThat(losses(plans).get(0).cause()).isEqualTo(LossCause.AGENT_DOWN);
    assertThat(losses(plans).get(0).toUs()).isEqualTo(5 * SECOND_US);
  }
}
