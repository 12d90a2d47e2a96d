package io.reelbus.standalone;

import io.reelbus.bus.BusSettings;
import io.reelbus.bus.embedded.EmbeddedKafka;
import io.reelbus.objectstore.StoreSettings;
import io.reelbus.objectstore.embedded.EmbeddedS3;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The bus and the store a cluster works with: embedded in the data folder, or the ones named in the
 * settings. Owned by the {@link Cluster}.
 */
final class Backbone implements AutoCloseable {

  private final @Nullable DataFolder folder;
  private final @Nullable EmbeddedKafka kafka;
  private final @Nullable EmbeddedS3 s3;
  private final BusSettings bus;
  private final StoreSettings store;

  private Backbone(
      @Nullable DataFolder folder,
      @Nullable EmbeddedKafka kafka,
      @Nullable EmbeddedS3 s3,
      BusSettings bus,
      StoreSettings store) {
    this.folder = folder;
    this.kafka = kafka;
    this.s3 = s3;
    this.bus = bus;
    this.store = store;
  }

  /**
   * Starts what is embedded, side by side.
   *
   * @throws UsageException when the folder or a port cannot be used
   */
  static Backbone start(ClusterSettings settings, Executor pool) {
    boolean ownBus = settings.has(Role.BUS);
    boolean ownStore = settings.has(Role.STORE);
    if (!ownBus && !ownStore) {
      return new Backbone(null, null, null, settings.bus(), settings.store());
    }
    DataFolder folder = DataFolder.open(settings.data());
    CompletableFuture<@Nullable EmbeddedKafka> kafka =
        CompletableFuture.supplyAsync(
            () ->
                ownBus
                    ? EmbeddedKafka.start(
                        folder.kafka(), settings.kafkaPort(), settings.kafkaAdvertisedPort())
                    : null,
            pool);
    EmbeddedS3 s3 = null;
    try {
      StoreSettings store = settings.store();
      if (ownStore) {
        KeyPair keys = settings.keys() == null ? folder.credentials() : settings.keys();
        s3 =
            EmbeddedS3.start(
                folder.objects(), settings.s3Port(), keys.accessKey(), keys.secretKey());
        store = at(store, s3, keys);
      }
      EmbeddedKafka broker = kafka.join();
      BusSettings bus =
          broker == null ? settings.bus() : at(settings.bus(), broker.bootstrapServers());
      return new Backbone(folder, broker, s3, bus, store);
    } catch (RuntimeException e) {
      closeQuietly(s3);
      closeQuietly(kafka.handle((broker, failure) -> broker).join());
      closeQuietly(folder);
      throw e instanceof CompletionException && e.getCause() instanceof RuntimeException cause
          ? cause
          : e;
    }
  }

  private static BusSettings at(BusSettings limits, String servers) {
    return new BusSettings(
        servers,
        limits.kafkaConfig(),
        limits.maxRecordBytes(),
        limits.replicationFactor(),
        limits.poolPartitions(),
        limits.chunkPartitions(),
        limits.cutLock());
  }

  private static StoreSettings at(StoreSettings limits, EmbeddedS3 s3, KeyPair keys) {
    return new StoreSettings(
        s3.endpoint(),
        keys.accessKey(),
        keys.secretKey(),
        limits.bucket(),
        limits.region(),
        limits.partSizeBytes(),
        limits.retryDeadline(),
        limits.callTimeout());
  }

  BusSettings bus() {
    return bus;
  }

  StoreSettings store() {
    return store;
  }

  /** Bytes that the embedded store will still take for completing files; 0 without it. */
  long unfinishedBytes() {
    return s3 == null ? 0 : s3.unfinishedBytes();
  }

  /** Tells whoever finds the folder taken how to reach this process. */
  void describeOwner(String line) {
    if (folder != null) {
      try {
        folder.describeOwner(line);
      } catch (IOException e) {
        throw new UsageException("--data: the lock cannot be written: " + e, e);
      }
    }
  }

  @Override
  public void close() {
    closeQuietly(kafka);
    closeQuietly(s3);
    closeQuietly(folder);
  }

  private static void closeQuietly(@Nullable AutoCloseable one) {
    Cluster.closeAndReport(one == null ? "" : one.getClass().getSimpleName(), one);
  }
}
