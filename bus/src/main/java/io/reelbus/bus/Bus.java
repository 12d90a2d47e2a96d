package io.reelbus.bus;

import io.reelbus.model.AgentInfo;
import io.reelbus.model.Blob;
import io.reelbus.model.Lane;
import io.reelbus.model.LedgerEvent;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.StreamSpec;
import java.util.function.Consumer;

/**
 * One process's connection to the bus and the maker of everything in this room. May be shared.
 * Close what it made before closing it.
 */
public final class Bus implements AutoCloseable {

  private final BusSettings settings;

  private Bus(BusSettings settings) {
    this.settings = settings;
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
   */
  public void ensureTopics() {
    todo();
  }

  /** The writer of one tape. There must be one only. */
  public TapeWriter tapeWriter(String topic, int partition) {
    return todo();
  }

  public TapeAdmin tapes() {
    return todo();
  }

  public TapeReader tapeReader() {
    return todo();
  }

  public CutPublisher cutPublisher() {
    return todo();
  }

  /**
   * A consumer of both queues, live first. While its lane is busy with a cut of one queue, the
   * broker may already have given it <em>one</em> cut of the other; lanes of {@link
   * #cutConsumer(Lane)} avoid that.
   */
  public CutConsumer cutConsumer() {
    return todo();
  }

  /** A consumer of one queue. Holds nothing while its lane is busy. */
  public CutConsumer cutConsumer(Lane lane) {
    return todo();
  }

  public ChunkPublisher chunkPublisher() {
    return todo();
  }

  public ChunkConsumer chunkConsumer(RebalanceListener listener) {
    return todo();
  }

  public BlobPublisher blobPublisher() {
    return todo();
  }

  /** Follows the blobs published after this call returns. */
  public Tail blobTail(Consumer<Blob> listener) {
    return todo();
  }

  public LedgerPublisher ledgerPublisher() {
    return todo();
  }

  /** Follows the ledger from its beginning. */
  public Tail ledgerTail(Consumer<LedgerEvent> listener) {
    return todo();
  }

  public StateTopic<AgentInfo> agents() {
    return todo();
  }

  public StateTopic<StreamSpec> streams() {
    return todo();
  }

  public StateTopic<RecordingSpec> recordings() {
    return todo();
  }

  /** Whether the cluster answers within 5 s. */
  public Health check() {
    return todo();
  }

  /** Waits up to 10 s for what is on its way to the cluster. */
  @Override
  public void close() {}

  @SuppressWarnings("TypeParameterUnusedInFormals")
  private static <T> T todo() {
    throw new UnsupportedOperationException();
  }
}
