package io.reelbus.standalone.command;

import io.reelbus.standalone.UsageException;
import io.reelbus.standalone.disk.DiskLimits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** When the disk of the embedded bus and store is nearly full, and what may go then. */
final class DiskOptions {

  @Option(
      names = "--disk-low",
      paramLabel = "BYTES",
      defaultValue = "5GiB",
      converter = ByteSizeConverter.class,
      description =
          "With less free on the disk of --data: warn, and delete as --keep allows"
              + " (default: ${DEFAULT-VALUE}).")
  private long lowBytes = DiskLimits.DEFAULTS.lowBytes();

  @Option(
      names = "--disk-stop",
      paramLabel = "BYTES",
      defaultValue = "2GiB",
      converter = ByteSizeConverter.class,
      description =
          "With less free, only live recordings begin; at most --disk-low"
              + " (default: ${DEFAULT-VALUE}).")
  private long stopBytes = DiskLimits.DEFAULTS.stopBytes();

  @Option(
      names = "--disk-last",
      paramLabel = "BYTES",
      converter = ByteSizeConverter.class,
      description =
          "With less free, live recordings are stopped while that is still possible; less than"
              + " --disk-stop, 0 for never. With less than twice that, files are not read on"
              + " (default: 512MiB, or a quarter of --disk-stop if that is less).")
  private @Nullable Long lastBytes;

  @Option(
      names = "--keep",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description =
          "Recordings that ended longer ago than this, such as 30d, may be deleted while the disk"
              + " is low, oldest first (default: none is ever deleted).")
  private @Nullable Duration keep;

  DiskLimits limits() {
    if (stopBytes > lowBytes) {
      throw new UsageException(
          "--disk-stop: " + stopBytes + " (expected: at most --disk-low, " + lowBytes + ")");
    }
    long last = lastBytes == null ? DiskLimits.lastBytes(stopBytes) : lastBytes;
    if (last > 0 && last >= stopBytes) {
      throw new UsageException(
          "--disk-last: " + last + " (expected: less than --disk-stop, " + stopBytes + ")");
    }
    return new DiskLimits(lowBytes, stopBytes, last, keep);
  }
}
