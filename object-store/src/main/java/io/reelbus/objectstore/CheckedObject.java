package io.reelbus.objectstore;

import java.util.List;

/**
 * An object that was read back, and the digests of ranges of it.
 *
 * @param object as read
 * @param rangeSha256 lower-case hex, one for each range asked for
 */
public record CheckedObject(StoredObject object, List<String> rangeSha256) {

  /** Copies the list. */
  public CheckedObject {
    rangeSha256 = List.copyOf(rangeSha256);
  }
}
