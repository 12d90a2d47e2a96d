package io.reelbus.benchmarks;

import io.reelbus.model.LedgerEvent;
import io.reelbus.model.LedgerEvent.BlobMade;
import io.reelbus.model.LedgerEvent.FileStored;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** When the ledger told what of one recording. Any thread. */
final class Heard implements Consumer<LedgerEvent> {

  private static final long DEADLINE_NANOS = TimeUnit.MINUTES.toNanos(30);

  private final String recordingId;
  private final Map<Integer, Long> blobNanos = new HashMap<>();
  private @Nullable FileStored stored;

  Heard(String recordingId) {
    this.recordingId = recordingId;
  }

  @Override
  public synchronized void accept(LedgerEvent event) {
    if (!event.subjectId().equals(recordingId)) {
      return;
    }
    if (event instanceof BlobMade made) {
      blobNanos.putIfAbsent(made.slice(), System.nanoTime());
    } else if (event instanceof FileStored file) {
      stored = file;
    }
    notifyAll();
  }

  /** Waits for a blob; when it was told, by {@link System#nanoTime}. */
  synchronized long awaitBlob(int slice) throws InterruptedException {
    await(() -> blobNanos.containsKey(slice));
    return blobNanos.getOrDefault(slice, 0L);
  }

  /** Waits for the file. */
  synchronized FileStored awaitStored() throws InterruptedException {
    await(() -> stored != null);
    return Objects.requireNonNull(stored);
  }

  private synchronized void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + DEADLINE_NANOS;
    while (!condition.getAsBoolean()) {
      long leftMs = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (leftMs <= 0) {
        throw new IllegalStateException(recordingId + ": the ledger does not tell");
      }
      wait(leftMs);
    }
  }
}
