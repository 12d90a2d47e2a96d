package io.reelbus.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.reelbus.model.AudioFormat;
import io.reelbus.model.TimeBase;
import io.reelbus.model.Wire;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class EncodedAudioSlicerTest {

  private static AudioFormat encoder(int rate, int frameSize) {
    return new AudioFormat(rate, 1, "mono", "flt", 16, frameSize, 0, 0, 0);
  }

  private static EncodedAudioSlicer slicer(
      SliceGrid grid, Wire wire, int outRate, int frameSize, int leadIn) {
    return new EncodedAudioSlicer(
        grid,
        Tapes.audio(wire, "x", grid.timeBase().den(), 1, new byte[0]),
        encoder(outRate, frameSize),
        leadIn,
        false);
  }

  @Property
  void add_anyPackets_gridIsCoveredOnceAndRangesReachFarEnough(
      @ForAll @Size(min = 1, max = 150) List<@IntRange(min = 1, max = 5000) Integer> sizes,
      @ForAll @IntRange(min = -3, max = 200_000) int start,
      @ForAll @IntRange(min = 0, max = 3) int rates,
      @ForAll @IntRange(min = 0, max = 50) int leadIn,
      @ForAll @IntRange(min = 5, max = 3000) int timesliceMs,
      @ForAll boolean packets) {
    int inRate = new int[] {48_000, 44_100, 8_000, 96_000}[rates];
    int frameSize = new int[] {960, 1024, 4608, 960}[rates];
    int outRate = 48_000;
    long timesliceUs = timesliceMs * 1000L;
    SliceGrid grid = new SliceGrid(TimeBase.ofRate(inRate), 0, timesliceUs);
    List<TapeEntry> tape = new ArrayList<>();
    long at = start;
    for (int size : sizes) {
      tape.add(Tapes.samples(tape.size(), at, size));
      at += size;
    }
    long end = at;

    List<SlicePlan> plans =
        Tapes.slice(
            slicer(grid, packets ? Wire.NATIVE : Wire.RAW, outRate, frameSize, leadIn), tape);

    long expectedFrom = 0;
    long captured = 0;
    for (SlicePlan plan : plans) {
      assertThat(plan.slice()).isEqualTo(plans.indexOf(plan));
      assertThat(plan.last()).isEqualTo(plan.slice() == plans.size() - 1);
      assertThat(plan.firstSampleTimestamp()).isEqualTo(start);
      assertThat(plan.fromPacket()).isEqualTo(expectedFrom);
      expectedFrom = plan.toPacket();
      captured += plan.account().captured();
      if (!plan.last()) {
        assertThat(plan.toPacket())
            .isEqualTo(border(plan.slice() + 1, timesliceUs, start, inRate, outRate, frameSize));
      }
      if (plan.fromPacket() == plan.toPacket()) {
        assertThat(plan.first()).isNull();
        continue;
      }
      List<TapeEntry> range = Tapes.range(plan, tape);
      double perPacket = (double) frameSize * inRate / outRate;
      double needFrom = start + (plan.fromPacket() - leadIn - 2) * perPacket;
      double needTo = plan.last() ? (double) end : start + (plan.toPacket() + 2) * perPacket;
      assertThat((double) range.get(0).timestamp())
          .isLessThanOrEqualTo(Math.max((double) start, needFrom));
      TapeEntry last = range.get(range.size() - 1);
      assertThat((double) last.timestamp() + last.sampleCount())
          .isGreaterThanOrEqualTo(Math.min((double) end, needTo));
      if (packets && plan.slice() > 0) {
        assertThat(countBefore(range, needFrom))
            .isGreaterThanOrEqualTo(Math.min(12, countBefore(tape, needFrom)));
      }
    }
    assertThat(captured).isEqualTo(end - start);
  }

  private static long countBefore(List<TapeEntry> entries, double timestamp) {
    return entries.stream()
        .filter(e -> (double) e.timestamp() + e.sampleCount() <= timestamp)
        .count();
  }

  private static long border(
      int k, long timesliceUs, long start, int inRate, int outRate, int frameSize) {
    BigDecimal seconds =
        BigDecimal.valueOf(k * timesliceUs)
            .multiply(BigDecimal.valueOf(inRate))
            .subtract(BigDecimal.valueOf(start).multiply(BigDecimal.valueOf(1_000_000)));
    return Math.max(
        0,
        seconds
            .multiply(BigDecimal.valueOf(outRate))
            .divide(
                BigDecimal.valueOf(1_000_000L * inRate).multiply(BigDecimal.valueOf(frameSize)),
                0,
                RoundingMode.CEILING)
            .longValueExact());
  }

  @Test
  void add_primedPackets_gridStartsAtTheFirstSampleHeard() {
    SliceGrid grid = new SliceGrid(TimeBase.ofRate(48_000), 0, 1_000_000);
    EncodedAudioSlicer slicer = slicer(grid, Wire.NATIVE, 48_000, 960, 50);
    List<TapeEntry> tape = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      TapeEntry e = Tapes.samples(i, -1024 + i * 1024L, 1024);
      tape.add(
          i > 0
              ? e
              : new TapeEntry(
                  0, 10, -1024, -1024, 1024, true, 1024, 1024, 0, false, 1, null, e.written()));
    }

    List<SlicePlan> plans = Tapes.slice(slicer, tape);

    assertThat(plans.get(0).firstSampleTimestamp()).isZero();
    assertThat(plans.get(0).first()).isEqualTo(tape.get(0));
    assertThat(plans.get(0).account().captured()).isEqualTo(48_000);
    assertThat(plans.get(1).fromPacket()).isEqualTo(50);
    assertThat(plans.stream().mapToLong(p -> p.account().captured()).sum()).isEqualTo(99 * 1024);
  }

  @Test
  void neededPosition_longTape_movesOn() {
    SliceGrid grid = new SliceGrid(TimeBase.ofRate(48_000), 0, 1_000_000);
    EncodedAudioSlicer slicer = slicer(grid, Wire.RAW, 48_000, 960, 50);
    for (int i = 0; i < 1000; i++) {
      slicer.add(Tapes.samples(i, i * 960L, 960));
    }

    // Slice 19 is open: its lead-in starts 52 packets before packet 950.
    assertThat(slicer.neededPosition()).isBetween(880L * 10, 900L * 10);
  }

  @Test
  void add_framesASampleApartToFollowTheClock_thatSampleIsHeard() {
    SliceGrid grid = new SliceGrid(TimeBase.ofRate(48_000), 0, 1_000_000);
    List<TapeEntry> tape = new ArrayList<>();
    long at = 0;
    for (int i = 0; i < 200; i++) {
      tape.add(Tapes.samples(i, at, 960));
      at += 960 + (i % 3 - 1);
    }
    long end = tape.get(199).endHeard();

    List<SlicePlan> plans = Tapes.slice(slicer(grid, Wire.RAW, 48_000, 960, 5), tape);

    assertThat(plans.stream().mapToLong(p -> p.account().captured()).sum()).isEqualTo(end);
  }
}
