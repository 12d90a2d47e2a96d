package io.reelbus.encoder;

import io.reelbus.bus.Bus;
import io.reelbus.bus.TapeReader;
import io.reelbus.ffmpeg.CutEncoder;
import io.reelbus.model.Chunk;
import io.reelbus.model.Cut;

/** Works on cuts in this process: reads the tape, encodes, stores the chunk. */
final class WorkHere implements CutWork {

  private final String worker;
  private final TapeReader tape;
  private final ChunkStore chunks;

  WorkHere(String worker, Bus bus) {
    this.worker = worker;
    this.tape = bus.tapeReader();
    this.chunks = new ChunkStore(bus.chunkPublisher());
  }

  @Override
  public Made make(Cut cut, int attempt, Runnable progress) {
    TapeFrames frames = new TapeFrames(cut, tape, progress);
    Chunk chunk = CutEncoder.encode(cut, frames, worker, attempt);
    progress.run();
    return chunks.store(frames.isMissing() ? Gaps.beforePause(chunk) : chunk);
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
    tape.close();
  }
}
