package io.reelbus.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.reelbus.model.TimeBase;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class NativeVideoSlicerTest {

  private static final TimeBase MILLIS = new TimeBase(1, 1000);

  /** Decode order of GOPs; in an open one the pictures before the key packet follow it. */
  private static List<TapeEntry> tape(List<Integer> shapes, int frameMs, long start) {
    List<Integer> order = new ArrayList<>(); // display numbers in decode order
    Set<Integer> keys = new HashSet<>();
    int display = 0;
    for (int shape : shapes) {
      int distance = 1 + shape % 3;
      boolean open = shape % 2 == 0 && !order.isEmpty();
      int leading = open ? distance : 0;
      keys.add(display + leading);
      order.add(display + leading);
      for (int i = 0; i < leading; i++) {
        order.add(display + i);
      }
      display += leading + 1;
      for (int mini = 0; mini < shape / 6; mini++) {
        order.add(display + distance - 1);
        for (int i = 0; i < distance - 1; i++) {
          order.add(display + i);
        }
        display += distance;
      }
    }
    List<TapeEntry> tape = new ArrayList<>();
    for (int i = 0; i < order.size(); i++) {
      int shown = order.get(i);
      tape.add(
          Tapes.entry(
              i,
              start + (long) shown * frameMs,
              start + (long) (i - 4) * frameMs,
              frameMs,
              keys.contains(shown),
              0));
    }
    return tape;
  }

  @Property
  void decode_anyGops_everyPictureIsDecodableInExactlyOneSlice(
      @ForAll @Size(min = 1, max = 30) List<@IntRange(min = 0, max = 150) Integer> shapes,
      @ForAll @IntRange(min = 10, max = 100) int frameMs,
      @ForAll @IntRange(min = 0, max = 5000) int start,
      @ForAll @IntRange(min = 100, max = 3000) int timesliceMs) {
    List<TapeEntry> tape = tape(shapes, frameMs, start);
    SliceGrid grid = new SliceGrid(MILLIS, 0, timesliceMs * 1000L);

    List<SlicePlan> plans = Tapes.slice(new NativeVideoSlicer(grid, false), tape);

    List<TapeEntry> kept = new ArrayList<>();
    for (SlicePlan plan : plans) {
      assertThat(plan.slice()).isEqualTo(plans.indexOf(plan));
      assertThat(plan.last()).isEqualTo(plan.slice() == plans.size() - 1);
      List<TapeEntry> range = Tapes.range(plan, tape);
      List<TapeEntry> mine = decodable(range).stream().filter(e -> isIn(plan, e)).toList();
      assertThat(plan.account().captured()).isEqualTo(mine.size());
      kept.addAll(mine);
      if (!mine.isEmpty()) {
        long first = mine.stream().mapToLong(TapeEntry::timestamp).min().orElseThrow();
        long end = mine.stream().mapToLong(TapeEntry::timestamp).max().orElseThrow();
        assertThat(end - first)
            .as("never longer than 2 T and the reordering delay")
            .isLessThanOrEqualTo(2L * timesliceMs + 8L * frameMs);
      }
    }
    assertThat(kept).containsExactlyInAnyOrderElementsOf(tape);
  }

  /** What a decoder can show of a range: leading pictures of its first key packet it cannot. */
  private static List<TapeEntry> decodable(List<TapeEntry> range) {
    if (range.isEmpty()) {
      return List.of();
    }
    assertThat(range.get(0).key()).isTrue();
    return range.stream().filter(e -> e.timestamp() >= range.get(0).timestamp()).toList();
  }

  private static boolean isIn(SlicePlan plan, TapeEntry e) {
    return e.timestamp() >= plan.fromTimestamp() && e.timestamp() < plan.toTimestamp();
  }

  @Property
  void copy_anyGops_everyPacketInExactlyOneSlice(
      @ForAll @Size(min = 1, max = 30) List<@IntRange(min = 0, max = 150) Integer> shapes,
      @ForAll @IntRange(min = 10, max = 100) int frameMs,
      @ForAll @IntRange(min = 100, max = 3000) int timesliceMs) {
    List<TapeEntry> tape = tape(shapes, frameMs, 0);
    SliceGrid grid = new SliceGrid(MILLIS, 0, timesliceMs * 1000L);

    List<SlicePlan> plans = Tapes.slice(new CopiedVideoSlicer(grid, false), tape);

    List<TapeEntry> kept = new ArrayList<>();
    for (SlicePlan plan : plans) {
      List<TapeEntry> range = Tapes.range(plan, tape);
      assertThat(plan.account().captured()).isEqualTo(range.size());
      kept.addAll(range);
    }
    assertThat(kept).isEqualTo(tape);
  }

  @Test
  void copy_keyBehindBorder_sliceWaitsForIt() {
    List<TapeEntry> tape = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      tape.add(Tapes.entry(i, i * 100L, i * 100L, 100, i % 12 == 0, 0));
    }

    List<SlicePlan> plans =
        Tapes.slice(new CopiedVideoSlicer(new SliceGrid(MILLIS, 0, 1_000_000), false), tape);

    assertThat(plans).extracting(p -> p.account().captured()).containsExactly(12L, 12L, 6L);
    assertThat(plans).extracting(SlicePlan::fromTimestamp).endsWith(1200L, 2400L);
  }

  @Test
  void decode_noKeyForTwoSlices_forcesABorderAndLeadsInFromTheKey() {
    List<TapeEntry> tape = new ArrayList<>();
    for (int i = 0; i < 45; i++) {
      tape.add(Tapes.entry(i, i * 100L, i * 100L, 100, i == 0, 0));
    }

    List<SlicePlan> plans =
        Tapes.slice(new NativeVideoSlicer(new SliceGrid(MILLIS, 0, 1_000_000), false), tape);

    assertThat(plans).extracting(SlicePlan::toTimestamp).startsWith(2000L, 3000L, 4000L);
    assertThat(plans).extracting(p -> p.account().captured()).containsExactly(20L, 10L, 10L, 5L);
    assertThat(plans).allSatisfy(p -> assertThat(p.first()).isEqualTo(tape.get(0)));
  }

  @Test
  void decode_liveOriginInsideAGop_leadsInFromTheKeyBeforeIt() {
    List<TapeEntry> tape = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      tape.add(Tapes.entry(i, i * 100L, i * 100L, 100, i % 5 == 0, 0));
    }
    NativeVideoSlicer slicer = new NativeVideoSlicer(new SliceGrid(MILLIS, 1200, 1_000_000), true);

    List<SlicePlan> plans = Tapes.slice(slicer, tape);

    assertThat(plans.get(0).first()).isEqualTo(tape.get(10));
    assertThat(plans.get(0).fromTimestamp()).isEqualTo(1200);
    assertThat(plans.get(0).account().captured()).isEqualTo(13); // 1200 to 2400, key at 2500
    assertThat(plans.get(0).account().fromUs()).isZero();
  }

  @Test
  void decode_trackBeginsLate_emptySlicesBefore() {
    List<TapeEntry> tape = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      tape.add(Tapes.entry(i, 3500 + i * 100L, 3300 + i * 100L, 100, i == 0, 0));
    }

    List<SlicePlan> plans =
        Tapes.slice(new NativeVideoSlicer(new SliceGrid(MILLIS, 0, 1_000_000), false), tape);

    assertThat(plans).extracting(p -> p.account().captured()).containsExactly(0L, 0L, 0L, 10L);
    assertThat(plans.get(0).first()).isNull();
    assertThat(plans.get(3).first()).isEqualTo(tape.get(0));
  }
}
