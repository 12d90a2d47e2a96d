package io.reelbus.objectstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RangeDigestsTest {

  private final byte[] bytes = new byte[10_000];

  RangeDigestsTest() {
    new Random(1).nextBytes(bytes);
  }

  private String sha256(int from, int to) {
    byte[] range = Arrays.copyOfRange(bytes, from, to);
    return Digests.sha256Hex(range, range.length);
  }

  private List<String> digests(int step, Long... ends) {
    RangeDigests digests = new RangeDigests(List.of(ends));
    for (int at = 0; at < bytes.length; at += step) {
      byte[] next = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + step));
      digests.update(next, next.length);
    }
    return digests.finish();
  }

  @Test
  void finish_anySteps_givesTheDigestOfEachRange() {
    List<String> expected = List.of(sha256(0, 1), sha256(1, 4096), sha256(4096, 10_000));
    for (int step : new int[] {1, 7, 4096, 10_000}) {
      assertThat(digests(step, 1L, 4096L, 10_000L)).isEqualTo(expected);
    }
  }

  @Test
  void finish_emptyRanges_areDigestsOfNothing() {
    assertThat(digests(100, 0L, 5L, 5L)).containsExactly(sha256(0, 0), sha256(0, 5), sha256(5, 5));
  }

  @Test
  void finish_bytesThatEndEarly_digestsWhatThereWas() {
    assertThat(digests(100, 9_000L, 20_000L, 30_000L))
        .containsExactly(sha256(0, 9_000), sha256(9_000, 10_000), sha256(0, 0));
  }

  @Test
  void finish_bytesBehindTheLastRange_areLeftOut() {
    assertThat(digests(100, 50L)).containsExactly(sha256(0, 50));
  }
}
