package io.reelbus.bus;

import io.reelbus.model.MediaException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Tapes through Kafka's admin client. */
final class KafkaTapeAdmin implements TapeAdmin {

  private final Admin admin;
  private final ClusterAdmin cluster;
  private final TopicPlan plan;

  KafkaTapeAdmin(Admin admin, TopicPlan plan) {
    this.admin = admin;
    this.cluster = new ClusterAdmin(admin);
    this.plan = plan;
  }

  @Override
  public void createDeviceTape(String topic, Duration retention) {
    cluster.ensure(List.of(plan.tape(topic, retention)));
  }

  @Override
  public String pool(String agentId) {
    String topic = Topics.pool(agentId);
    cluster.ensure(List.of(plan.pool(topic)));
    return topic;
  }

  @Override
  public int partitions(String topic) {
    return await("describe " + topic, admin.describeTopics(List.of(topic)).allTopicNames())
        .get(topic)
        .partitions()
        .size();
  }

  @Override
  public void free(String topic, int partition, long beforeOffset) {
    TopicPartition tape = new TopicPartition(topic, partition);
    await(
        "free " + tape + " before " + beforeOffset,
        admin.deleteRecords(Map.of(tape, RecordsToDelete.beforeOffset(beforeOffset))).all());
  }

  @Override
  public long endOffset(String topic, int partition) {
    return offset(topic, partition, OffsetSpec.latest());
  }

  @Override
  public long startOffset(String topic, int partition) {
    return offset(topic, partition, OffsetSpec.earliest());
  }

  @Override
  public long offsetAt(String topic, int partition, long wallUs) {
    long found = offset(topic, partition, OffsetSpec.forTimestamp(Math.max(0, wallUs / 1000)));
    return found < 0 ? endOffset(topic, partition) : found;
  }

  private long offset(String topic, int partition, OffsetSpec spec) {
    TopicPartition tape = new TopicPartition(topic, partition);
    return await("offsets of " + tape, admin.listOffsets(Map.of(tape, spec)).all())
        .get(tape)
        .offset();
  }

  @Override
  public @Nullable Duration retention(String topic) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try {
      ConfigEntry entry =
          await("configuration of " + topic, admin.describeConfigs(List.of(resource)).all())
              .get(resource)
              .get(TopicConfig.RETENTION_MS_CONFIG);
      long ms = entry == null ? -1 : Long.parseLong(entry.value());
      return ms < 0 ? null : Duration.ofMillis(ms);
    } catch (MediaException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return null;
      }
      throw e;
    }
  }

  @Override
  public void deleteTopic(String topic) {
    try {
      await("delete topic " + topic, admin.deleteTopics(List.of(topic)).all());
    } catch (MediaException e) {
      if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
        throw e;
      }
    }
  }

  private static <T> T await(String what, KafkaFuture<T> future) {
    return Failures.await(
        what, future.toCompletionStage().toCompletableFuture(), ClusterAdmin.TIMEOUT);
  }
}
