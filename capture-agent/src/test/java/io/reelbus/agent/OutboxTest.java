package io.reelbus.agent;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reelbus.bus.CutPublisher;
import io.reelbus.ffmpeg.CutEncoder;
import io.reelbus.model.Lane;
import io.reelbus.model.LedgerEvent;
import io.reelbus.model.LedgerEvent.Failed;
import io.reelbus.model.MediaException;
import io.reelbus.model.MediaException.Next;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.TrackFormat;
import io.reelbus.model.Wire;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A recording without a picture, whose only cut the bus refuses. */
class OutboxTest {

  private static final Duration SOON = Duration.ofMinutes(1);
  private static final int TIMES = 200; // more often than anything hopeless is sent
  private static final RecordingSpec SPEC =
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

  private final List<LedgerEvent> ledger = new CopyOnWriteArrayList<>();
  private final AtomicInteger attempts = new AtomicInteger();
  private volatile int refusals = Integer.MAX_VALUE;
  private Outbox outbox = outbox("QuotaExceededError");

  private Outbox outbox(String refusedAs) {
    CutPublisher cuts =
        cut ->
            attempts.incrementAndGet() <= refusals
                ? failedFuture(new MediaException(refusedAs, Next.STOP, "refused"))
                : completedFuture(null);
    return new Outbox(
        cuts,
        event -> {
          ledger.add(event);
          return completedFuture(null);
        },
        1);
  }

  @AfterEach
  void close() {
    outbox.close();
  }

  private void emitLastCut() {
    CutEmitter emitter = new CutEmitter(outbox, new CutTracker());
    TrackFormat format = Tapes.video(Wire.RAW, "rawvideo", 64, 64, "yuv420p");
    TrackTape tape = new TrackTape(new TrackRecorderTest.NoWriter(), "t", 0, 0);
    TrackRecorder recorder =
        new TrackRecorder(
            SPEC,
            0,
            tape,
            format,
            0,
            true,
            new EncoderPlan(SPEC, CutEncoder::canEncode).resolve(format),
            emitter::emit);
    recorder.update(SPEC.stopped(1_000_000));
    recorder.end(null);
  }

  private List<Failed> failures() {
    return ledger.stream().filter(Failed.class::isInstance).map(Failed.class::cast).toList();
  }

  @Test
  void emit_busNeverTakesTheCut_recordingFailsWithTheCause() {
    emitLastCut();

    await().atMost(SOON).until(() -> !failures().isEmpty());
    assertThat(failures()).hasSize(1);
    assertThat(failures().get(0).subjectId()).isEqualTo("r");
    assertThat(failures().get(0).name()).isEqualTo("QuotaExceededError");
    assertThat(failures().get(0).message()).contains("r/0/0");
  }

  @Test
  void emit_notAllowedForLong_cutIsSentInTheEndAndTroubleIsNamedUntilThen() {
    outbox.close();
    outbox = outbox("NotAllowedError");
    emitLastCut();
    await().atMost(SOON).until(() -> attempts.get() > TIMES);
    assertThat(outbox.trouble()).contains("refused");

    refusals = 0;
    await().atMost(SOON).until(() -> outbox.trouble().isEmpty());
    assertThat(failures()).isEmpty();
  }
}
