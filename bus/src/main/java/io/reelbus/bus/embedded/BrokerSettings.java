package io.reelbus.bus.embedded;

import java.nio.file.Path;
import java.util.Properties;

/** What the embedded broker is told, and why. */
final class BrokerSettings {

  static final String HOST = "127.0.0.1";
  static final String CONTROLLER = "CONTROLLER";
  static final int NODE_ID = 1;
  static final int OFFSETS_PARTITIONS = 2;
  static final int SHARE_STATE_PARTITIONS = 2;
  static final int INTERNAL_SEGMENT_BYTES = 16 << 20;

  private static final String BROKER = "PLAINTEXT";

  private BrokerSettings() {}

  static Properties of(Path dir, int brokerPort, int advertisedPort, int controllerPort) {
    Properties p = new Properties();
    one(p, dir, brokerPort, advertisedPort, controllerPort);
    internalTopics(p);
    groups(p);
    storage(p);
    size(p);
    return p;
  }

  /** For a controller without a broker that lets every session end at once. */
  static Properties controllerAlone(Path dir, int controllerPort) {
    Properties p = new Properties();
    node(p, dir, controllerPort);
    set(p, "process.roles", "controller");
    set(p, "listeners", CONTROLLER + "://" + HOST + ":" + controllerPort);
    set(p, "listener.security.protocol.map", CONTROLLER + ":PLAINTEXT");
    set(p, "broker.session.timeout.ms", 100);
    set(p, "broker.heartbeat.interval.ms", 50);
    return p;
  }

  private static void node(Properties p, Path dir, int controllerPort) {
    set(p, "node.id", NODE_ID);
    set(p, "log.dirs", dir);
    set(p, "controller.listener.names", CONTROLLER);
    // Named in the settings, not in the metadata log: the port may change with every start.
    set(p, "controller.quorum.voters", NODE_ID + "@" + HOST + ":" + controllerPort);
  }

  private static void one(
      Properties p, Path dir, int brokerPort, int advertisedPort, int controllerPort) {
    node(p, dir, controllerPort);
    set(p, "process.roles", "broker,controller");
    set(
        p,
        "listeners",
        BROKER
            + "://"
            + HOST
            + ":"
            + brokerPort
            + ","
            + CONTROLLER
            + "://"
            + HOST
            + ":"
            + controllerPort);
    set(p, "advertised.listeners", BROKER + "://" + HOST + ":" + advertisedPort);
    set(p, "listener.security.protocol.map", BROKER + ":PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
    set(p, "inter.broker.listener.name", BROKER);
    set(p, "auto.create.topics.enable", false);
    // A broker whose controller was frozen or starved is fenced after that long: not after 9 s, as
    // by default. One that was killed is fenced by FormerBroker.
    set(p, "broker.session.timeout.ms", 5000);
    set(p, "broker.heartbeat.interval.ms", 1000);
  }

  /** One replica, few partitions: their logs are made and loaded when the first client comes. */
  private static void internalTopics(Properties p) {
    set(p, "default.replication.factor", 1);
    set(p, "min.insync.replicas", 1);
    set(p, "offsets.topic.replication.factor", 1);
    set(p, "offsets.topic.num.partitions", OFFSETS_PARTITIONS);
    set(p, "offsets.topic.segment.bytes", INTERNAL_SEGMENT_BYTES);
    set(p, "transaction.state.log.replication.factor", 1);
    set(p, "transaction.state.log.min.isr", 1);
    set(p, "transaction.state.log.num.partitions", 1);
    set(p, "share.coordinator.state.topic.replication.factor", 1);
    set(p, "share.coordinator.state.topic.min.isr", 1);
    set(p, "share.coordinator.state.topic.num.partitions", SHARE_STATE_PARTITIONS);
    set(p, "share.coordinator.state.topic.segment.bytes", INTERNAL_SEGMENT_BYTES);
  }

  /**
   * A share group's new partition is first initialised in the share coordinator's topic, and
   * members hear of their assignment only in the answer to a later heartbeat: with Kafka's default
   * of 5 s between heartbeats the first delivery takes 5 s, with these settings well below 1 s. See
   * also {@link InternalTopics}.
   */
  private static void groups(Properties p) {
    set(p, "group.initial.rebalance.delay.ms", 0);
    set(p, "group.coordinator.threads", 2);
    set(p, "group.min.session.timeout.ms", 1000); // assemblers decide, see Bus
    set(p, "group.share.min.heartbeat.interval.ms", 100);
    set(p, "group.share.heartbeat.interval.ms", 250);
    set(p, "group.share.assignment.interval.ms", 0);
    set(p, "group.share.initialize.retry.interval.ms", 1000);
    set(p, "group.share.min.session.timeout.ms", 6000);
    set(p, "group.share.session.timeout.ms", 15000);
    set(p, "group.share.max.size", 1000);
    set(p, "group.share.min.record.lock.duration.ms", 1000);
    set(p, "group.share.max.record.lock.duration.ms", 3_600_000);
  }

  /** Freed frames leave the disk within seconds: Kafka looks every 5 min and waits another one. */
  private static void storage(Properties p) {
    set(p, "log.retention.check.interval.ms", 2000);
    set(p, "log.initial.task.delay.ms", 2000);
    set(p, "log.segment.delete.delay.ms", 1000);
    set(p, "log.cleaner.threads", 1);
    set(p, "log.cleaner.dedupe.buffer.size", 4 << 20); // of 128 MiB: our compacted topics are tiny
  }

  private static void size(Properties p) {
    set(p, "num.network.threads", 2);
    set(p, "num.io.threads", 4);
    set(p, "background.threads", 2);
    set(p, "num.recovery.threads.per.data.dir", 2);
    set(p, "socket.send.buffer.bytes", 1 << 20);
    set(p, "socket.receive.buffer.bytes", 1 << 20);
    set(p, "socket.request.max.bytes", 300 << 20); // above the largest record we allow, 256 MiB
  }

  private static void set(Properties p, String name, Object value) {
    p.setProperty(name, String.valueOf(value));
  }
}
