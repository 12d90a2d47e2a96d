package io.reelbus.bus;

import java.time.Duration;
import java.util.Map;

/**
 * Where the bus is and how Reelbus uses it.
 *
 * @param bootstrapServers Kafka's {@code host:port[,host:port]}
 * @param kafkaConfig further client configuration, e.g. security; wins over what Reelbus sets
 * @param maxRecordBytes largest record value, 64 KiB to 256 MiB; larger frames and chunks are
 *     split. Brokers that are not ours must allow it ({@code message.max.bytes})
 * @param replicationFactor of topics made by {@link Bus#ensureTopics()} and {@link TapeAdmin}; at
 *     least 1
 * @param poolPartitions tapes that short jobs of one agent can hold at the same time, at least 1
 * @param chunkPartitions bound on assemblers that work at the same time, at least 1
 * @param cutLock how long a worker may be silent before its cut goes to another; a working one
 *     renews it, and one whose process dies gives it up with its connection. At least 1 s; the
 *     broker's {@code group.share.min/max.record.lock.duration.ms} bound it
 */
public record BusSettings(
    String bootstrapServers,
    Map<String, String> kafkaConfig,
    int maxRecordBytes,
    short replicationFactor,
    int poolPartitions,
    int chunkPartitions,
    Duration cutLock) {

  private static final int MIN_RECORD_BYTES = 64 << 10;
  private static final int MAX_RECORD_BYTES = 256 << 20;
  private static final Duration CUT_LOCK = Duration.ofSeconds(4);

  /** Checks the ranges. */
  public BusSettings {
    kafkaConfig = Map.copyOf(kafkaConfig);
    if (maxRecordBytes < MIN_RECORD_BYTES || maxRecordBytes > MAX_RECORD_BYTES) {
      throw new IllegalArgumentException(
          "maxRecordBytes: "
              + maxRecordBytes
              + " (expected: "
              + MIN_RECORD_BYTES
              + " to "
              + MAX_RECORD_BYTES
              + ")");
    }
    atLeastOne("replicationFactor", replicationFactor);
    atLeastOne("poolPartitions", poolPartitions);
    atLeastOne("chunkPartitions", chunkPartitions);
    if (cutLock.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("cutLock: " + cutLock + " (expected: >= PT1S)");
    }
  }

  /** What one machine or a small cluster needs: 8 MiB records, one replica. */
  public static BusSettings defaults(String bootstrapServers) {
    return new BusSettings(bootstrapServers, Map.of(), 8 << 20, (short) 1, 16, 8, CUT_LOCK);
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: >= 1)");
    }
  }
}
