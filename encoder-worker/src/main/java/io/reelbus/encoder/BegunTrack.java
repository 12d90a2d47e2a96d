package io.reelbus.encoder;

import io.reelbus.bus.TapeReader;
import io.reelbus.ffmpeg.BegunCut;
import io.reelbus.model.Chunk;
import io.reelbus.model.Cut;
import io.reelbus.model.TapeFrame;
import io.reelbus.model.TapeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A live track whose slices are encoded here while they are captured. One thread. */
final class BegunTrack implements AutoCloseable {

  /** A frame that is encoded: where it ends on the tape, and its time. */
  private record Encoded(long toOffset, long timestamp) {}

  private final TapeReader reader;
  private Cut expected;
  private BegunCut begun;
  private @Nullable TapeFrame waiting; // the first frame behind the expected end, if it has come
  private long waitingFrom;
  private long encodedTo;
  private final List<Encoded> encoded = new ArrayList<>();
  private long movedNanos = System.nanoTime();

  /**
   * Begins a slice.
   *
   * @param expected see {@link ExpectedCut}
   * @param reader its own, closed with it
   */
  BegunTrack(Cut expected, TapeReader reader) {
    this.reader = reader;
    this.expected = expected;
    this.begun = begin(expected);
  }

  private BegunCut begin(Cut cut) {
    TapeRange start = cut.tape().get(0);
    if (waiting == null || waitingFrom != start.fromOffset()) {
      waiting = null;
      reader.open(
          new TapeRange(start.topic(), start.partition(), start.fromOffset(), Long.MAX_VALUE));
    }
    encodedTo = start.fromOffset();
    encoded.clear();
    return new BegunCut(cut);
  }

  /** What is expected. */
  Cut expected() {
    return expected;
  }

  /** How long it is expected to be, in ticks of the tape. */
  long lengthTicks() {
    return expected.toTimestamp() - expected.fromTimestamp();
  }

  /** Frames that are encoded of it. */
  int encoded() {
    return encoded.size();
  }

  /** Whether nothing was encoded for so long. */
  boolean isStale(long seconds) {
    return System.nanoTime() - movedNanos > TimeUnit.SECONDS.toNanos(seconds);
  }

  /**
   * Encodes the next frame if there is one.
   *
   * @return whether there was
   * @throws io.reelbus.model.MediaException it cannot be done
   */
  boolean goOn() {
    TapeFrame frame = waiting;
    if (frame == null) {
      waitingFrom = reader.position();
      frame = reader.nextHere();
    }
    if (frame == null) {
      return false;
    }
    if (frame.timestamp() >= expected.toTimestamp()) {
      waiting = frame;
      return false;
    }
    waiting = null;
    begun.add(frame);
    encodedTo = reader.position();
    encoded.add(new Encoded(encodedTo, frame.timestamp()));
    movedNanos = System.nanoTime();
    return true;
  }

  /** Whether what is encoded belongs to this cut, from its start on, or can be made to. */
  boolean fits(Cut cut) {
    return ExpectedCut.fits(expected, cut)
        && endsAsItsTape(cut)
        && begun.canEndAt(cut.toTimestamp());
  }

  /** Whether the encoded frames behind its end in time are those behind its end on the tape. */
  private boolean endsAsItsTape(Cut cut) {
    long toOffset = cut.tape().get(0).toOffset();
    return encoded.stream()
        .allMatch(f -> f.toOffset() <= toOffset == f.timestamp() < cut.toTimestamp());
  }

  /**
   * Makes the chunk of the cut that it {@link #fits}.
   *
   * @param progress told again and again
   */
  Chunk finish(Cut cut, String worker, int attempt, Runnable progress) {
    TapeRange tape = cut.tape().get(0);
    if (encodedTo >= tape.toOffset()) {
      return begun.finish(cut, () -> null, worker, attempt);
    }
    reader.open(new TapeRange(tape.topic(), tape.partition(), encodedTo, tape.toOffset()));
    waiting = null; // it is read again
    return begun.finish(
        cut,
        () -> {
          progress.run();
          return reader.next();
        },
        worker,
        attempt);
  }

  /** Turns to the next slice. */
  void expect(Cut next) {
    begun.close();
    expected = next;
    movedNanos = System.nanoTime();
    begun = begin(next);
  }

  @Override
  public void close() {
    begun.close();
    reader.close();
  }
}
