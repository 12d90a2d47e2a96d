package io.reelbus.standalone.disk;

import io.reelbus.api.DiskSpace;
import io.reelbus.model.MediaException;
import io.reelbus.recorder.ReelbusClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the disk every few seconds, and every second when it is nearly full; warns then, and
 * deletes what the retention policy allows. {@link #now} may be asked by any thread.
 */
public final class DiskWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DiskWatch.class);
  private static final long LOOK_EVERY_S = 5;
  private static final long LOOK_EVERY_S_WHEN_LOW = 1;
  private static final int LOOKS_PER_DELETING = 5;

  private final DiskLimits limits;
  private final LongSupplier freeBytes;
  private final LongSupplier unfinishedBytes;
  private final CountDownLatch stop = new CountDownLatch(1);
  private volatile DiskSpace latest;
  private @Nullable Retention retention;
  private int worst; // how many of the limits were passed since there was room, at most
  private int lowLooks; // since there was room

  /**
   * Makes one that looks once.
   *
   * @param freeBytes how much can still be written
   * @param unfinishedBytes how much of that completing files will take
   */
  public DiskWatch(DiskLimits limits, LongSupplier freeBytes, LongSupplier unfinishedBytes) {
    this.limits = limits;
    this.freeBytes = freeBytes;
    this.unfinishedBytes = unfinishedBytes;
    this.latest = look();
  }

  /**
   * Of the disk a folder is on; the folder must exist.
   *
   * @param unfinishedBytes how much completing files will take
   */
  public static DiskWatch of(DiskLimits limits, Path folder, LongSupplier unfinishedBytes) {
    try {
      FileStore disk = Files.getFileStore(folder);
      return new DiskWatch(
          limits,
          () -> {
            try {
              return disk.getUsableSpace();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          },
          unfinishedBytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The disk when it was last looked at. */
  public DiskSpace now() {
    return latest;
  }

  /**
   * Begins to look, on a thread of its own.
   *
   * @param api where recordings are deleted; null when that is not here, and nothing is
   */
  public void start(@Nullable URI api) {
    if (api != null && limits.keep() != null) {
      retention = new Retention(ReelbusClient.connect(api), limits.keep(), InstantSource.system());
    }
    Thread made = new Thread(this::run, "reelbus-disk");
    made.setDaemon(true);
    made.start();
  }

  private void run() {
    try {
      do {
        runOnce();
      } while (!stop.await(pauseSeconds(), TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private long pauseSeconds() {
    return latest.isLow() ? LOOK_EVERY_S_WHEN_LOW : LOOK_EVERY_S;
  }

  /** Looks, tells what changed, and makes room. Blocks while recordings are deleted. */
  void runOnce() {
    try {
      latest = look();
      tell(latest);
      boolean due = latest.isLow() && lowLooks++ % LOOKS_PER_DELETING == 0;
      lowLooks = latest.isLow() ? lowLooks : 0;
      Retention policy = retention;
      if (due && policy != null) {
        policy.makeRoom(this::isStillLow);
      }
    } catch (MediaException | UncheckedIOException e) {
      LOG.warn("disk: {}; looking again in {} s", e.getMessage(), pauseSeconds());
    }
  }

  private boolean isStillLow() {
    latest = look(); // deleting may take long, and the others go by this
    return latest.isLow();
  }

  private DiskSpace look() {
    return new DiskSpace(
        freeBytes.getAsLong(),
        unfinishedBytes.getAsLong(),
        limits.lowBytes(),
        limits.stopBytes(),
        limits.lastBytes());
  }

  private void tell(DiskSpace now) {
    int is =
        (int)
            Stream.of(now.isLow(), now.isForLiveOnly(), now.isTight(), now.isLast())
                .filter(passed -> passed)
                .count();
    if (is > worst) { // tapes go up and down: once is enough
      LOG.warn("disk nearly full: {}", now.inWords());
      worst = is;
    } else if (is == 0 && worst > 0) {
      LOG.info("disk: {}", now.inWords());
      worst = 0;
    }
  }

  /** Uses this client for deleting, for tests. */
  void deleteBy(Retention policy) {
    retention = policy;
  }

  /** Looks no more. */
  @Override
  public void close() {
    stop.countDown();
  }
}
