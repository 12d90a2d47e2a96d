package io.reelbus.agent;

import io.reelbus.bus.TapeAdmin;
import io.reelbus.model.MediaException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the borrowed tapes of one file within bounds: lets reading wait while the encoders are
 * behind (I8), and frees what is encoded (I6). Belongs to the file's capture thread.
 */
final class TapeKeeper {

  private static final Logger LOG = LoggerFactory.getLogger(TapeKeeper.class);
  private static final long FREE_EVERY_US = 1_000_000;
  private static final long FREE_EVERY_BYTES = 64L << 20;
  private static final long LOOK_MS = 200;

  private final List<TrackTape> tapes;
  private final ToLongFunction<TrackTape> neededPosition;
  private final CutTracker tracker;
  private final InFlight inFlight;
  private final TapeAdmin admin;
  private final WallClock clock;
  private final int slicesInFlight;
  private final BooleanSupplier diskTight;
  private final boolean raw;
  private final boolean mayFree;
  private final Map<TrackTape, Long> freed = new HashMap<>();
  private long freedAtUs;
  private long freedAtBytes;

  /**
   * Makes one.
   *
   * @param neededPosition where a tape's coming slices begin
   * @param mayFree false when cuts of an earlier run may still be with the encoders
   */
  TapeKeeper(
      AgentContext context,
      List<TrackTape> tapes,
      ToLongFunction<TrackTape> neededPosition,
      boolean raw,
      boolean mayFree) {
    this.tapes = tapes;
    this.neededPosition = neededPosition;
    this.tracker = context.tracker();
    this.inFlight = context.inFlight();
    this.admin = context.bus().tapes();
    this.clock = context.clock();
    this.slicesInFlight = context.settings().slicesInFlight();
    this.diskTight = context.diskTight();
    this.raw = raw;
    this.mayFree = mayFree;
  }

  /**
   * Returns when there is room to read on: on the disk, and below the bound, or too few slices are
   * complete for the encoders to make room.
   */
  void awaitRoom(BooleanSupplier cancelled) throws InterruptedException {
    free();
    while (diskTight.getAsBoolean() && !cancelled.getAsBoolean()) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MS);
      free(); // what the encoders have done meanwhile makes room
    }
    while (!inFlight.hasRoom(this, raw, bytes()) && !cancelled.getAsBoolean()) {
      TapeUse fullest = null;
      for (TrackTape tape : tapes) {
        TapeUse use = tracker.use(tape);
        if (use.cuts() >= slicesInFlight) {
          fullest = use;
        }
      }
      if (fullest == null) {
        return;
      }
      fullest.awaitFewer(slicesInFlight, LOOK_MS);
      free();
    }
  }

  private long bytes() {
    long bytes = 0;
    for (TrackTape tape : tapes) {
      long needed =
          Math.min(
              tracker.use(tape).oldestPosition(),
              Math.min(neededPosition.applyAsLong(tape), tape.position()));
      bytes += tape.position() - needed;
    }
    return bytes;
  }

  /** Returns when no cut needs the tapes any more. */
  void awaitEncoded(BooleanSupplier cancelled) throws InterruptedException {
    for (TrackTape tape : tapes) {
      TapeUse use = tracker.use(tape);
      while (!cancelled.getAsBoolean() && !use.awaitFewer(1, LOOK_MS)) {
        free();
      }
    }
  }

  /** Returns when {@code told} is true. */
  void awaitTold(BooleanSupplier told) throws InterruptedException {
    while (!told.getAsBoolean()) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MS);
    }
  }

  private void free() {
    long written = tapes.stream().mapToLong(TrackTape::position).sum();
    long nowUs = clock.nowUs();
    boolean due = nowUs - freedAtUs >= FREE_EVERY_US || written - freedAtBytes >= FREE_EVERY_BYTES;
    if (!mayFree || !due) {
      return;
    }
    freedAtUs = nowUs;
    freedAtBytes = written;
    for (TrackTape tape : tapes) {
      freeBefore(tape, tracker.use(tape).freeBefore());
    }
  }

  private void freeBefore(TrackTape tape, long offset) {
    if (offset <= freed.getOrDefault(tape, 0L)) {
      return;
    }
    try {
      admin.free(tape.topic(), tape.partition(), offset);
      freed.put(tape, offset);
    } catch (MediaException e) {
      LOG.warn("{}-{} is freed later: {}", tape.topic(), tape.partition(), e.getMessage());
    }
  }

  /** Empties the tapes; if the bus is away, {@link PoolLeftovers} does it later. */
  void empty() {
    inFlight.remove(this);
    for (TrackTape tape : tapes) {
      try {
        long end = admin.endOffset(tape.topic(), tape.partition());
        admin.free(tape.topic(), tape.partition(), end);
      } catch (MediaException e) {
        LOG.warn("{}-{} is emptied later: {}", tape.topic(), tape.partition(), e.getMessage());
      }
    }
  }
}
