package io.reelbus.agent;

import io.reelbus.bus.Tail;
import io.reelbus.model.MediaException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

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
  private final AtomicLong heard = new AtomicLong();

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
    heard();
    if (state == State.CATCHING_UP) {
      task.run();
    } else {
      execute(task);
    }
  }

  /** Something was given. */
  void heard() {
    heard.incrementAndGet();
  }

  /**
   * Waits for a tail as long as it gives something.
   *
   * @param silence after which it is not waited for any longer
   * @throws MediaException as {@link Tail#awaitCaughtUp}
   */
  void await(Tail tail, Duration silence) {
    while (true) {
      long before = heard.get();
      try {
        tail.awaitCaughtUp(silence);
        return;
      } catch (MediaException e) {
        if (e.next() != MediaException.Next.RETRY || heard.get() == before) {
          throw e;
        }
      }
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
