package io.reelbus.api;

import io.reelbus.model.EncodingOptions;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Recorders that were made and not started; bounded, and forgotten after an hour. Once started, a
 * recorder is a {@code RecordingSpec} on the bus. Owned by the event loop.
 */
final class Recorders {

  private static final long KEPT_NANOS = TimeUnit.HOURS.toNanos(1);

  /**
   * A recorder before its start.
   *
   * @param id also of the recording to come
   * @param streamId what it records
   * @param mimeType what will be written
   * @param trackIds video first
   * @param videoBitsPerSecond of each track, 0 for the default
   * @param audioBitsPerSecond of each track, 0 for the default
   * @param encoding what else was asked for
   * @param madeNanos monotonic clock
   */
  record Inactive(
      String id,
      String streamId,
      String mimeType,
      List<String> trackIds,
      long videoBitsPerSecond,
      long audioBitsPerSecond,
      EncodingOptions encoding,
      long madeNanos) {}

  private final Map<String, Inactive> inactive = new LinkedHashMap<>(); // oldest first
  private final int limit;
  private final LongSupplier nanos;

  Recorders(int limit, LongSupplier nanos) {
    this.limit = limit;
    this.nanos = nanos;
  }

  void add(Inactive recorder) {
    forgetOld();
    if (inactive.size() >= limit) {
      throw Refusal.full("recorders that are not started", limit);
    }
    inactive.put(recorder.id(), recorder);
  }

  @Nullable Inactive get(String id) {
    return inactive.get(id);
  }

  void remove(String id) {
    inactive.remove(id);
  }

  long now() {
    return nanos.getAsLong();
  }

  private void forgetOld() {
    long now = nanos.getAsLong();
    for (Iterator<Inactive> it = inactive.values().iterator(); it.hasNext(); ) {
      if (now - it.next().madeNanos() < KEPT_NANOS) {
        return;
      }
      it.remove();
    }
  }
}
