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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the disk every few seconds, warns when it is nearly full, and deletes what the retention
 * policy allows. {@link #now} may be asked by any thread.
 */
public final class DiskWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DiskWatch.class);
  private static final long LOOK_EVERY_S = 5;

  private final DiskLimits limits;
  private final LongSupplier freeBytes;
  private final CountDownLatch stop = new CountDownLatch(1);
  private volatile DiskSpace latest;
  private @Nullable Retention retention;
  private int level; // 0 enough, 1 low, 2 live only

  /**
   * Makes one that looks once.
   *
   * @param freeBytes how much can still be written
   */
  public DiskWatch(DiskLimits limits, LongSupplier freeBytes) {
    this.limits = limits;
    this.freeBytes = freeBytes;
    this.latest = look();
  }

  /** Of the disk a folder is on; the folder must exist. */
  public static DiskWatch of(DiskLimits limits, Path folder) {
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
          });
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
      } while (!stop.await(LOOK_EVERY_S, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Looks, tells what changed, and makes room. Blocks while recordings are deleted. */
  void runOnce() {
    try {
      latest = look();
      tell(latest);
      Retention policy = retention;
      if (latest.isLow() && policy != null) {
        int gone = policy.makeRoom(() -> look().isLow());
        latest = gone == 0 ? latest : look();
      }
    } catch (MediaException | UncheckedIOException e) {
      LOG.warn("disk: {}; looking again in {} s", e.getMessage(), LOOK_EVERY_S);
    }
  }

  private DiskSpace look() {
    return new DiskSpace(freeBytes.getAsLong(), limits.lowBytes(), limits.stopBytes());
  }

  private void tell(DiskSpace now) {
    int is = now.isForLiveOnly() ? 2 : now.isLow() ? 1 : 0;
    if (is > level) {
      LOG.warn("disk nearly full: {}", now.inWords());
    } else if (is < level) {
      LOG.info("disk: {}", now.inWords());
    }
    level = is;
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
