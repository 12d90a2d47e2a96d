package io.reelbus.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.reelbus.agent.Timeline.Placed;
import io.reelbus.model.LossCause;
import io.reelbus.model.TapeFrame;
import io.reelbus.model.TimeBase;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pictures of a live camera at 25 per second, stamped in microseconds. */
class LiveVideoTimelineTest {

  private static final long PICTURE_US = 40_000;
  private static final long START_US = 1_700_000_000_000_000L;

  private final LiveClock clock = new LiveClock();
  private final LiveVideoTimeline timeline =
      new LiveVideoTimeline(clock, TimeBase.MICROSECONDS, true);

  private Placed picture(long deviceUs) {
    TapeFrame frame =
        new TapeFrame(deviceUs, deviceUs, 0, true, 0, null, List.of(), ByteBuffer.allocate(0));
    return timeline.place(frame, START_US + deviceUs);
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
    Placed after = picture(2 * PICTURE_US);

    assertThat(after.frame().timestamp() - before.frame().timestamp())
        .isEqualTo(PICTURE_US + 1_500_000);
    assertThat(after.gap()).isNotNull();
    assertThat(after.gap().count()).isEqualTo(38);
  }
}
