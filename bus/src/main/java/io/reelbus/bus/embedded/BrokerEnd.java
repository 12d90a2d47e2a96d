package io.reelbus.bus.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.utils.Exit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a broker ends that cannot go on, as when its disk is full: Kafka ends the process, at once.
 * Here it says first what a person should do. Nothing is closed in order: that needs the broker,
 * and what is on the disk is good for that.
 */
final class BrokerEnd {

  private static final Logger LOG = LoggerFactory.getLogger(BrokerEnd.class);
  private static final long FULL_BYTES = 64 << 20; // a segment

  private BrokerEnd() {}

  /** From now on; for the whole process. */
  static void announce(Path dir) {
    Exit.Procedure end =
        (status, message) -> {
          LOG.error(inWords(dir, freeBytes(dir), message));
          Runtime.getRuntime().halt(status == 0 ? 1 : status); // exit would wait for the broker
        };
    Exit.setHaltProcedure(end);
    Exit.setExitProcedure(end);
  }

  /** Why, and what to do. */
  static String inWords(Path dir, long freeBytes, @Nullable String message) {
    String what =
        "the embedded Kafka broker cannot go on"
            + (message == null || message.isEmpty() ? "" : " (" + message + ")")
            + ", and this process ends: "
            + freeBytes
            + " bytes are free on the disk of "
            + dir;
    String todo =
        freeBytes < FULL_BYTES
            ? ". It is full: make room, then start again"
            : ". The lines above say why; start again when that is mended";
    return what + todo + ". Recordings go on then; what is missing is named in their ledgers";
  }

  private static long freeBytes(Path dir) {
    try {
      return Files.getFileStore(dir).getUsableSpace();
    } catch (IOException e) {
      return 0; // a disk that is gone has no room
    }
  }
}
