package io.reelbus.agent;

import io.reelbus.model.Blank;
import io.reelbus.model.ChunkId;
import io.reelbus.model.Cut;
import io.reelbus.model.LedgerEvent.Captured;
import io.reelbus.model.LedgerEvent.Failed;
import io.reelbus.model.Loss;
import io.reelbus.model.LossCause;
import io.reelbus.model.MediaException;
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
 * Turns slices into cuts once their frames are durable, writes them to the ledger, and queues them;
 * in this order (I6). From any thread; never waits.
 *
 * <p>A live track's slices go one after the other: none is in the ledger before the cut of the one
 * before it is queued. So wherever the agent is killed, only the last cut that the ledger knows of
 * may not be queued, and who comes back queues it again ({@link QueuedAgain}): the same cut, so it
 * is harmless when it was (I2, I3).
 */
final class CutEmitter {

  private static final Logger LOG = LoggerFactory.getLogger(CutEmitter.class);

  private final Outbox outbox;
  private final CutTracker tracker;
  private final Map<ChunkId, CompletableFuture<Void>> underWay = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<Void>> latest = new ConcurrentHashMap<>(); // by track

  CutEmitter(Outbox outbox, CutTracker tracker) {
    this.outbox = outbox;
    this.tracker = tracker;
  }

  /** Emits one slice of a track. */
  void emit(TrackRecorder track, SlicePlan plan) {
    ChunkId id = new ChunkId(track.spec().recordingId(), track.number(), plan.slice());
    CompletableFuture<List<TapeRange>> located = CompletableFuture.completedFuture(List.of());
    for (Part part : parts(plan)) {
      located =
          located
              .thenCombine(part.first().written(), CutEmitter::and)
              .thenCombine(part.end().written(), (from, to) -> join(track, from, to));
    }
    if (plan.first() != null) {
      tracker.decided(id, track.tape(), plan.first().position());
    }
    List<Blank> blanks = track.blanks(plan); // as it is now, under the track's lock
    String turns = id.recordingId() + "/" + id.track();
    CompletableFuture<Void> before = track.isLive() ? latest.get(turns) : null;
    CompletableFuture<Void> turn =
        before == null ? CompletableFuture.completedFuture(null) : before.handle((s, e) -> null);
    CompletableFuture<Void> done =
        located
            .handle(Located::new)
            .thenCombine(turn, (where, sent) -> where)
            .thenComposeAsync(where -> send(id, track, plan, blanks, where), outbox.executor());
    underWay.put(id, done);
    latest.put(turns, done);
    var unused =
        done.whenComplete(
            (sent, error) -> {
              underWay.remove(id);
              latest.remove(turns, done);
              if (error != null) {
                fail(id, Outbox.cause(error));
              }
            });
  }

  /** A slice that never comes ends its recording; an agent that has closed says nothing. */
  private void fail(ChunkId id, Throwable why) {
    LOG.error("{}: the cut could not be queued", id, why);
    String name = why instanceof MediaException e ? e.name() : "UnknownError";
    String message = id + ": the cut could not be queued: " + why.getMessage();
    var unused = outbox.event(new Failed(id.recordingId(), name, message));
  }

  /** Where a slice lies, or why it does not. None and no error: it is empty. */
  private record Located(@Nullable List<TapeRange> ranges, @Nullable Throwable error) {}

  /** A part of the tape without a jump, both ends included. */
  private record Part(TapeEntry first, TapeEntry end) {}

  private static List<Part> parts(SlicePlan plan) {
    List<Part> parts = new ArrayList<>();
    TapeEntry first = plan.first();
    TapeEntry end = plan.end();
    if (first != null && end != null) {
      for (SlicePlan.Jump jump : plan.jumps()) {
        parts.add(new Part(first, jump.before()));
        first = jump.behind();
      }
      parts.add(new Part(first, end));
    }
    return parts;
  }

  private static List<TapeRange> and(List<TapeRange> ranges, TapeRange next) {
    List<TapeRange> more = new ArrayList<>(ranges);
    more.add(next);
    return more;
  }

  /** Makes the last range reach from its first record to another's end. */
  private static List<TapeRange> join(TrackRecorder track, List<TapeRange> ranges, TapeRange to) {
    TapeRange from = ranges.get(ranges.size() - 1);
    TapeRange joined =
        new TapeRange(
            track.tape().topic(), track.tape().partition(), from.fromOffset(), to.toOffset());
    return and(ranges.subList(0, ranges.size() - 1), joined);
  }

  private CompletableFuture<Void> send(
      ChunkId id, TrackRecorder track, SlicePlan plan, List<Blank> blanks, Located where) {
    SliceAccount account = account(track, plan, where.error() != null);
    List<TapeRange> tape = where.ranges() == null ? List.of() : where.ranges();
    if (tape.isEmpty()) {
      tracker.done(id);
    } else {
      tracker.located(id, track.tape(), tape.get(0).fromOffset());
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
            plan.originTimestamp(),
            plan.firstSampleTimestamp(),
            plan.fromPacket(),
            plan.toPacket(),
            plan.last(),
            account,
            plan.stretches(),
            blanks);
    Cut again = track.isLive() ? cut : null; // a file's are made anew
    return outbox
        .event(new Captured(id, account, tape, plan.last(), again))
        .thenCompose(known -> outbox.cut(cut));
  }

  /** The account, with what the bus did not take after all. */
  private static SliceAccount account(TrackRecorder track, SlicePlan plan, boolean nothingLies) {
    SliceAccount account = plan.account();
    long lost =
        nothingLies
            ? account.captured() - account.lost()
            : Math.min(
                account.captured() - account.lost(),
                parts(plan).stream()
                    .mapToLong(
                        p -> track.tape().failedUnits(p.first().position(), p.end().endPosition()))
                    .sum());
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
    return account.with(losses);
  }

  /** Completes when everything emitted so far is queued, or could not be. */
  CompletableFuture<Void> settled() {
    return CompletableFuture.allOf(underWay.values().toArray(CompletableFuture[]::new));
  }
}
