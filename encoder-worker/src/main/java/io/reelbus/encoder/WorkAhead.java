package io.reelbus.encoder;

import io.reelbus.bus.Bus;
import io.reelbus.model.Chunk;
import io.reelbus.model.Cut;

/**
 * Works on cuts in this process, and between them on live slices whose cuts are still to come. At
 * the end of a slice little is left to do then, however long it is. One thread.
 */
final class WorkAhead implements CutWork {

  private final String worker;
  private final WorkHere work;
  private final ChunkStore chunks;
  private final BegunTracks begun;

  WorkAhead(String worker, Bus bus) {
    this.worker = worker;
    this.work = new WorkHere(worker, bus);
    this.chunks = new ChunkStore(bus.chunkPublisher());
    this.begun = new BegunTracks(bus::tapeReader);
  }

  @Override
  public Made make(Cut cut, int attempt, Runnable progress) {
    Chunk chunk = begun.finish(cut, worker, attempt, progress);
    Made made = chunk == null ? work.make(cut, attempt, progress) : store(cut, chunk, progress);
    begun.made(cut);
    return made;
  }

  private Made store(Cut cut, Chunk chunk, Runnable progress) {
    progress.run();
    try {
      return chunks.store(chunk);
    } catch (RuntimeException e) {
      begun.drop(cut); // what is finished cannot be finished again
      throw e;
    }
  }

  @Override
  public Ahead goOn() {
    return begun.goOn();
  }

  @Override
  public void forget(Cut cut) {
    begun.forget(cut);
  }

  /** Cuts of which something was encoded before they came. */
  int finishedAhead() {
    return begun.finished();
  }

  /** Frames that are encoded of the slice behind one that was made here. */
  int encodedBehind(Cut made) {
    return begun.encodedBehind(made);
  }

  @Override
  public boolean abort() {
    return false;
  }

  @Override
  public boolean isUsable() {
    return true;
  }

  @Override
  public void close() {
    begun.close();
    work.close();
  }
}
