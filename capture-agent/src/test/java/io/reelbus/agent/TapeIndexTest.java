package io.reelbus.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.reelbus.model.TapeRange;
import io.reelbus.model.TimeBase;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TapeIndexTest {

  private final TapeIndex index = new TapeIndex(new TimeBase(1, 1)); // ticks are seconds

  /** One frame a second, of a byte each. */
  private void add(int from, int to) {
    for (int n = from; n <= to; n++) {
      CompletableFuture<TapeRange> written =
          CompletableFuture.completedFuture(new TapeRange("t", 0, n, n + 1L));
      index.add(new TapeEntry(n, 1, n, n, 1, true, 0, 0, 0, false, n, null, written));
    }
  }

  @Test
  void add_forAMinute_keepsHalfOfIt() {
    add(0, 60);
    assertThat(index.firstPosition()).isEqualTo(30);
  }

  @Test
  void tighten_keepsTwoSecondsAndGrowsAgain() {
    index.tighten();
    assertThat(index.firstPosition()).isZero();
    add(0, 60);
    index.tighten();
    assertThat(index.firstPosition()).isEqualTo(58);
    add(61, 80);
    assertThat(index.firstPosition()).as("there is room again").isEqualTo(58);
  }
}
