package io.reelbus.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.reelbus.bus.TapeWriter;
import io.reelbus.ffmpeg.CutEncoder;
import io.reelbus.model.Lane;
import io.reelbus.model.Loss;
import io.reelbus.model.LossCause;
import io.reelbus.model.Ratio;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.TapeFrame;
import io.reelbus.model.TapeMark;
import io.reelbus.model.TapeRange;
import io.reelbus.model.TimeBase;
import io.reelbus.model.TrackFormat;
import io.reelbus.model.VideoFormat;
import io.reelbus.model.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** The end of a live track: pictures every 40 ms, asked to stop at 4 s of media time. */
class TrackRecorderTest {

  private static final long STOP_US = 4_000_000;

  private static final TrackFormat FORMAT =
      new TrackFormat(
          Wire.RAW,
          "rawvideo",
          TimeBase.MICROSECONDS,
          new VideoFormat(
              64, 64, "yuv420p", Ratio.UNKNOWN, new Ratio(25, 1), VideoFormat.Color.UNSPECIFIED, 0),
          null,
          new byte[0],
          TrackFormat.UNKNOWN,
          TrackFormat.UNKNOWN,
          0,
          List.of(),
          "");

  /** Takes frames and never says where they are. */
  static final class NoWriter implements TapeWriter {
    @Override
    public CompletionStage<TapeRange> append(TapeFrame frame, TapeMark mark) {
      return new CompletableFuture<>();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  private final List<SlicePlan> plans = new ArrayList<>();

  private TrackRecorder recorder() {
    RecordingSpec spec =
        new RecordingSpec(
            "r",
            "r",
            "s",
            List.of("s/0/0"),
            "video/webm;codecs=vp8",
            0,
            0,
            1_000_000,
            Lane.LIVE,
            RecordingSpec.Desired.RECORDING,
            0,
            0);
    EncoderPlan plan = new EncoderPlan(spec, CutEncoder::canEncode);
    return new TrackRecorder(
        spec,
        0,
        new TrackTape(new NoWriter(), "t", 0, 0),
        FORMAT,
        0,
        true,
        plan.resolve(FORMAT),
        (track, slice) -> plans.add(slice));
  }

  private List<Loss> lossesWhenTheLastPictureIsAt(long lastUs, long intervalUs) {
    TrackRecorder recorder = recorder();
    int index = 0;
    for (long us = 0; us <= lastUs; us += intervalUs) {
      recorder.accept(Tapes.picture(index++, us));
    }
    recorder.update(recorder.spec().stopped(STOP_US));
    recorder.end(null);
    return plans.stream().flatMap(plan -> plan.account().losses().stream()).toList();
  }

  @Test
  void end_picturesUpToTheStop_nothingIsMissing() {
    assertThat(lossesWhenTheLastPictureIsAt(3_960_000, 40_000)).isEmpty();
  }

  @Test
  void end_deviceSilentBeforeTheStop_gapIsNamed() {
    List<Loss> losses = lossesWhenTheLastPictureIsAt(2_000_000, 40_000);

    assertThat(losses).hasSize(1);
    assertThat(losses.get(0).cause()).isEqualTo(LossCause.DEVICE_STALLED);
    assertThat(losses.get(0).fromUs()).isEqualTo(2_000_000);
    assertThat(losses.get(0).toUs()).isEqualTo(STOP_US);
  }

  @Test
  void end_sourceWithAPictureASecond_nothingIsMissing() {
    assertThat(lossesWhenTheLastPictureIsAt(3_000_000, 1_000_000)).isEmpty();
  }

  @Test
  void end_noPictureAtAll_wholeTimeIsNamed() {
    TrackRecorder recorder = recorder();
    recorder.update(recorder.spec().stopped(STOP_US));
    recorder.end(null);

    assertThat(plans.get(0).account().losses())
        .singleElement()
        .satisfies(loss -> assertThat(loss.toUs() - loss.fromUs()).isEqualTo(STOP_US));
  }
}
