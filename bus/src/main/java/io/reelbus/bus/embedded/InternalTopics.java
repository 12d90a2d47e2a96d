package io.reelbus.bus.embedded;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Makes Kafka's own topics before the first client comes. Kafka makes them when a request needs
 * them and fails that request; the share group's state is then asked for again a whole second
 * later. Configuration as Kafka would give it.
 */
final class InternalTopics {

  static final String OFFSETS = "__consumer_offsets"; // the first to be made

  private static final int TIMEOUT_S = 30;
  private static final short ONE = 1;

  private InternalTopics() {}

  static void ensure(String bootstrapServers) {
    NewTopic offsets =
        new NewTopic(OFFSETS, BrokerSettings.OFFSETS_PARTITIONS, ONE)
            .configs(
                Map.of(
                    "cleanup.policy", "compact",
                    "compression.type", "producer",
                    "segment.bytes", String.valueOf(BrokerSettings.INTERNAL_SEGMENT_BYTES)));
    NewTopic shareState =
        new NewTopic("__share_group_state", BrokerSettings.SHARE_STATE_PARTITIONS, ONE)
            .configs(
                Map.of(
                    "cleanup.policy", "delete",
                    "compression.type", "producer",
                    "retention.ms", "-1",
                    "min.insync.replicas", "1",
                    "segment.bytes", String.valueOf(BrokerSettings.INTERNAL_SEGMENT_BYTES)));
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
      ensure(admin, offsets);
      ensure(admin, shareState);
    }
  }

  private static void ensure(Admin admin, NewTopic topic) {
    try {
      Void unused = admin.createTopics(List.of(topic)).all().get(TIMEOUT_S, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new IllegalStateException("cannot make " + topic.name() + ": " + e.getCause(), e);
      }
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "cannot make " + topic.name() + ": no answer within " + TIMEOUT_S + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while making " + topic.name(), e);
    }
  }
}
