package io.reelbus.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.reelbus.agent.TapeEntry.Gap;
import io.reelbus.model.LossCause;
import io.reelbus.model.MediaKind;
import io.reelbus.model.TimeBase;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TimestampSlicerTest {

  @Property(tries = 200)
  void add_anyFrameRate_everyFrameInItsSliceOnly(
      @ForAll @Size(max = 200) List<@LongRange(min = 1, max = 4000) Long> steps,
      @ForAll @IntRange(min = 1, max = 1001) int num,
      @ForAll @IntRange(min = 10, max = 90_000) int den,
      @ForAll @LongRange(min = -100_000, max = 1_700_000_000_000_000L) long origin,
      @ForAll @LongRange(min = 400_000, max = 5_000_000) long timesliceUs) {
    TimeBase base = new TimeBase(num, den);
    SliceGrid grid = new SliceGrid(base, origin, timesliceUs);
    List<TapeEntry> tape = new ArrayList<>();
    long at = origin;
    for (long step : steps) {
      tape.add(Tapes.picture(tape.size(), at));
      at += Math.max(1, step * den / num / 4000);
    }

    List<SlicePlan> plans = Tapes.slice(new TimestampSlicer(grid, MediaKind.VIDEO, false), tape);

    List<TapeEntry> seen = new ArrayList<>();
    int next = 0;
    for (SlicePlan plan : plans) {
      assertThat(plan.slice()).isEqualTo(next++);
      assertThat(plan.last()).isEqualTo(next == plans.size());
      List<TapeEntry> range = Tapes.range(plan, tape);
      assertThat(plan.account().captured()).isEqualTo(range.size());
      for (TapeEntry e : range) {
        seen.add(e);
        assertThat(e.timestamp())
            .isGreaterThanOrEqualTo(plan.fromTimestamp())
            .isLessThan(plan.toTimestamp());
        // k·T <= media time < (k+1)·T, exactly
        long relative = e.timestamp() - origin;
        assertThat(base.compare(relative, TimeBase.MICROSECONDS, plan.slice() * timesliceUs))
            .isNotNegative();
        assertThat(base.compare(relative, TimeBase.MICROSECONDS, (plan.slice() + 1) * timesliceUs))
            .isNegative();
      }
    }
    assertThat(seen).isEqualTo(tape);
  }

  @Test
  void add_longPause_givesEmptySlices() {
    SliceGrid grid = new SliceGrid(new TimeBase(1, 10), 0, 1_000_000);

    List<SlicePlan> plans =
        Tapes.slice(
            new TimestampSlicer(grid, MediaKind.VIDEO, false),
            List.of(Tapes.picture(0, 5), Tapes.picture(1, 35)));

    assertThat(plans).hasSize(4);
    assertThat(plans.get(1).first()).isNull();
    assertThat(plans.get(2).account().fromUs()).isEqualTo(2_000_000);
    assertThat(plans.get(3).account().captured()).isEqualTo(1);
  }

  @Test
  void add_liveFrameBeforeOrigin_doesNotBelong() {
    TimestampSlicer slicer =
        new TimestampSlicer(
            new SliceGrid(new TimeBase(1, 10), 100, 1_000_000), MediaKind.VIDEO, true);

    slicer.add(Tapes.picture(0, 99));
    slicer.add(Tapes.picture(1, 100));
    SlicePlan plan = slicer.end(105, null).get(0);

    assertThat(plan.account().captured()).isEqualTo(1);
    assertThat(plan.fromTimestamp()).isEqualTo(100);
    assertThat(plan.toTimestamp()).isEqualTo(105);
  }

  @Test
  void end_nothingCaptured_isOneEmptyLastSliceWithItsLoss() {
    SliceGrid grid = new SliceGrid(new TimeBase(1, 10), 0, 1_000_000);

    List<SlicePlan> plans =
        new TimestampSlicer(grid, MediaKind.AUDIO, false)
            .end(Long.MAX_VALUE, new Gap(LossCause.CORRUPT_INPUT, 7, 0, 20, "cut off"));

    assertThat(plans).hasSize(1);
    assertThat(plans.get(0).last()).isTrue();
    assertThat(plans.get(0).account().lost()).isEqualTo(7);
    assertThat(plans.get(0).account().captured()).isEqualTo(7);
    assertThat(plans.get(0).account().losses().get(0).toUs()).isEqualTo(2_000_000);
  }
}
