package io.reelbus.bus;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;

/** Makes Kafka's clients with the settings of each use, and says why they are so. */
final class Clients {

  /** Room for key, headers and batch overhead beside a record's value. */
  static final int RECORD_OVERHEAD_BYTES = 1 << 20;

  /** How long a send may wait for room in its buffer, or for the cluster's metadata. */
  static final Duration MAX_BLOCK = Duration.ofSeconds(10);

  /**
   * How long a frame that the producer has taken may wait for its broker. What is behind it waits
   * in the agent's spool, or in its file; two minutes, Kafka's default, would make a hole before
   * it.
   */
  static final Duration TAPE_DELIVERY = Duration.ofHours(1);

  private static final Duration DELIVERY = Duration.ofMinutes(2);
  private static final int MIB = 1 << 20;

  private static final AtomicInteger MADE = new AtomicInteger(); // tells clients apart in logs

  private final BusSettings settings;

  Clients(BusSettings settings) {
    this.settings = settings;
  }

  /**
   * For tapes. A batch has room for one raw picture of 1080p: the producer keeps and uses again
   * only buffers of just a batch's size, and new ones of some megabytes would be cleared and then
   * collected for every picture. Audio frames and packets gather for up to 5 ms.
   */
  KafkaProducer<byte[], byte[]> tapeProducer() {
    return producer("tapes", 64 * MIB, 4 * MIB, 5, TAPE_DELIVERY);
  }

  /** For chunks and blobs: some large records now and then. */
  KafkaProducer<byte[], byte[]> bulkProducer() {
    return producer("bulk", 64 * MIB, 256 << 10, 1, DELIVERY);
  }

  /** For cuts, ledger and state: small, and someone waits for each. */
  KafkaProducer<byte[], byte[]> eventProducer() {
    return producer("events", 16 * MIB, 64 << 10, 0, DELIVERY);
  }

  private KafkaProducer<byte[], byte[]> producer(
      String what, int bufferBytes, int batchBytes, int lingerMs, Duration delivery) {
    long largest = (long) settings.maxRecordBytes() + RECORD_OVERHEAD_BYTES;
    Map<String, Object> config = common(what);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none"); // media is compressed, or raw
    config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, Math.max(bufferBytes, 2 * largest));
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, batchBytes);
    config.put(ProducerConfig.LINGER_MS_CONFIG, lingerMs);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) delivery.toMillis());
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, (int) largest);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK.toMillis());
    config.put(ProducerConfig.SEND_BUFFER_CONFIG, MIB);
    config.putAll(settings.kafkaConfig());
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /**
   * For tapes: values are views of what the socket gave. One raw picture, or 4 MiB of packets, is
   * asked for ahead while one is worked on: more would only outlive young collections of the heap.
   */
  KafkaConsumer<byte[], ByteBuffer> tapeConsumer() {
    Map<String, Object> config = reader("tape-reader", 4 * MIB);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none"); // an expired range must be known
    config.put(ConsumerConfig.RECEIVE_BUFFER_CONFIG, 2 * MIB);
    config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20); // as for places
    config.putAll(settings.kafkaConfig());
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteBufferDeserializer());
  }

  /** For everything that is read by hand-assigned partitions and small next to tapes. */
  KafkaConsumer<byte[], byte[]> assignedConsumer(String what) {
    return assigned(reader(what, 8 * MIB));
  }

  /**
   * For what is read from its beginning and followed: small, and much of it where a cluster is old.
   * Who begins holds no more of it at a time for that.
   */
  KafkaConsumer<byte[], byte[]> tailConsumer(String what) {
    return assigned(reader(what, MIB));
  }

  /**
   * For single messages that are known to be there, now in one partition and then in another. A
   * client asks ahead, and a broker that has nothing yet would keep that question, and with it the
   * next message's, for the whole of its wait.
   */
  KafkaConsumer<byte[], byte[]> placeConsumer(String what) {
    Map<String, Object> config = reader(what, MIB);
    config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 5);
    return assigned(config);
  }

  private KafkaConsumer<byte[], byte[]> assigned(Map<String, Object> config) {
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.putAll(settings.kafkaConfig());
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * For assemblers.
   *
   * @param session others take over when one is silent for so long
   */
  KafkaConsumer<byte[], byte[]> assemblerConsumer(Duration session) {
    Map<String, Object> config = reader("chunks", 8 * MIB);
    config.put(ConsumerConfig.GROUP_ID_CONFIG, Topics.ASSEMBLERS);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) session.toMillis());
    config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, (int) session.toMillis() / 6);
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 100);
    // While one partition is held, the others are asked for alone; for so long it waits when it is
    // let go. See ChunkConsumer.hold.
    config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20);
    // A replay is as quick as this: with Kafka's 64 KiB it would wait for its turn every 64 KiB.
    config.put(ConsumerConfig.RECEIVE_BUFFER_CONFIG, 2 * MIB);
    // Cooperative: assemblers that keep a partition do not stop when another one comes.
    config.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    config.putAll(settings.kafkaConfig());
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** For cuts: one at a time, settled one by one. */
  KafkaShareConsumer<byte[], byte[]> cutConsumer() {
    Map<String, Object> config = common("cuts");
    config.put(ConsumerConfig.GROUP_ID_CONFIG, Topics.ENCODERS);
    config.put(ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG, "explicit");
    // Without record_limit the broker hands out whole batches, so one worker would lock many cuts.
    config.put(ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG, "record_limit");
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
    config.putAll(settings.kafkaConfig());
    return new KafkaShareConsumer<>(
        config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  Admin admin() {
    Map<String, Object> config = common("admin");
    config.putAll(settings.kafkaConfig());
    return Admin.create(config);
  }

  private Map<String, Object> reader(String what, int fetchBytes) {
    Map<String, Object> config = common(what);
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, fetchBytes);
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, fetchBytes);
    config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 250);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    return config;
  }

  private Map<String, Object> common(String what) {
    Map<String, Object> config = new HashMap<>();
    config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
    config.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId(what));
    // Kafka's push of client metrics to the broker: nobody asked for it.
    config.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
    return config;
  }

  /** Tells an operator, whom the broker shows it, which process it is. */
  private static String clientId(String what) {
    return "reelbus-" + what + "-" + ProcessHandle.current().pid() + "-" + MADE.incrementAndGet();
  }
}
