package io.reelbus.agent;

import static org.awaitility.Awaitility.await;

import io.reelbus.bus.Bus;
import io.reelbus.bus.BusSettings;
import io.reelbus.bus.Tail;
import io.reelbus.bus.embedded.EmbeddedKafka;
import io.reelbus.model.LedgerEvent;
import io.reelbus.model.LedgerEvent.SourceOpened;
import io.reelbus.model.LiveTrack;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.StreamSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** A real broker, encoders, and somebody who hears the ledger: all that agents need. */
final class TestCluster implements AutoCloseable {

  /** How long anything may take. */
  static final Duration SOON = Duration.ofMinutes(2);

  private final EmbeddedKafka kafka;
  private final Bus bus;
  private final TestFarm farm;
  private final List<LedgerEvent> heard = new CopyOnWriteArrayList<>();
  private final Tail ledger;

  private TestCluster(EmbeddedKafka kafka, Bus bus) {
    this.kafka = kafka;
    this.bus = bus;
    this.farm = new TestFarm(bus);
    this.ledger = bus.ledgerTail(heard::add);
  }

  /**
   * Starts one with all topics.
   *
   * @param folder of its broker, made when missing
   */
  static TestCluster start(Path folder) {
    EmbeddedKafka kafka = EmbeddedKafka.start(folder, 0);
    Bus bus = Bus.connect(BusSettings.defaults(kafka.bootstrapServers()));
    bus.ensureTopics();
    return new TestCluster(kafka, bus);
  }

  Bus bus() {
    return bus;
  }

  /** Another process's bus. */
  Bus connect() {
    return Bus.connect(BusSettings.defaults(kafka.bootstrapServers()));
  }

  TestFarm farm() {
    return farm;
  }

  /** Settings without devices, with bounds so small that reading always waits for the encoder. */
  static AgentSettings tight(String agentId) {
    AgentSettings d = AgentSettings.defaults(agentId, "host");
    return new AgentSettings(
        agentId,
        "host",
        null,
        false,
        false,
        2,
        1000,
        1000,
        d.tapeRetention(),
        d.openDeadline(),
        d.readDeadline());
  }

  /** An agent that runs. */
  CaptureAgent agent(AgentSettings settings) {
    CaptureAgent agent = new CaptureAgent(settings, bus);
    agent.start();
    await().atMost(SOON).until(() -> agent.check().up());
    return agent;
  }

  /** What the ledger has said so far. */
  List<LedgerEvent> ledger() {
    return heard;
  }

  /** Its lines of a kind about a stream or recording. */
  <T extends LedgerEvent> Stream<T> lines(Class<T> type, String subject) {
    return heard.stream()
        .filter(type::isInstance)
        .map(type::cast)
        .filter(e -> e.subjectId().equals(subject));
  }

  /** The first of them; waits for it. */
  <T extends LedgerEvent> T awaitLine(Class<T> type, String subject) {
    await().atMost(SOON).until(() -> lines(type, subject).findAny().isPresent());
    return lines(type, subject).findFirst().orElseThrow();
  }

  void put(StreamSpec spec) {
    bus.streams().put(spec).toCompletableFuture().join();
  }

  void put(RecordingSpec spec) {
    bus.recordings().put(spec).toCompletableFuture().join();
  }

  /** The tracks of a stream of so many sources; waits until all have been open. */
  List<LiveTrack> awaitOpened(String streamId, int sources) {
    await().atMost(SOON).until(() -> lines(SourceOpened.class, streamId).count() >= sources);
    return opened(streamId);
  }

  /** The tracks of the sources that have opened so far. */
  List<LiveTrack> opened(String streamId) {
    return lines(SourceOpened.class, streamId).flatMap(e -> e.tracks().stream()).toList();
  }

  /** Waits until the first so many tracks of a recording are encoded to their ends. */
  void awaitComplete(String recordingId, int tracks) {
    for (int t = 0; t < tracks; t++) {
      int track = t;
      await().atMost(SOON).until(() -> farm.isComplete(recordingId, track));
    }
  }

  @Override
  public void close() {
    farm.close();
    ledger.close();
    bus.close();
    kafka.close();
  }
}
