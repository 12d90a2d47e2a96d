package io.reelbus.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** An attempt whose control thread is busy until the test lets it go on. */
class AttemptTest {

  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private final List<String> done = new ArrayList<>();
  private final Attempt attempt = new Attempt(waiting::add);

  private void goOn() {
    for (Runnable task; (task = waiting.poll()) != null; ) {
      task.run();
    }
  }

  @Test
  void take_whileCatchingUp_nothingWaitsForTheControlThread() {
    attempt.take(() -> done.add("line"));

    assertThat(done).containsExactly("line");
    assertThat(waiting).isEmpty();
  }

  @Test
  void take_caughtUp_waitsBehindWhatWasGivenBefore() {
    attempt.execute(() -> done.add("stream"));
    attempt.caughtUp();
    attempt.take(() -> done.add("line"));
    assertThat(done).isEmpty();

    goOn();
    assertThat(done).containsExactly("stream", "line");
  }

  @Test
  void failed_whatWaitsAndWhatComes_isVoid() {
    attempt.execute(() -> done.add("opens a camera"));
    attempt.failed();
    attempt.take(() -> done.add("line"));
    goOn();

    assertThat(done).isEmpty();
  }
}
