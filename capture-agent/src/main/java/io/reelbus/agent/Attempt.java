package io.reelbus.agent;

import java.util.concurrent.Executor;

/**
 * One attempt of an agent to start. The control thread waits for the bus meanwhile: the ledger is
 * taken in by the thread that reads it, for all its lines since its beginning would fill the memory
 * if they waited. What else is given waits for the control thread, and is void when the attempt
 * fails: the next one hears it again. Any thread.
 */
final class Attempt implements Executor {

  private enum State {
    CATCHING_UP,
    UP,
    FAILED
  }

  private final Executor control;
  private volatile State state = State.CATCHING_UP;

  Attempt(Executor control) {
    this.control = control;
  }

  /** Runs a task on the control thread, unless the attempt has failed by then. */
  @Override
  public void execute(Runnable task) {
    control.execute(
        () -> {
          if (state != State.FAILED) {
            task.run();
          }
        });
  }

  /** Runs a task at once while the control thread waits, later on that. */
  synchronized void take(Runnable task) {
    if (state == State.CATCHING_UP) {
      task.run();
    } else {
      execute(task);
    }
  }

  /** The control thread goes on: what was taken in so far is its own now. */
  synchronized void caughtUp() {
    state = State.UP;
  }

  /** What waits for the control thread, and what is still given, is void. */
  synchronized void failed() {
    state = State.FAILED;
  }
}
