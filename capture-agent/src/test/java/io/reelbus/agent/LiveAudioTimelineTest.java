package io.reelbus.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.reelbus.agent.Timeline.Placed;
import io.reelbus.model.LossCause;
import io.reelbus.model.TapeFrame;
import io.reelbus.model.TimeBase;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sound of a live device: packets of 50 ms at 48 kHz, stamped in microseconds. */
class LiveAudioTimelineTest {

  private static final int RATE = 48_000;
  private static final int SAMPLES = 2_400;
  private static final long PACKET_US = 50_000;
  private static final long START_US = 1_700_000_000_000_000L;

  private final LiveAudioTimeline timeline =
      new LiveAudioTimeline(new LiveClock(SteadyClock.SYSTEM, true), TimeBase.MICROSECONDS, RATE);
  private final List<Placed> placed = new ArrayList<>();

  /** One packet that is stamped {@code lateUs} behind its count. */
  private Placed packet(long lateUs) {
    long stamp = START_US + placed.size() * PACKET_US + lateUs;
    TapeFrame frame =
        new TapeFrame(
            stamp, stamp, PACKET_US, true, SAMPLES, null, List.of(), ByteBuffer.allocate(0));
    Placed one = timeline.place(frame, stamp);
    placed.add(one);
    return one;
  }

  private long gaps() {
    return placed.stream().filter(p -> p.gap() != null).count();
  }

  @Test
  void place_singleLatePackets_countGoesOn() {
    for (int i = 0; i < 100; i++) {
      packet(i % 7 == 3 ? 180_000 : 5_000);
    }

    assertThat(gaps()).isZero();
    assertThat(placed.get(99).frame().timestamp() - placed.get(0).frame().timestamp())
        .isEqualTo(99L * SAMPLES);
  }

  @Test
  void place_samplesMissing_gapIsNamedAfterHalfASecond() {
    for (int i = 0; i < 10; i++) {
      packet(0);
    }
    for (int i = 0; i < 20; i++) {
      packet(i % 2 == 0 ? 300_000 : 340_000);
    }

    assertThat(gaps()).isEqualTo(1);
    Placed jump = placed.stream().filter(p -> p.gap() != null).findFirst().orElseThrow();
    assertThat(placed.indexOf(jump)).isEqualTo(19);
    assertThat(jump.gap()).isNotNull();
    assertThat(jump.gap().cause()).isEqualTo(LossCause.DEVICE_STALLED);
    assertThat(jump.gap().count()).isEqualTo(RATE * 3 / 10);
    assertThat(placed.get(29).frame().timestamp() - placed.get(0).frame().timestamp())
        .isEqualTo(29L * SAMPLES + RATE * 3 / 10);
  }

  @Test
  void place_secondsMissing_gapIsNamedAtOnce() {
    packet(0);
    Placed next = packet(3_000_000);

    assertThat(next.gap()).isNotNull();
    assertThat(next.gap().count()).isEqualTo(3 * RATE);
  }
}
