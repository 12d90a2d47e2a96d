package io.reelbus.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.reelbus.model.TapeFrame;
import io.reelbus.model.TimeBase;
import io.reelbus.model.TrackFormat;
import io.reelbus.model.Wire;
import java.nio.ByteBuffer;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SampleCounterTest {

  private static final TimeBase MILLIS = new TimeBase(1, 1000);

  private static SampleCounter counter(TimeBase container, int rate) {
    return new SampleCounter(
        Timeline.withTimeBase(Tapes.audio(Wire.NATIVE, "aac", rate, 2, new byte[0]), container));
  }

  private static TrackFormat primed(int samples) {
    TrackFormat tape = Tapes.audio(Wire.NATIVE, "aac", 48_000, 2, new byte[0]);
    return new TrackFormat(
        tape.wire(),
        tape.codecName(),
        tape.timeBase(),
        null,
        tape.audioFormat().withInitialPadding(samples),
        tape.extradata(),
        tape.profile(),
        tape.level(),
        tape.bitRate(),
        tape.sideData(),
        tape.language());
  }

  private static long place(SampleCounter counter, long timestamp, int samples) {
    TapeFrame frame =
        new TapeFrame(
            timestamp, timestamp, 0, true, samples, null, List.of(), ByteBuffer.allocate(0));
    return counter.place(frame, 0).frame().timestamp();
  }

  @Property(tries = 200)
  void place_millisecondContainer_countsEverySampleFromTheFirstStamp(
      @ForAll @IntRange(min = 8000, max = 96_000) int rate,
      @ForAll @IntRange(min = 64, max = 4608) int samples,
      @ForAll @IntRange(min = -50, max = 100_000) int startMs) {
    SampleCounter counter = counter(MILLIS, rate);
    long start = MILLIS.rescale(startMs, TimeBase.ofRate(rate));
    for (int i = 0; i < 2000; i++) {
      long stamp = startMs + TimeBase.ofRate(rate).rescale((long) i * samples, MILLIS);
      assertThat(place(counter, stamp, samples)).isEqualTo(start + (long) i * samples);
    }
  }

  @Test
  void place_realGap_followsTheContainer() {
    SampleCounter counter = counter(MILLIS, 48_000);
    place(counter, 0, 960);
    assertThat(place(counter, 520, 960)).isEqualTo(24_960);
    assertThat(place(counter, 540, 960)).isEqualTo(25_920);
  }

  @Test
  void place_stampGoesBack_staysForward() {
    SampleCounter counter = counter(MILLIS, 48_000);
    place(counter, 1000, 960);
    assertThat(place(counter, 500, 960)).isEqualTo(48_960);
  }

  @Test
  void place_primingThatIsNoWholeTick_isHeardAtTheTick() {
    SampleCounter counter = new SampleCounter(Timeline.withTimeBase(primed(1024), MILLIS));

    assertThat(place(counter, -21, 1024)).isEqualTo(-1024);
    assertThat(place(counter, 0, 1024)).isZero();
  }

  @Test
  void place_tickIsASample_changesNothing() {
    SampleCounter counter = counter(TimeBase.ofRate(48_000), 48_000);
    place(counter, 0, 960);
    assertThat(place(counter, 959, 960)).isEqualTo(959);
  }
}
