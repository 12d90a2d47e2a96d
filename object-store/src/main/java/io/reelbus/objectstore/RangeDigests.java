package io.reelbus.objectstore;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/** Digests of ranges that lie end to end, of bytes that come front to back. One thread. */
public final class RangeDigests {

  private final List<Long> ends;
  private final List<String> done = new ArrayList<>();
  private MessageDigest digest = Digests.sha256();
  private long at;

  /**
   * Makes one.
   *
   * @param ends where the ranges end, rising; the first begins at 0. What lies behind the last is
   *     left out
   */
  public RangeDigests(List<Long> ends) {
    this.ends = List.copyOf(ends);
    closeEnded();
  }

  /** Takes the next {@code count} bytes. */
  public void update(byte[] bytes, int count) {
    int from = 0;
    while (from < count && done.size() < ends.size()) {
      int length = (int) Math.min(count - from, ends.get(done.size()) - at);
      digest.update(bytes, from, length);
      from += length;
      at += length;
      closeEnded();
    }
  }

  private void closeEnded() {
    while (done.size() < ends.size() && at >= ends.get(done.size())) {
      done.add(Digests.hex(digest)); // which also resets it
      digest = Digests.sha256();
    }
  }

  /** Lower-case hex, one for each range; of ranges that the bytes did not fill, what there was. */
  public List<String> finish() {
    while (done.size() < ends.size()) {
      done.add(Digests.hex(digest));
      digest = Digests.sha256();
    }
    return List.copyOf(done);
  }
}
