package io.reelbus.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.reelbus.agent.Timeline.Placed;
import io.reelbus.model.LossCause;
import io.reelbus.model.TapeFrame;
import io.reelbus.model.TimeBase;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures of a live camera at 25 per second, stamped in microseconds. */
class LiveVideoTimelineTest {

  private static final long PICTURE_US = 40_000;
  private static final long START_US = 1_700_000_000_000_000L;

  private final LiveClock clock = new LiveClock(SteadyClock.SYSTEM, true);
  private final LiveVideoTimeline timeline =
      new LiveVideoTimeline(clock, TimeBase.MICROSECONDS, true);

  private Placed picture(long deviceUs) {
    return picture(deviceUs, START_US + deviceUs);
  }

  private Placed picture(long deviceUs, long wallUs) {
    return timeline.place(frame(deviceUs), wallUs);
  }

  @Test
  void place_shortHiccups_noGap() {
    for (int i = 0; i < 50; i++) {
      assertThat(picture(i * PICTURE_US + (i > 25 ? 900_000 : 0)).gap()).isNull();
    }
  }

  @Test
  void place_nothingForTwoSeconds_missingPicturesAreNamed() {
    picture(0);
    picture(PICTURE_US);
    Placed next = picture(PICTURE_US + 2_000_000);

    assertThat(next.gap()).isNotNull();
    assertThat(next.gap().cause()).isEqualTo(LossCause.DEVICE_STALLED);
    assertThat(next.gap().count()).isEqualTo(49);
    assertThat(next.gap().toTimestamp() - next.gap().fromTimestamp()).isEqualTo(2_000_000);
  }

  @Test
  void place_sourceThatGivesAPictureEveryTwoSeconds_noGap() {
    for (int i = 0; i < 10; i++) {
      assertThat(picture(i * 2_000_000L).gap()).isNull();
    }
  }

  @Test
  void place_sourceThatGivesPicturesWhenItHasNewOnes_noGap() {
    LiveVideoTimeline drawn = new LiveVideoTimeline(clock, TimeBase.MICROSECONDS, false);
    for (long at : new long[] {0, PICTURE_US, 2 * PICTURE_US, 60_000_000}) {
      TapeFrame frame = new TapeFrame(at, at, 0, true, 0, null, List.of(), ByteBuffer.allocate(0));
      assertThat(drawn.place(frame, START_US + at).gap()).isNull();
    }
  }

  @Test
  void place_pacedSourceFellBehind_tapeTimeFollowsTheWallAndTheGapIsNamed() {
    picture(0);
    Placed before = picture(PICTURE_US);
    clock.stalled(1_500_000);
    Placed after = picture(2 * PICTURE_US, START_US + 2 * PICTURE_US + 1_500_000);

    assertThat(after.frame().timestamp() - before.frame().timestamp())
        .isEqualTo(PICTURE_US + 1_500_000);
    assertThat(after.gap()).isNotNull();
    assertThat(after.gap().count()).isEqualTo(38);
  }

  @ParameterizedTest
  @ValueSource(longs = {-3_600_000_000L, -3_000_000, 3_000_000, 3_600_000_000L})
  void place_stampsThatLeap_goOnWithTheWallClockAndTheLeapIsNamed(long leapUs) {
    long at = 4_000_000_000L;
    for (int i = 0; i < 50; i++) {
      picture(at + i * PICTURE_US, START_US + i * PICTURE_US);
    }
    int leaps = 0;
    long last = 0;
    for (int i = 50; i < 200; i++) {
      Placed placed = picture(at + leapUs + i * PICTURE_US, START_US + i * PICTURE_US);
      leaps += placed.gap() == null ? 0 : 1;
      assertThat(placed.frame().timestamp()).isEqualTo(START_US + i * PICTURE_US);
      assertThat(placed.frame().timestamp()).isGreaterThan(last);
      last = placed.frame().timestamp();
    }
    assertThat(leaps).isEqualTo(1);
  }

  @Test
  void place_wallClockPutForward_bothTracksJumpAndSaySo() {
    TestClock machine = new TestClock();
    LiveClock source = new LiveClock(machine, true);
    LiveVideoTimeline one = new LiveVideoTimeline(source, TimeBase.MICROSECONDS, true);
    LiveVideoTimeline two = new LiveVideoTimeline(source, TimeBase.MICROSECONDS, true);
    TapeFrame first = frame(7_000_000);
    one.place(first, machine.nowUs);
    two.place(first, machine.nowUs);
    long startUs = machine.nowUs;
    machine.steppedUs = 5_000_000;
    machine.nowUs += 5_000_000 + PICTURE_US;
    TapeFrame next = frame(7_000_000 + PICTURE_US);
    for (LiveVideoTimeline each : List.of(one, two)) {
      Placed placed = each.place(next, machine.nowUs);
      assertThat(placed.frame().timestamp()).isEqualTo(startUs + 5_000_000 + PICTURE_US);
      assertThat(placed.gap()).isNotNull();
      assertThat(placed.gap().cause()).isEqualTo(LossCause.CLOCK_STEPPED);
    }
  }

  @Test
  void place_wallStampedSourceWhoseClockIsPutBack_goesOn() {
    TestClock machine = new TestClock();
    LiveVideoTimeline screen =
        new LiveVideoTimeline(new LiveClock(machine, true), TimeBase.MICROSECONDS, true);
    long startUs = machine.nowUs;
    screen.place(frame(startUs), startUs);
    machine.leadUs = 3_600_000_000L;
    Placed placed =
        screen.place(frame(startUs + PICTURE_US - machine.leadUs), startUs + PICTURE_US);
    assertThat(placed.frame().timestamp()).isEqualTo(startUs + PICTURE_US);
  }

  private static TapeFrame frame(long deviceUs) {
    return new TapeFrame(deviceUs, deviceUs, 0, true, 0, null, List.of(), ByteBuffer.allocate(0));
  }
}
