package io.reelbus.objectstore;

import io.reelbus.model.MediaException;
import io.reelbus.model.MediaException.Next;
import io.reelbus.objectstore.StreamingUpload.SentPart;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.List;

/** Reads an object from the store and compares it, part by part, with what was sent (I6). */
final class ReadBack {

  private static final int STEP = 1 << 16;

  private ReadBack() {}

  /**
   * Reads and compares.
   *
   * @param ends where the ranges end whose digests are wanted, rising; they begin at 0 and lie end
   *     to end
   */
  static CheckedObject verify(
      ObjectStore store, String key, List<SentPart> parts, List<Long> ends) {
    long length = parts.stream().mapToLong(SentPart::length).sum();
    StoredObject stat = store.stat(key);
    if (stat == null || stat.sizeBytes() != length) {
      throw differs(
          key,
          "size " + (stat == null ? "none" : stat.sizeBytes()) + " (expected: " + length + ")");
    }
    MessageDigest whole = Digests.sha256();
    RangeDigests ranges = new RangeDigests(ends);
    byte[] step = new byte[STEP];
    try (InputStream in = store.read(key, 0, length)) {
      for (int i = 0; i < parts.size(); i++) {
        MessageDigest digest = Digests.of(parts.get(i).algorithm());
        int left = parts.get(i).length();
        while (left > 0) {
          int count = in.read(step, 0, Math.min(STEP, left));
          if (count < 0) {
            throw differs(key, "part " + (i + 1) + " ends " + left + " bytes early");
          }
          digest.update(step, 0, count);
          whole.update(step, 0, count);
          ranges.update(step, count);
          left -= count;
        }
        if (!Digests.hex(digest).equals(parts.get(i).digest())) {
          throw differs(
              key,
              "part "
                  + (i + 1)
                  + " has another "
                  + parts.get(i).algorithm()
                  + " than what was sent");
        }
      }
    } catch (IOException e) {
      throw new MediaException(
          "NetworkError", Next.RETRY, "read back " + key + ": " + Retries.line(e), e);
    }
    return new CheckedObject(
        new StoredObject(key, length, Digests.hex(whole), stat.modifiedAtUs()), ranges.finish());
  }

  private static MediaException differs(String key, String what) {
    return new MediaException("DataError", Next.RETRY, "read back " + key + ": " + what);
  }
}
