package io.reelbus.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.reelbus.agent.TapeEntry.Gap;
import io.reelbus.ffmpeg.InputFacts;
import io.reelbus.model.LossCause;
import io.reelbus.model.TapeFrame;
import io.reelbus.model.Wire;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InputCheckTest {

  private static final long SECOND = 90_000;

  /** A video track of which {@code frames} could be read, ten a second. */
  private static TrackFeed video(int frames) {
    TrackFeed feed =
        new TrackFeed(0, Tapes.video(Wire.NATIVE, "h264", 64, 48, "yuv420p"), null, null, true);
    for (int i = 0; i < frames; i++) {
      long at = i * SECOND / 10;
      feed.packet(
          new TapeFrame(at, at, SECOND / 10, true, 0, null, List.of(), ByteBuffer.allocate(1)),
          0,
          (track, frame, gap) -> {});
    }
    return feed;
  }

  private static @Nullable Gap missing(InputFacts facts, TrackFeed feed) {
    return InputCheck.missing(facts, List.of(feed)).get(0);
  }

  @Test
  void missing_everythingRead_nothing() {
    assertThat(missing(new InputFacts(0, 10_000_000, List.of(100L), ""), video(100))).isNull();
  }

  @Test
  void missing_editListHidesPackets_nothing() {
    assertThat(missing(new InputFacts(0, 9_000_000, List.of(100L), ""), video(90))).isNull();
  }

  @Test
  void missing_indexSaysMore_countsFramesAndTime() {
    Gap gap = missing(new InputFacts(0, 10_000_000, List.of(100L), ""), video(70));
    assertThat(gap)
        .isEqualTo(
            new Gap(LossCause.CORRUPT_INPUT, 30, 7 * SECOND, 10 * SECOND, "the input ends early"));
  }

  @Test
  void missing_noIndexButDuration_timeOnly() {
    Gap gap = missing(new InputFacts(0, 10_000_000, List.of(0L), ""), video(70));
    assertThat(gap).isNotNull();
    assertThat(gap.count()).isZero();
    assertThat(gap.toTimestamp()).isEqualTo(10 * SECOND);
  }

  @Test
  void missing_readError_isTheReason() {
    Gap gap = missing(new InputFacts(0, 0, List.of(0L), "Input/output error"), video(70));
    assertThat(gap).isNotNull();
    assertThat(gap.detail()).isEqualTo("Input/output error");
  }
}
