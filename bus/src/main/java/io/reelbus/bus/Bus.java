package io.reelbus.bus;

import io.reelbus.bus.KafkaStateTopic.Format;
import io.reelbus.bus.PartJoiner.Whole;
import io.reelbus.bus.wire.Blobs;
import io.reelbus.bus.wire.Chunks;
import io.reelbus.bus.wire.Cuts;
import io.reelbus.bus.wire.LedgerEvents;
import io.reelbus.bus.wire.States;
import io.reelbus.model.AgentInfo;
import io.reelbus.model.Blob;
import io.reelbus.model.BlobPlace;
import io.reelbus.model.Lane;
import io.reelbus.model.LedgerEvent;
import io.reelbus.model.MediaException;
import io.reelbus.model.RecorderSpec;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.StreamSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * One process's connection to the bus and the maker of everything in this room. May be shared.
 * Close what it made before closing it.
 */
public final class Bus implements AutoCloseable {

  private static final Duration READ = Duration.ofSeconds(30);
  private static final Duration CHECK = Duration.ofSeconds(5);

  /**
   * After so long without a sign of life an assembler's recordings go to others. One that is only
   * slow loses nothing but the time to replay; Kafka's own brokers allow no less than 6 s.
   */
  private static final Duration ASSEMBLER_SESSION = Duration.ofMillis(2500);

  private final BusSettings settings;
  private final Clients clients;
  private final TopicPlan plan;
  private final SharedClients shared;

  private Bus(BusSettings settings) {
    this.settings = settings;
    this.clients = new Clients(settings);
    this.plan = new TopicPlan(settings);
    this.shared = new SharedClients(clients);
  }

  /** Does not wait for the cluster; {@link #check} says whether it answers. */
  public static Bus connect(BusSettings settings) {
    return new Bus(settings);
  }

  public BusSettings settings() {
    return settings;
  }

  /**
   * Makes all topics and sets the share group's rules. Every role calls it at start; harmless when
   * done before.
   *
   * @throws MediaException RETRY when the cluster does not answer, STOP when it refuses
   */
  public void ensureTopics() {
    ClusterAdmin cluster = new ClusterAdmin(shared.admin());
    cluster.ensure(plan.fixed());
    cluster.configureGroup(
        Topics.ENCODERS,
        Map.of(
            "share.auto.offset.reset",
            "earliest", // cuts from before the first worker count too
            "share.record.lock.duration.ms",
            String.valueOf(cluster.shareLock(settings.cutLock()).toMillis()),
            "share.delivery.count.limit",
            String.valueOf(Delivery.KAFKA_LIMIT)));
  }

  /** The writer of one tape. There must be one only. */
  public TapeWriter tapeWriter(String topic, int partition) {
    return new KafkaTapeWriter(shared.tapes(), topic, partition, settings.maxRecordBytes());
  }

  /** Makes, empties and removes tapes. */
  public TapeAdmin tapes() {
    return new KafkaTapeAdmin(shared.admin(), plan);
  }

  /** A reader for one thread. */
  public TapeReader tapeReader() {
    return new KafkaTapeReader(clients.tapeConsumer(), READ);
  }

  /**
   * The writer of a pushed stream. Its topic is made, freed and removed by {@link #tapes()}, of
   * which it is one for bytes.
   *
   * @param topic see {@link Topics#push}
   */
  public PushWriter pushWriter(String topic) {
    return new KafkaPushWriter(shared.bulk(), topic, settings.maxRecordBytes());
  }

  /** A reader of a pushed stream for one thread. */
  public PushReader pushReader(String topic) {
    return new KafkaPushReader(clients.assignedConsumer("push-reader"), topic);
  }

  /** The agents' end of the cut queues. */
  public CutPublisher cutPublisher() {
    var producer = shared.events();
    return cut ->
        Failures.send(
                producer,
                new ProducerRecord<>(
                    topic(cut.lane()), utf8(cut.id().toString()), Cuts.encode(cut)))
            .thenApply(ignored -> null);
  }

  /**
   * A consumer of both queues, live first. While its lane is busy with a cut of one queue, the
   * broker may already have given it <em>one</em> cut of the other; lanes of {@link
   * #cutConsumer(Lane)} avoid that.
   */
  public CutConsumer cutConsumer() {
    return new BothLanesConsumer(cutConsumer(Lane.LIVE), cutConsumer(Lane.BATCH));
  }

  /**
   * A consumer of one queue. After a delivery it holds nothing else until it polls again. Once it
   * has polled, it should go on polling until it has a delivery: the broker may give it one
   * meanwhile.
   */
  public CutConsumer cutConsumer(Lane lane) {
    return new LaneConsumer(clients.cutConsumer(), shared.events(), topic(lane));
  }

  /** The workers' end of {@code chunks}. */
  public ChunkPublisher chunkPublisher() {
    PartedWriter writer = new PartedWriter(shared.bulk(), Topics.CHUNKS, settings.maxRecordBytes());
    return chunk ->
        writer
            .write(chunk.id().recordingId(), chunk.id().toString(), Chunks.encode(chunk))
            .thenApply(ignored -> null);
  }

  /**
   * An assembler's end of {@code chunks}.
   *
   * @throws MediaException RETRY when the cluster does not answer
   */
  public ChunkConsumer chunkConsumer(RebalanceListener listener) {
    Duration session = new ClusterAdmin(shared.admin()).groupSession(ASSEMBLER_SESSION);
    return new KafkaChunkConsumer(
        clients.assemblerConsumer(session),
        () -> new PartedReader(clients.placeConsumer("chunk-reader"), Topics.CHUNKS, READ),
        shared.admin(),
        listener);
  }

  /** The assemblers' end of {@code blobs}. */
  public BlobPublisher blobPublisher() {
    PartedWriter writer = new PartedWriter(shared.bulk(), Topics.BLOBS, settings.maxRecordBytes());
    return blob ->
        writer
            .write(blob.recordingId(), blob.recordingId() + "/" + blob.slice(), Blobs.encode(blob))
            .thenApply(first -> new BlobPlace(first.partition(), first.offset()));
  }

  /** A reader of published blobs. */
  public BlobReader blobReader() {
    PartedReader reader =
        new PartedReader(clients.placeConsumer("blob-reader"), Topics.BLOBS, READ);
    return new BlobReader() {
      @Override
      public Blob read(BlobPlace place) {
        return Blobs.decode(reader.read(place.partition(), place.offset()));
      }

      @Override
      public void close() {
        reader.close();
      }
    };
  }

  /** Follows the blobs published after this call returns. */
  public Tail blobTail(Consumer<Blob> listener) {
    PartJoiner joiner = new PartJoiner(Integer.MAX_VALUE);
    return TopicTail.start(
        clients.assignedConsumer("blobs"),
        Topics.BLOBS,
        message -> {
          Whole whole = joiner.add(message);
          if (whole != null && whole.bytes() != null) {
            listener.accept(Blobs.decode(whole.bytes()));
          }
        },
        TopicTail.From.END);
  }

  /** Everybody's end of the ledger. */
  public LedgerPublisher ledgerPublisher() {
    var producer = shared.events();
    return event ->
        Failures.send(
                producer,
                new ProducerRecord<>(
                    Topics.LEDGER, utf8(event.subjectId()), LedgerEvents.encode(event)))
            .thenApply(ignored -> null);
  }

  /** Follows the ledger from its beginning. Events of one subject come in order. */
  public Tail ledgerTail(Consumer<LedgerEvent> listener) {
    return ledgerLines(line -> listener.accept(line.event()));
  }

  /** Like {@link #ledgerTail}, with the place of each event. */
  public Tail ledgerLines(Consumer<LedgerLine> listener) {
    return TopicTail.start(
        clients.tailConsumer("ledger"),
        Topics.LEDGER,
        message ->
            listener.accept(
                new LedgerLine(
                    message.partition(), message.offset(), LedgerEvents.decode(message.value()))),
        TopicTail.From.BEGINNING);
  }

  /**
   * Which ledger this is: places in one that was made anew, or on another cluster, mean nothing
   * here.
   *
   * @throws MediaException RETRY when the cluster does not answer
   */
  public String ledgerIdentity() {
    return new ClusterAdmin(shared.admin()).topicId(Topics.LEDGER);
  }

  /** Which agents there are. */
  public StateTopic<AgentInfo> agents() {
    return state(
        new Format<>(Topics.AGENTS, AgentInfo::agentId, States::encode, States::decodeAgent));
  }

  /** Which streams should be open. */
  public StateTopic<StreamSpec> streams() {
    return state(
        new Format<>(Topics.STREAMS, StreamSpec::streamId, States::encode, States::decodeStream));
  }

  /** Recorders that were made and not started. */
  public StateTopic<RecorderSpec> recorders() {
    return state(
        new Format<>(
            Topics.RECORDERS, RecorderSpec::recorderId, States::encode, States::decodeRecorder));
  }

  /** Which recordings should run. */
  public StateTopic<RecordingSpec> recordings() {
    return state(
        new Format<>(
            Topics.RECORDINGS,
            RecordingSpec::recordingId,
            States::encode,
            States::decodeRecording));
  }

  private <T> StateTopic<T> state(Format<T> format) {
    return new KafkaStateTopic<>(
        format, shared.events(), () -> clients.tailConsumer(format.topic()));
  }

  /** Whether the cluster answers within 5 s. */
  public Health check() {
    try {
      int brokers =
          Failures.await(
                  "describe cluster",
                  shared
                      .admin()
                      .describeCluster()
                      .nodes()
                      .toCompletionStage()
                      .toCompletableFuture(),
                  CHECK)
              .size();
      return new Health(true, settings.bootstrapServers() + ", brokers: " + brokers);
    } catch (MediaException e) {
      return new Health(false, settings.bootstrapServers() + ": " + e.getMessage());
    }
  }

  /** Waits up to 10 s for what is on its way to the cluster. */
  @Override
  public void close() {
    shared.close();
  }

  private static String topic(Lane lane) {
    return lane == Lane.LIVE ? Topics.CUTS_LIVE : Topics.CUTS_BATCH;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
