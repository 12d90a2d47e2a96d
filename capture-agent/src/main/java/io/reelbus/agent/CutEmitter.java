package io.reelbus.agent;

import io.reelbus.model.ChunkId;
import io.reelbus.model.Cut;
import io.reelbus.model.LedgerEvent.Captured;
import io.reelbus.model.Loss;
import io.reelbus.model.LossCause;
import io.reelbus.model.SliceAccount;
import io.reelbus.model.TapeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns slices into cuts once their frames are durable, queues them, and says so in the ledger; in
 * this order (I6). From any thread; never waits.
 */
final class CutEmitter {

  private static final Logger LOG = LoggerFactory.getLogger(CutEmitter.class);

  private final Outbox outbox;
  private final CutTracker tracker;
  private final Map<ChunkId, CompletableFuture<Void>> underWay = new ConcurrentHashMap<>();

  CutEmitter(Outbox outbox, CutTracker tracker) {
    this.outbox = outbox;
    this.tracker = tracker;
  }

  /** Emits one slice of a track. */
  void emit(TrackRecorder track, SlicePlan plan) {
    ChunkId id = new ChunkId(track.spec().recordingId(), track.number(), plan.slice());
    TapeEntry first = plan.first();
    TapeEntry end = plan.end();
    CompletableFuture<@Nullable TapeRange> located;
    if (first == null || end == null) {
      located = CompletableFuture.completedFuture(null);
    } else {
      tracker.decided(id, track.tape(), first.position());
      located = first.written().thenCombine(end.written(), (a, b) -> join(track, a, b));
    }
    CompletableFuture<Void> done =
        located
            .handle(Located::new)
            .thenComposeAsync(where -> send(id, track, plan, where), outbox.executor());
    underWay.put(id, done);
    var unused =
        done.whenComplete(
            (sent, error) -> {
              underWay.remove(id);
              if (error != null) {
                LOG.error("{}: the cut could not be queued; its recording stays open", id, error);
              }
            });
  }

  /** Where a slice lies, or why it does not. Both null: it is empty. */
  private record Located(@Nullable TapeRange range, @Nullable Throwable error) {}

  private static TapeRange join(TrackRecorder track, TapeRange first, TapeRange end) {
    return new TapeRange(
        track.tape().topic(), track.tape().partition(), first.fromOffset(), end.toOffset());
  }

  private CompletableFuture<Void> send(
      ChunkId id, TrackRecorder track, SlicePlan plan, Located where) {
    SliceAccount account = account(track, plan, where.error() != null);
    TapeRange range = where.range();
    List<TapeRange> tape = range == null ? List.of() : List.of(range);
    if (range == null) {
      tracker.done(id);
    } else {
      tracker.located(id, track.tape(), range.fromOffset());
    }
    Cut cut =
        new Cut(
            id,
            track.spec().lane(),
            tape,
            track.format(),
            track.config(),
            plan.fromTimestamp(),
            plan.toTimestamp(),
            track.originTimestamp(),
            plan.firstSampleTimestamp(),
            plan.fromPacket(),
            plan.toPacket(),
            plan.last(),
            account);
    return outbox
        .cut(cut)
        .thenCompose(queued -> outbox.event(new Captured(id, account, tape, plan.last())));
  }

  /** The account, with what the bus did not take after all. */
  private static SliceAccount account(TrackRecorder track, SlicePlan plan, boolean nothingLies) {
    SliceAccount account = plan.account();
    TapeEntry first = plan.first();
    TapeEntry end = plan.end();
    if (first == null || end == null) {
      return account;
    }
    long lost =
        nothingLies
            ? account.captured() - account.lost()
            : Math.min(
                account.captured() - account.lost(),
                track.tape().failedUnits(first.position(), end.endPosition()));
    if (lost <= 0) {
      return account;
    }
    List<Loss> losses = new ArrayList<>(account.losses());
    losses.add(
        new Loss(
            LossCause.BUS_UNAVAILABLE,
            lost,
            account.fromUs(),
            account.toUs(),
            "the bus did not take these frames"));
    return new SliceAccount(
        account.captured(), account.fromUs(), account.toUs(), account.capturedAtUs(), losses);
  }

  /** Completes when everything emitted so far is queued, or could not be. */
  CompletableFuture<Void> settled() {
    return CompletableFuture.allOf(underWay.values().toArray(CompletableFuture[]::new));
  }
}
