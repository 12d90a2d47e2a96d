package io.reelbus.bus;

import io.reelbus.model.MediaException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes topics and sets rules; every call waits for the cluster. */
final class ClusterAdmin {

  static final Duration TIMEOUT = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(ClusterAdmin.class);
  private static final Duration VISIBLE_RETRY = Duration.ofMillis(10);

  /** Kafka's defaults. */
  private static final Map<String, String> BOUNDS_MS =
      Map.of(
          "group.share.min.record.lock.duration.ms", "15000",
          "group.share.max.record.lock.duration.ms", "60000",
          "group.min.session.timeout.ms", "6000",
          "group.max.session.timeout.ms", "1800000");

  private final Admin admin;

  ClusterAdmin(Admin admin) {
    this.admin = admin;
  }

  /** Makes what is missing, and gives what is there the configuration it should have. */
  void ensure(Collection<NewTopic> topics) {
    List<NewTopic> present = new ArrayList<>();
    Map<String, KafkaFuture<Void>> made = admin.createTopics(topics).values();
    for (NewTopic topic : topics) {
      CompletableFuture<Boolean> created =
          made.get(topic.name())
              .toCompletionStage()
              .handle((ignored, failure) -> created(topic, failure))
              .toCompletableFuture();
      if (!Failures.await("create topic " + topic.name(), created, TIMEOUT)) {
        present.add(topic);
      }
    }
    awaitVisible(topics.stream().map(NewTopic::name).toList());
    Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
    for (NewTopic topic : present) {
      changes.put(
          new ConfigResource(ConfigResource.Type.TOPIC, topic.name()), set(topic.configs()));
    }
    alter("configure topics", changes);
  }

  /** The controller answers before the brokers know the topic. */
  private void awaitVisible(List<String> topics) {
    long giveUpAt = System.nanoTime() + TIMEOUT.toNanos();
    while (true) {
      try {
        Map<String, TopicDescription> unused =
            Failures.await(
                "describe topics", asFuture(admin.describeTopics(topics).allTopicNames()), TIMEOUT);
        return;
      } catch (MediaException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)
            || System.nanoTime() - giveUpAt >= 0) {
          throw e;
        }
      }
      LockSupport.parkNanos(VISIBLE_RETRY.toNanos());
    }
  }

  private static boolean created(NewTopic topic, @Nullable Throwable failure) {
    if (failure == null) {
      return true;
    }
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof TopicExistsException) {
      return false;
    }
    throw Failures.of("create topic " + topic.name(), cause);
  }

  /** The identity Kafka gave a topic when it was made. */
  String topicId(String topic) {
    Map<String, TopicDescription> found =
        Failures.await(
            "describe " + topic,
            asFuture(admin.describeTopics(List.of(topic)).allTopicNames()),
            TIMEOUT);
    return found.get(topic).topicId().toString();
  }

  /** Sets rules of a group. */
  void configureGroup(String group, Map<String, String> rules) {
    alter(
        "configure group " + group,
        Map.of(new ConfigResource(ConfigResource.Type.GROUP, group), set(rules)));
  }

  /**
   * The time a share group may lock a record for, as near to the wanted one as the brokers allow:
   * theirs is at least 15 s unless they are told otherwise.
   */
  Duration shareLock(Duration wanted) {
    Config broker = brokerConfig();
    long min = number(broker, "group.share.min.record.lock.duration.ms");
    long max = number(broker, "group.share.max.record.lock.duration.ms");
    Duration allowed = Duration.ofMillis(Math.min(max, Math.max(min, wanted.toMillis())));
    if (allowed.compareTo(wanted) > 0) {
      LOG.warn(
          "A cut whose worker is cut off is delivered again after {} s, not {} s: lower the"
              + " brokers' group.share.min.record.lock.duration.ms",
          allowed.toSeconds(),
          wanted.toSeconds());
    }
    return allowed;
  }

  /**
   * How long a member of a consumer group may be silent, as near to the wanted time as the brokers
   * allow: theirs is at least 6 s unless they are told otherwise.
   */
  Duration groupSession(Duration wanted) {
    Config broker = brokerConfig();
    long min = number(broker, "group.min.session.timeout.ms");
    long max = number(broker, "group.max.session.timeout.ms");
    return Duration.ofMillis(Math.min(max, Math.max(min, wanted.toMillis())));
  }

  private Config brokerConfig() {
    Collection<Node> nodes =
        Failures.await("describe cluster", asFuture(admin.describeCluster().nodes()), TIMEOUT);
    String id = nodes.stream().findFirst().map(Node::idString).orElse("");
    ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, id);
    try {
      return Failures.await(
              "describe broker " + id,
              asFuture(admin.describeConfigs(List.of(broker)).all()),
              TIMEOUT)
          .get(broker);
    } catch (MediaException e) {
      if (e.next() == MediaException.Next.RETRY) {
        throw e;
      }
      return new Config(List.of()); // not ours to see: Kafka's own numbers then
    }
  }

  private static long number(Config config, String name) {
    ConfigEntry entry = config.get(name);
    String value = entry == null || entry.value() == null ? BOUNDS_MS.get(name) : entry.value();
    return Long.parseLong(value);
  }

  private void alter(String what, Map<ConfigResource, Collection<AlterConfigOp>> changes) {
    if (!changes.isEmpty()) {
      Failures.await(what, asFuture(admin.incrementalAlterConfigs(changes).all()), TIMEOUT);
    }
  }

  private static Collection<AlterConfigOp> set(Map<String, String> config) {
    return config.entrySet().stream()
        .map(
            e ->
                new AlterConfigOp(
                    new ConfigEntry(e.getKey(), e.getValue()), AlterConfigOp.OpType.SET))
        .toList();
  }

  private static <T> Future<T> asFuture(KafkaFuture<T> future) {
    return future.toCompletionStage().toCompletableFuture();
  }
}
