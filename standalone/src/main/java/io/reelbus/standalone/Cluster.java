package io.reelbus.standalone;

import io.reelbus.bus.Bus;
import io.reelbus.ffmpeg.NativeHandles;
import io.reelbus.ffmpeg.Natives;
import io.reelbus.model.MediaException;
import io.reelbus.objectstore.NativeDigests;
import io.reelbus.objectstore.ObjectStore;
import io.reelbus.standalone.disk.DiskWatch;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Any set of roles in this JVM. Bus and store come up side by side, then the roles side by side;
 * roles go down in the order of the data, so that what was captured can still be encoded and
 * stored.
 *
 * <p>One thread starts and closes it; the rest may be called from any thread.
 */
public final class Cluster implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Cluster.class);

  private final ClusterSettings settings;
  private final Backbone backbone;
  private final Bus bus;
  private final @Nullable ObjectStore store;
  private final List<Part> parts;
  private final @Nullable DiskWatch disk;
  private final @Nullable URI api;

  private Cluster(
      ClusterSettings settings,
      Backbone backbone,
      Bus bus,
      @Nullable ObjectStore store,
      List<Part> parts,
      @Nullable DiskWatch disk,
      @Nullable URI api) {
    this.disk = disk;
    this.settings = settings;
    this.backbone = backbone;
    this.bus = bus;
    this.store = store;
    this.parts = List.copyOf(parts);
    this.api = api;
  }

  /**
   * Starts the roles and waits until they run.
   *
   * @throws UsageException when the data folder or a port cannot be used
   * @throws MediaException when bus or store do not answer
   */
  public static Cluster start(ClusterSettings settings) {
    Ports.requireFree(settings);
    ExecutorService pool =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "reelbus-start");
              thread.setDaemon(true);
              return thread;
            });
    try {
      return start(settings, pool);
    } finally {
      pool.shutdown();
    }
  }

  private static Cluster start(ClusterSettings settings, ExecutorService pool) {
    warmUp(settings, pool);
    Backbone backbone = Backbone.start(settings, pool);
    Bus bus = Bus.connect(backbone.bus());
    ObjectStore store = null;
    List<Part> started = new ArrayList<>();
    DiskWatch disk = null;
    try {
      if (settings.has(Role.BUS) || settings.has(Role.STORE)) {
        disk = DiskWatch.of(settings.disk(), settings.data(), backbone::unfinishedBytes);
      }
      CompletableFuture<Void> topics = CompletableFuture.runAsync(bus::ensureTopics, pool);
      if (settings.has(Role.STORE) || settings.has(Role.API) || settings.has(Role.ASSEMBLER)) {
        store = ObjectStore.connect(backbone.store());
        store.ensureBucket();
      }
      join(topics);
      Parts factory = new Parts(settings, bus, store, disk);
      List<CompletableFuture<Part>> starting =
          settings.roles().stream()
              .filter(role -> role != Role.BUS && role != Role.STORE)
              .sorted()
              .map(role -> CompletableFuture.supplyAsync(() -> factory.start(role), pool))
              .toList();
      RuntimeException failure = null;
      for (CompletableFuture<Part> one : starting) { // all of them, so that none is left behind
        try {
          started.add(join(one));
        } catch (RuntimeException e) {
          failure = e;
        }
      }
      if (failure != null) {
        throw failure;
      }
      Cluster cluster = new Cluster(settings, backbone, bus, store, started, disk, factory.api());
      if (disk != null) {
        disk.start(cluster.api);
      }
      backbone.describeOwner(
          "process "
              + ProcessHandle.current().pid()
              + (cluster.api == null ? "" : ", --api " + cluster.api));
      return cluster;
    } catch (RuntimeException e) {
      new Cluster(settings, backbone, bus, store, started, disk, null).close();
      throw e;
    }
  }

  /** What a role that has a process of its own loads while it waits for others. */
  private static void warmUp(ClusterSettings settings, ExecutorService pool) {
    if (settings.roles().size() > 1) {
      return; // their start comes first
    }
    if (settings.has(Role.STORE) || settings.has(Role.ASSEMBLER)) {
      NativeDigests.install();
    }
    if (settings.has(Role.ASSEMBLER)) {
      pool.execute(Natives::load);
    }
  }

  private static <T> T join(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /** Where the API listens, to be used from this machine. */
  public URI api() {
    if (api == null) {
      throw new IllegalStateException("the api role does not run here");
    }
    return api;
  }

  /** Kafka brokers in use. */
  public String bootstrapServers() {
    return backbone.bus().bootstrapServers();
  }

  /** S3 endpoint in use. */
  public URI s3Endpoint() {
    return backbone.store().endpoint();
  }

  /** Folder of the bucket of the embedded store: objects are files there. */
  public Optional<Path> bucketFolder() {
    return settings.has(Role.STORE)
        ? Optional.of(settings.data().resolve("objects").resolve(settings.store().bucket()))
        : Optional.empty();
  }

  /** How every role is that runs here. */
  public List<RoleHealth> check() {
    return parts.stream().map(part -> part.health().get()).toList();
  }

  /** Native objects that are open here, and in the processes that the roles here started. */
  public int nativeHandles() {
    return NativeHandles.open()
        + parts.stream().mapToInt(part -> part.nativeHandles().getAsInt()).sum();
  }

  @Override
  public void close() {
    closeAndReport("disk watch", disk);
    for (Role role : List.of(Role.AGENT, Role.ENCODER, Role.ASSEMBLER, Role.API)) {
      parts.stream()
          .filter(part -> part.role() == role)
          .forEach(part -> closeAndReport(role.word(), part.closer()));
    }
    closeAndReport("store client", store);
    closeAndReport("bus client", bus);
    backbone.close();
  }

  /** Closes one thing; its failure must not keep the others open. */
  static void closeAndReport(String what, @Nullable AutoCloseable one) {
    if (one == null) {
      return;
    }
    try {
      one.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) { // AutoCloseable declares nothing narrower
      log.warn("{} did not close in order: {}", what, e.toString());
    }
  }
}
