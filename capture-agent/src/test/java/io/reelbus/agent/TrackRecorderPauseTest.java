package io.reelbus.agent;

import static io.reelbus.agent.PausedSources.FRAME_SIZE;
import static io.reelbus.agent.PausedSources.RATE;
import static io.reelbus.agent.PausedSources.audio;
import static io.reelbus.agent.PausedSources.pictures;
import static io.reelbus.agent.PausedSources.sound;
import static io.reelbus.agent.PausedSources.video;
import static io.reelbus.agent.PausedTape.apply;
import static io.reelbus.agent.PausedTape.commands;
import static org.assertj.core.api.Assertions.assertThat;

import io.reelbus.agent.PausedTape.Command;
import io.reelbus.model.Loss;
import io.reelbus.model.LossCause;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.TimeBase;
import io.reelbus.model.TrackFormat;
import io.reelbus.model.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Any schedule of pauses and data requests, on every kind of tape (I5, I7). */
class TrackRecorderPauseTest {

  private static final long SECOND_US = 1_000_000;

  private static void assertDense(List<SlicePlan> plans) {
    for (SlicePlan plan : plans) {
      assertThat(plan.slice()).isEqualTo(plans.indexOf(plan));
      assertThat(plan.last()).isEqualTo(plan.slice() == plans.size() - 1);
    }
  }

  @Property(tries = 300)
  void rawVideo_anyCommands_everyFrameOutsidePausesInItsSlice(
      @ForAll @Size(max = 12) List<@LongRange(min = 1, max = 1_500_000) Long> steps,
      @ForAll @IntRange(min = 10_000, max = 200_000) int frameUs,
      @ForAll @IntRange(min = 100_000, max = 2_000_000) int timesliceUs) {
    List<Command> commands = commands(steps);
    RecordingSpec spec = apply(PausedTape.started(timesliceUs), commands);
    List<TapeEntry> tape = pictures(frameUs, 1, spec.stoppedAtUs() - PausedTape.START_US);

    List<SlicePlan> plans = PausedTape.known(spec, video(Wire.RAW), false, tape);

    assertDense(plans);
    SliceSchedule schedule = SliceSchedule.of(spec);
    List<TapeEntry> kept = new ArrayList<>();
    long before = -1;
    for (SlicePlan plan : plans) {
      List<TapeEntry> range = PausedTape.range(plan, tape);
      assertThat(plan.account().captured() - plan.account().lost()).isEqualTo(range.size());
      for (TapeEntry e : range) {
        assertThat(e.timestamp())
            .isGreaterThanOrEqualTo(plan.fromTimestamp())
            .isLessThan(plan.toTimestamp());
        long mediaUs = e.timestamp() - plan.originTimestamp();
        assertThat(mediaUs).isGreaterThan(before);
        assertThat(mediaUs)
            .isGreaterThanOrEqualTo(schedule.borderUs(plan.slice()))
            .isLessThan(schedule.borderUs(plan.slice() + 1L));
        before = mediaUs;
      }
      kept.addAll(range);
    }
    assertThat(kept)
        .isEqualTo(
            tape.stream()
                .filter(e -> e.timestamp() >= PausedTape.START_US)
                .filter(e -> e.timestamp() < spec.stoppedAtUs())
                .filter(e -> PausedTape.isRecorded(spec, e.timestamp()))
                .toList());
    assertPausesNamed(plans, spec);
  }

  private static void assertPausesNamed(List<SlicePlan> plans, RecordingSpec spec) {
    List<Loss> named =
        plans.stream()
            .flatMap(p -> p.account().losses().stream())
            .filter(l -> l.cause() == LossCause.PAUSED && l.count() == 0)
            .toList();
    assertThat(named).hasSameSizeAs(spec.pauses());
    assertThat(named).allSatisfy(l -> assertThat(l.toUs()).isEqualTo(l.fromUs()));
  }

  @Property(tries = 100)
  void encodedAudio_anyCommands_oneGridOverAllSamplesOutsidePauses(
      @ForAll @Size(max = 12) List<@LongRange(min = 1, max = 1_500_000) Long> steps,
      @ForAll @IntRange(min = 64, max = 5000) int packet,
      @ForAll @IntRange(max = 5000) int phase,
      @ForAll @IntRange(min = 100_000, max = 2_000_000) int timesliceUs,
      @ForAll boolean packets) {
    List<Command> commands = commands(steps);
    RecordingSpec spec = apply(PausedTape.started(timesliceUs), commands);
    List<TapeEntry> tape = sound(packet, phase, spec.stoppedAtUs() - PausedTape.START_US);

    TrackFormat format = audio(packets ? Wire.NATIVE : Wire.RAW);
    List<SlicePlan> plans = PausedTape.known(spec, format, false, tape);

    assertDense(plans);
    long captured = 0;
    long packetBefore = 0;
    SliceSchedule schedule = SliceSchedule.of(spec);
    for (SlicePlan plan : plans) {
      captured += plan.account().captured();
      assertThat(plan.fromPacket()).isEqualTo(packetBefore);
      packetBefore = plan.toPacket();
      if (!plan.last()) {
        long toUs = (plan.firstSampleTimestamp() - plan.originTimestamp()) * SECOND_US / RATE;
        toUs += plan.toPacket() * FRAME_SIZE * SECOND_US / RATE;
        long borderUs = schedule.borderUs(plan.slice() + 1L);
        long slackUs = packets ? 150_000 : 60_000;
        assertThat(toUs)
            .as("the border, or what can be known at a pause")
            .isBetween(
                borderUs - slackUs,
                Math.max(borderUs + 20_000, packet * SECOND_US / RATE + 40_000));
      }
      if (plan.fromPacket() < plan.toPacket()) {
        assertThat(heard(plan, tape)).as("slice %s", plan).containsAll(needed(plan, spec));
      }
    }
    long first = plans.get(plans.size() - 1).firstSampleTimestamp();
    long expected = 0;
    for (TapeEntry e : tape) {
      for (long t = e.timestamp(); t < e.timestamp() + e.sampleCount(); t++) {
        expected += isKept(t, e, first, spec) ? 1 : 0;
      }
    }
    assertThat(captured - lost(plans)).isEqualTo(expected);
  }

  private static long lost(List<SlicePlan> plans) {
    return plans.stream().mapToLong(p -> p.account().lost()).sum();
  }

  /** A sample of an entry that begins before the stop, outside pauses. */
  private static boolean isKept(long t, TapeEntry e, long first, RecordingSpec spec) {
    TimeBase base = TimeBase.ofRate(RATE);
    return e.timestamp() < base.fromUs(spec.stoppedAtUs()) && recorded(t, spec) >= first;
  }

  /** Recorded time of a sample; far in the past when it is in a pause. */
  private static long recorded(long t, RecordingSpec spec) {
    long origin = TimeBase.ofRate(RATE).fromUs(PausedTape.START_US);
    SliceGrid grid = new SliceGrid(TimeBase.ofRate(RATE), origin, SliceSchedule.of(spec));
    for (SliceSchedule.Stretch s : grid.schedule().stretches()) {
      long shift = TimeBase.ofRate(RATE).fromUs(PausedTape.START_US + s.pausedUs()) - origin;
      if (t >= grid.at(s.fromUs()) + shift
          && (s.toUs() == Long.MAX_VALUE || t < grid.at(s.toUs()) + shift)) {
        return t - shift;
      }
    }
    return Long.MIN_VALUE;
  }

  /** Recorded times, in steps of 48 samples, that a worker hears of a cut. */
  private static Set<Long> heard(SlicePlan plan, List<TapeEntry> tape) {
    Set<Long> heard = new TreeSet<>();
    for (TapeEntry e : PausedTape.range(plan, tape)) {
      for (long t = e.timestamp(); t < e.timestamp() + e.sampleCount(); t++) {
        long at = t;
        if (plan.stretches().isEmpty()) {
          add(heard, at);
        } else {
          plan.stretches().stream()
              .filter(s -> at >= s.fromTimestamp() && at < s.toTimestamp())
              .forEach(s -> add(heard, at - s.shift()));
        }
      }
    }
    return heard;
  }

  private static void add(Set<Long> times, long at) {
    if (at % 48 == 0) {
      times.add(at);
    }
  }

  /** The same of a slice's own packets, as far as anything was recorded there. */
  private static Set<Long> needed(SlicePlan plan, RecordingSpec spec) {
    long from = plan.firstSampleTimestamp() + plan.fromPacket() * FRAME_SIZE;
    long all = TimeBase.ofRate(RATE).fromUs(spec.stoppedAtUs() - pausedUs(spec));
    long to =
        plan.toPacket() == Long.MAX_VALUE
            ? all
            : Math.min(all, plan.firstSampleTimestamp() + (plan.toPacket() + 1) * FRAME_SIZE);
    Set<Long> needed = new TreeSet<>();
    for (long t = from; t < to; t++) {
      add(needed, t);
    }
    return needed;
  }

  private static long pausedUs(RecordingSpec spec) {
    return spec.pauses().stream()
        .mapToLong(p -> (p.isOpen() ? spec.stoppedAtUs() : p.resumedAtUs()) - p.pausedAtUs())
        .sum();
  }

  @Property(tries = 200)
  void nativeVideo_anyCommands_everyPictureOutsidePausesOnceWithItsLeadIn(
      @ForAll @Size(max = 12) List<@LongRange(min = 1, max = 1_500_000) Long> steps,
      @ForAll @IntRange(min = 10_000, max = 200_000) int frameUs,
      @ForAll @IntRange(min = 1, max = 40) int keyEvery,
      @ForAll @IntRange(min = 100_000, max = 2_000_000) int timesliceUs) {
    List<Command> commands = commands(steps);
    RecordingSpec spec = apply(PausedTape.started(timesliceUs), commands);
    List<TapeEntry> tape = pictures(frameUs, keyEvery, spec.stoppedAtUs() - PausedTape.START_US);
    long firstKey = tape.get(0).timestamp();

    List<SlicePlan> plans = PausedTape.known(spec, video(Wire.NATIVE), false, tape);

    assertDense(plans);
    List<TapeEntry> kept = new ArrayList<>();
    long before = -1;
    for (SlicePlan plan : plans) {
      List<TapeEntry> range = PausedTape.range(plan, tape);
      assertThat(range.isEmpty() || range.get(0).key()).isTrue();
      for (TapeEntry e : range) {
        if (e.timestamp() >= plan.fromTimestamp() && e.timestamp() < plan.toTimestamp()) {
          assertThat(e.timestamp() - plan.originTimestamp()).isGreaterThan(before);
          before = e.timestamp() - plan.originTimestamp();
          kept.add(e);
        }
      }
    }
    assertThat(kept)
        .isEqualTo(
            tape.stream()
                .filter(e -> e.timestamp() >= Math.max(firstKey, PausedTape.START_US))
                .filter(e -> e.timestamp() < spec.stoppedAtUs())
                .filter(e -> PausedTape.isRecorded(spec, e.timestamp()))
                .toList());
    assertThat(plans.stream().mapToLong(p -> p.account().captured()).sum()).isEqualTo(kept.size());
  }

  @Property(tries = 200)
  void copiedVideo_anyCommands_everyPacketOnceOrNamedAsWaiting(
      @ForAll @Size(max = 12) List<@LongRange(min = 1, max = 1_500_000) Long> steps,
      @ForAll @IntRange(min = 10_000, max = 200_000) int frameUs,
      @ForAll @IntRange(min = 1, max = 40) int keyEvery,
      @ForAll @IntRange(min = 100_000, max = 2_000_000) int timesliceUs) {
    List<Command> commands = commands(steps);
    RecordingSpec spec = apply(PausedTape.started(timesliceUs), commands);
    List<TapeEntry> tape = pictures(frameUs, keyEvery, spec.stoppedAtUs() - PausedTape.START_US);

    List<SlicePlan> plans = PausedTape.known(spec, video(Wire.NATIVE), true, tape);

    assertDense(plans);
    List<TapeEntry> kept = new ArrayList<>();
    long before = -1;
    for (SlicePlan plan : plans) {
      for (TapeEntry e : PausedTape.range(plan, tape)) {
        assertThat(e.timestamp() - plan.originTimestamp()).isGreaterThan(before);
        before = e.timestamp() - plan.originTimestamp();
        kept.add(e);
      }
    }
    List<TapeEntry> wanted =
        tape.stream()
            .filter(e -> e.timestamp() >= PausedTape.START_US)
            .filter(e -> e.timestamp() < spec.stoppedAtUs())
            .filter(e -> PausedTape.isRecorded(spec, e.timestamp()))
            .toList();
    assertThat(kept).doesNotHaveDuplicates().isSubsetOf(wanted);
    long captured = plans.stream().mapToLong(p -> p.account().captured()).sum();
    assertThat(captured - lost(plans)).isEqualTo(kept.size());
    if (!wanted.isEmpty() && wanted.get(0).key()) {
      assertThat(captured).isEqualTo(wanted.size());
    }
  }

  @Property(tries = 200)
  void anyTape_commandsHeardInTime_sameSlicesAsKnownFromTheStart(
      @ForAll @Size(max = 12) List<@LongRange(min = 1, max = 1_500_000) Long> steps,
      @ForAll @IntRange(max = 3) int kind,
      @ForAll @IntRange(min = 100_000, max = 2_000_000) int timesliceUs) {
    List<Command> commands = commands(steps);
    RecordingSpec started = PausedTape.started(timesliceUs);
    RecordingSpec spec = apply(started, commands);
    long untilUs = spec.stoppedAtUs() - PausedTape.START_US;
    List<TapeEntry> tape = kind == 0 ? sound(1024, 7, untilUs) : pictures(40_000, 12, untilUs);
    TrackFormat format = kind == 0 ? audio(Wire.RAW) : video(kind == 1 ? Wire.RAW : Wire.NATIVE);
    boolean copy = kind == 3;

    List<SlicePlan> known = PausedTape.known(spec, format, copy, tape);
    List<SlicePlan> heard = PausedTape.heard(started, commands, -100_000, format, copy, tape);

    assertThat(text(heard)).isEqualTo(text(known));
  }

  private static List<String> text(List<SlicePlan> plans) {
    return plans.stream()
        .map(
            p ->
                p.slice()
                    + " "
                    + (p.fromPacket() + ".." + p.toPacket())
                    + (" " + p.fromTimestamp() + ".." + p.toTimestamp() + "-" + p.originTimestamp())
                    + (p.first() == null ? "" : " at " + p.first().position())
                    + (p.end() == null ? "" : ".." + p.end().position())
                    + (" " + p.account().captured() + " " + p.account().losses()))
        .toList();
  }

  @Property(tries = 200)
  void anyTape_commandsHeardLate_slicesAreDenseAndTimeIsMonotonic(
      @ForAll @Size(max = 12) List<@LongRange(min = 1, max = 1_500_000) Long> steps,
      @ForAll @IntRange(max = 3) int kind,
      @ForAll @IntRange(min = 1, max = 3_000_000) int lateUs,
      @ForAll @IntRange(min = 100_000, max = 2_000_000) int timesliceUs) {
    List<Command> commands = commands(steps);
    RecordingSpec started = PausedTape.started(timesliceUs);
    long untilUs = apply(started, commands).stoppedAtUs() - PausedTape.START_US;
    List<TapeEntry> tape = kind == 0 ? sound(1024, 7, untilUs) : pictures(40_000, 12, untilUs);
    TrackFormat format = kind == 0 ? audio(Wire.RAW) : video(kind == 1 ? Wire.RAW : Wire.NATIVE);

    List<SlicePlan> plans = PausedTape.heard(started, commands, lateUs, format, kind == 3, tape);

    assertDense(plans);
    long before = -1;
    for (SlicePlan plan : plans) {
      if (kind == 0) {
        assertThat(plan.fromPacket()).isGreaterThanOrEqualTo(before);
        before = plan.toPacket();
        continue;
      }
      for (TapeEntry e : PausedTape.range(plan, tape)) {
        if (kind == 3
            || (e.timestamp() >= plan.fromTimestamp() && e.timestamp() < plan.toTimestamp())) {
          assertThat(e.timestamp() - plan.originTimestamp()).isGreaterThan(before);
          before = e.timestamp() - plan.originTimestamp();
        }
      }
    }
  }

  @Test
  void requestDataWhilePaused_givesAnEmptySlice() {
    RecordingSpec spec =
        apply(
            PausedTape.started(SECOND_US),
            List.of(
                new Command("pause", 1_500_000),
                new Command("requestData", 2_000_000),
                new Command("resume", 3_000_000),
                new Command("stop", 3_300_000)));

    List<SlicePlan> plans =
        PausedTape.known(spec, video(Wire.RAW), false, pictures(100_000, 1, 3_300_000));

    assertThat(plans).extracting(p -> p.account().captured()).containsExactly(10L, 5L, 0L, 3L);
    assertThat(plans)
        .extracting(p -> p.account().fromUs())
        .containsExactly(0L, SECOND_US, 1_500_000L, 1_500_000L);
    assertThat(plans.get(3).account().losses())
        .containsExactly(new Loss(LossCause.PAUSED, 0, 1_500_000, 1_500_000, "paused for 1.500 s"));
  }

  @Test
  void stopWhilePaused_lastSliceNamesThePause() {
    RecordingSpec spec =
        apply(
            PausedTape.started(SECOND_US),
            List.of(new Command("pause", 500_000), new Command("stop", 2_500_000)));

    List<SlicePlan> plans =
        PausedTape.known(spec, video(Wire.RAW), false, pictures(100_000, 1, 2_500_000));

    assertThat(plans).extracting(p -> p.account().captured()).containsExactly(5L, 0L);
    assertThat(plans.get(1).account().losses())
        .containsExactly(new Loss(LossCause.PAUSED, 0, 500_000, 500_000, "paused for 2.000 s"));
  }
}
