package io.reelbus.encoder;

/** Work of a test, in this process: it cannot be ended from outside, and is always of use. */
abstract class FakeWork implements CutWork {

  @Override
  public boolean abort() {
    return false;
  }

  @Override
  public boolean isUsable() {
    return true;
  }

  @Override
  public void close() {}
}
