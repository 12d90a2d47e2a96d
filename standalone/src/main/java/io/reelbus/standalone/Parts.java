package io.reelbus.standalone;

import io.reelbus.agent.AgentSettings;
import io.reelbus.agent.CaptureAgent;
import io.reelbus.api.ApiSettings;
import io.reelbus.api.StorageApi;
import io.reelbus.assembler.Assembler;
import io.reelbus.assembler.AssemblerSettings;
import io.reelbus.bus.Bus;
import io.reelbus.bus.Health;
import io.reelbus.encoder.EncoderSettings;
import io.reelbus.encoder.EncoderWorker;
import io.reelbus.objectstore.ObjectStore;
import io.reelbus.standalone.disk.DiskWatch;
import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes roles from settings. {@link #start} may run on several threads, once per role. */
final class Parts {

  private final ClusterSettings settings;
  private final Bus bus;
  private final @Nullable ObjectStore store;
  private final @Nullable DiskWatch disk; // null when bus and store are elsewhere
  private volatile @Nullable URI api;

  Parts(ClusterSettings settings, Bus bus, @Nullable ObjectStore store, @Nullable DiskWatch disk) {
    this.disk = disk;
    this.settings = settings;
    this.bus = bus;
    this.store = store;
  }

  /** Where the API listens, null before it does. */
  @Nullable URI api() {
    return api;
  }

  Part start(Role role) {
    return switch (role) {
      case AGENT -> agent();
      case ENCODER -> encoder();
      case ASSEMBLER -> assembler();
      case API -> storageApi();
      case BUS, STORE -> throw new IllegalArgumentException(role + " is the backbone's");
    };
  }

  private Part agent() {
    AgentSettings agentSettings =
        AgentSettings.defaults(settings.agentId(), settings.agentId())
            .withLanes(settings.lanes())
            .with(settings.spool());
    Path devicesFile = settings.devicesFile();
    CaptureAgent agent =
        new CaptureAgent(
            devicesFile == null ? agentSettings : agentSettings.withDevicesFile(devicesFile),
            bus,
            () -> disk != null && disk.now().isTight());
    agent.start();
    return new Part(Role.AGENT, () -> health(Role.AGENT, agent.check()), agent);
  }

  private Part encoder() {
    String worker = settings.agentId() + "-" + ProcessHandle.current().pid();
    EncoderWorker encoder =
        new EncoderWorker(new EncoderSettings(worker, settings.lanes(), settings.isolation()), bus);
    encoder.start();
    return new Part(
        Role.ENCODER, () -> health(Role.ENCODER, encoder.check()), encoder, encoder::nativeHandles);
  }

  private Part assembler() {
    AssemblerSettings usual = AssemblerSettings.defaults();
    AssemblerSettings fitting = // with other roles in this heap; what is above is read again
        new AssemblerSettings(
            Math.min(
                usual.reorderBytes(), Math.max(16L << 20, Runtime.getRuntime().maxMemory() / 8)),
            usual.writers(),
            usual.specDeadline(),
            usual.retryPause());
    Assembler assembler = new Assembler(fitting, bus, Objects.requireNonNull(store));
    assembler.start();
    return new Part(
        Role.ASSEMBLER,
        () -> new RoleHealth(Role.ASSEMBLER, assembler.check().up(), assembler.check().detail()),
        assembler);
  }

  private Part storageApi() {
    StorageApi door =
        new StorageApi(
            ApiSettings.defaults(settings.host(), settings.port()),
            bus,
            Objects.requireNonNull(store),
            () -> disk == null ? null : disk.now());
    try {
      door.start();
    } catch (RuntimeException e) {
      door.close();
      throw e;
    }
    String host = settings.host().equals("0.0.0.0") ? "127.0.0.1" : settings.host();
    api = URI.create("http://" + host + ":" + door.port());
    return new Part(Role.API, () -> health(Role.API, door.check()), door);
  }

  private static RoleHealth health(Role role, Health health) {
    return new RoleHealth(role, health.up(), health.detail());
  }
}
