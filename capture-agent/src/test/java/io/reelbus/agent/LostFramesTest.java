package io.reelbus.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.reelbus.bus.TapeWriter;
import io.reelbus.ffmpeg.CutEncoder;
import io.reelbus.model.Lane;
import io.reelbus.model.Loss;
import io.reelbus.model.LossCause;
import io.reelbus.model.MediaException;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.TapeFrame;
import io.reelbus.model.TapeMark;
import io.reelbus.model.TapeRange;
import io.reelbus.model.TimeBase;
import io.reelbus.model.TrackFormat;
import io.reelbus.model.Wire;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** A recorder of pictures every 40 ms, of which some find the spool full. */
class LostFramesTest {

  private static final long PICTURE_US = 40_000;
  private static final TrackFormat FORMAT =
      Timeline.withTimeBase(
          Tapes.video(Wire.RAW, "rawvideo", 64, 64, "yuv420p"), TimeBase.MICROSECONDS);

  /** A spool that is full from time to time. */
  private static final class Full implements TapeWriter {
    private boolean full;

    @Override
    public CompletionStage<TapeRange> append(TapeFrame frame, TapeMark mark) {
      if (full) {
        throw new MediaException("QuotaExceededError", MediaException.Next.RETRY, "full");
      }
      return CompletableFuture.completedFuture(new TapeRange("t", 0, 0, 1));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  private final List<SlicePlan> plans = new ArrayList<>();
  private final Full spool = new Full();
  private final TrackTape tape = new TrackTape(spool, "t", 0, 0);
  private final TrackRecorder recorder = recorder();

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
        spec, 0, tape, FORMAT, 0, true, plan.resolve(FORMAT), (track, slice) -> plans.add(slice));
  }

  /** Pictures as a session gives them. */
  private void capture(long fromUs, long toUs, boolean full) {
    spool.full = full;
    for (long us = fromUs; us < toUs; us += PICTURE_US) {
      TapeFrame frame =
          new TapeFrame(us, us, PICTURE_US, true, 0, null, List.of(), ByteBuffer.allocate(1));
      TapeEntry entry = tape.appendOrDrop(frame, us, null);
      if (entry == null) {
        recorder.dropped(frame, null);
      } else {
        recorder.accept(entry);
      }
    }
  }

  private List<Loss> losses() {
    return plans.stream().flatMap(plan -> plan.account().losses().stream()).toList();
  }

  private static void isLost(Loss loss, long fromUs, long toUs) {
    assertThat(loss.cause()).isEqualTo(LossCause.AGENT_BUFFER_FULL);
    assertThat(loss.fromUs()).isEqualTo(fromUs);
    assertThat(loss.toUs()).isEqualTo(toUs);
    assertThat(loss.count()).isEqualTo((toUs - fromUs) / PICTURE_US);
  }

  @Test
  void full_inTheMiddle_isNamedToTheNextPicture() {
    capture(0, 2_000_000, false);
    capture(2_000_000, 5_000_000, true);
    capture(5_000_000, 6_000_000, false);
    recorder.end(null);

    assertThat(losses()).hasSize(1);
    isLost(losses().get(0), 2_000_000, 5_000_000);
    assertThat(plans.stream().mapToLong(plan -> plan.account().captured()).sum()).isEqualTo(150);
  }

  @Test
  void full_whenItStops_isNamedToTheStopAndTheDeviceIsNotBlamed() {
    capture(0, 2_000_000, false);
    recorder.update(recorder.spec().stopped(4_000_000));
    capture(2_000_000, 7_000_000, true);
    recorder.end(null);

    assertThat(losses()).hasSize(1);
    isLost(losses().get(0), 2_000_000, 4_000_000);
  }

  @Test
  void full_whenItPauses_isNamedToThePause() {
    capture(0, 2_000_000, false);
    RecordingSpec paused = recorder.spec().paused(4_000_000);
    recorder.update(paused);
    capture(2_000_000, 7_000_000, true);
    recorder.settle(7_000_000);
    recorder.update(paused.stopped(7_000_000));
    recorder.end(null);

    assertThat(losses()).filteredOn(loss -> loss.cause() != LossCause.PAUSED).hasSize(1);
    Loss lost = losses().get(0);
    assertThat(lost.cause()).isEqualTo(LossCause.AGENT_BUFFER_FULL);
    assertThat(lost.fromUs()).isEqualTo(2_000_000);
    assertThat(lost.toUs()).isBetween(4_000_000L, 4_200_000L); // takes effect a little later
  }

  @Test
  void full_whenItBegins_isNamedFromItsBeginning() {
    capture(-3_000_000, 2_000_000, true);
    capture(2_000_000, 3_000_000, false);
    recorder.end(null);

    assertThat(losses()).hasSize(1);
    isLost(losses().get(0), 0, 2_000_000);
  }
}
