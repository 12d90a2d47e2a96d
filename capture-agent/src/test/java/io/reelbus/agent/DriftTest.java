package io.reelbus.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.reelbus.agent.Timeline.Placed;
import io.reelbus.model.TapeFrame;
import io.reelbus.model.TimeBase;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A network camera and a sound card whose clocks run at other speeds than this machine's, for three
 * hours. What happened at one moment lies at one place of both tapes, to within 20 ms.
 */
class DriftTest {

  private static final long HOURS_US = 3L * 3600 * 1_000_000;
  private static final long TOGETHER_US = 20_000;
  private static final int RATE = 48_000;
  private static final long PICTURE_US = 40_000;
  private static final int PACKET = 960;

  private final TestClock clock = new TestClock();
  private final long startUs = clock.nowUs;
  private final Random random = new Random(7);

  private static TapeFrame frame(long timestamp, int samples) {
    return new TapeFrame(
        timestamp, timestamp, 0, true, samples, null, List.of(), ByteBuffer.allocate(0));
  }

  /** Lateness of a network: mostly little, sometimes much, never negative. */
  private long networkUs() {
    return random.nextInt(50) == 0 ? random.nextInt(300_000) : random.nextInt(15_000);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "60, -80", "-100, 100", "200, 200", "-200, 150", "250, -250"})
  void place_clocksThatDrift_soundAndPictureStayTogether(double cameraPpm, double soundPpm) {
    LiveVideoTimeline camera =
        new LiveVideoTimeline(new LiveClock(clock, true), TimeBase.MICROSECONDS, true);
    LiveAudioTimeline sound =
        new LiveAudioTimeline(new LiveClock(clock, true), TimeBase.MICROSECONDS, RATE);
    long worstPictureUs = 0;
    long worstSoundUs = 0;
    long arrivedUs = 0;
    long samples = 0;
    double soundUs = 0; // true time of the next packet's first sample
    for (long at = 0; at < HOURS_US; at += PICTURE_US) {
      // A camera's stamps begin anywhere; a late picture makes those behind it late.
      arrivedUs = Math.max(arrivedUs, startUs + at + networkUs());
      Placed picture =
          camera.place(frame(Math.round(at * (1 + cameraPpm / 1e6)) + 5_000_000, 0), arrivedUs);
      assertThat(picture.gap()).isNull();
      if (at > 60_000_000) {
        long apart = picture.frame().timestamp() - startUs - at;
        worstPictureUs = Math.max(worstPictureUs, Math.abs(apart));
      }
      while (soundUs < at) {
        // A sound server stamps with the wall clock, and is off by some milliseconds each time.
        long stamp = startUs + Math.round(soundUs) + random.nextInt(8_000) - 4_000;
        Placed packet = sound.place(frame(stamp, PACKET), stamp + 25_000);
        assertThat(packet.gap()).isNull();
        if (at > 60_000_000) {
          double placedUs = packet.frame().timestamp() * 1e6 / RATE - startUs;
          worstSoundUs = Math.max(worstSoundUs, Math.abs(Math.round(placedUs - soundUs)));
        }
        samples += PACKET;
        soundUs = samples * 1e6 / RATE * (1 + soundPpm / 1e6);
      }
    }
    assertThat(worstPictureUs + worstSoundUs)
        .as("picture off by %d us, sound by %d us", worstPictureUs, worstSoundUs)
        .isLessThanOrEqualTo(TOGETHER_US);
  }
}
