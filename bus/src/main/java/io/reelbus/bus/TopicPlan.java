package io.reelbus.bus;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/** Which topics there are, how large their partitions' files get and how long they keep what. */
final class TopicPlan {

  /**
   * Kafka divides the partitions of a share group among its members. With one partition every
   * worker is given cuts from all of the queue; with more, a cut would wait for the few that have
   * its partition, though others are idle.
   */
  private static final int QUEUE_PARTITIONS = 1;

  /** Ordered per recording or stream; a few partitions spread them over brokers. */
  private static final int LEDGER_PARTITIONS = 4;

  /** Work that waits is not lost for a week, however slow the farm or long the store is away. */
  private static final Duration WORK = Duration.ofDays(7);

  private static final Duration FOR_EVER = Duration.ofMillis(-1);

  private final BusSettings settings;

  TopicPlan(BusSettings settings) {
    this.settings = settings;
  }

  /** The topics that exist once. */
  List<NewTopic> fixed() {
    return List.of(
        topic(Topics.AGENTS, 1, compacted()),
        topic(Topics.STREAMS, 1, compacted()),
        topic(Topics.RECORDERS, 1, compacted()),
        topic(Topics.RECORDINGS, 1, compacted()),
        topic(Topics.CUTS_LIVE, QUEUE_PARTITIONS, log(WORK, 64)),
        topic(Topics.CUTS_BATCH, QUEUE_PARTITIONS, log(WORK, 64)),
        topic(Topics.CHUNKS, settings.chunkPartitions(), media(WORK)),
        topic(Topics.BLOBS, settings.chunkPartitions(), media(Duration.ofMinutes(10))),
        topic(Topics.LEDGER, LEDGER_PARTITIONS, log(FOR_EVER, 256)));
  }

  NewTopic tape(String name, Duration retention) {
    return topic(name, 1, media(retention));
  }

  NewTopic pool(String name) {
    return topic(name, settings.poolPartitions(), media(WORK));
  }

  private NewTopic topic(String name, int partitions, Map<String, String> config) {
    return new NewTopic(name, partitions, settings.replicationFactor()).configs(config);
  }

  /** Agents announce themselves every few seconds: without small segments nothing is compacted. */
  private static Map<String, String> compacted() {
    Map<String, String> config = new HashMap<>();
    config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
    config.put(TopicConfig.SEGMENT_BYTES_CONFIG, mib(16));
    config.put(TopicConfig.SEGMENT_MS_CONFIG, ms(Duration.ofMinutes(10)));
    config.put(TopicConfig.SEGMENT_INDEX_BYTES_CONFIG, mib(1));
    config.put(TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.1");
    config.put(TopicConfig.DELETE_RETENTION_MS_CONFIG, ms(Duration.ofHours(1)));
    return config;
  }

  private static Map<String, String> log(Duration retention, int segmentMib) {
    Map<String, String> config = new HashMap<>();
    config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
    config.put(TopicConfig.RETENTION_MS_CONFIG, ms(retention));
    config.put(TopicConfig.SEGMENT_BYTES_CONFIG, mib(segmentMib));
    config.put(TopicConfig.SEGMENT_INDEX_BYTES_CONFIG, mib(1));
    return config;
  }

  /**
   * Kafka deletes whole segments, never the one it writes to: small ones, deleted without a delay,
   * let freed frames leave the disk soon.
   */
  private Map<String, String> media(Duration retention) {
    Map<String, String> config = log(retention, 64);
    config.put(TopicConfig.FILE_DELETE_DELAY_MS_CONFIG, "500");
    config.put(
        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
        String.valueOf(settings.maxRecordBytes() + Clients.RECORD_OVERHEAD_BYTES));
    config.put(
        TopicConfig.SEGMENT_BYTES_CONFIG,
        String.valueOf(Math.max(64 << 20, 2 * settings.maxRecordBytes())));
    return config;
  }

  private static String mib(int mib) {
    return String.valueOf(mib << 20);
  }

  private static String ms(Duration duration) {
    return String.valueOf(duration.toMillis());
  }
}
