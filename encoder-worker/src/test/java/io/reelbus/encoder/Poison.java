package io.reelbus.encoder;

import io.reelbus.bus.Bus;
import io.reelbus.model.Cut;
import org.bytedeco.javacpp.Pointer;

/** Works on cuts, and crashes at one of them, in native code, as a broken codec does. */
final class Poison implements CutWork {

  static final int SLICE = 3;

  private final CutWork work;

  Poison(String worker, Bus bus) {
    this.work = new WorkHere(worker, bus);
  }

  @Override
  public Made make(Cut cut, int attempt, Runnable progress) {
    if (cut.id().slice() == SLICE) {
      Pointer.memset(new Nowhere(), 0, 1);
    }
    return work.make(cut, attempt, progress);
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
    work.close();
  }

  private static final class Nowhere extends Pointer {
    Nowhere() {
      address = 8;
    }
  }
}
