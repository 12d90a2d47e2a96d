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
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Makes topics and sets rules; every call waits for the cluster. */
final class ClusterAdmin {

  static final Duration TIMEOUT = Duration.ofSeconds(30);

  private static final Duration VISIBLE_RETRY = Duration.ofMillis(10);

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
