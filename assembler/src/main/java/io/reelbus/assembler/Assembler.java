package io.reelbus.assembler;

import io.reelbus.bus.Bus;
import io.reelbus.objectstore.ObjectStore;

/** The assembler role. */
public final class Assembler implements AutoCloseable {

  private final AssemblerSettings settings;
  private final Bus bus;
  private final ObjectStore store;

  public Assembler(AssemblerSettings settings, Bus bus, ObjectStore store) {
    this.settings = settings;
    this.bus = bus;
    this.store = store;
  }

  /** Starts its threads. Topics and bucket must exist. */
  public void start() {
    throw new UnsupportedOperationException(settings + " " + bus + " " + store);
  }

  /** Whether it works. */
  public Health check() {
    return new Health(false, "not built yet");
  }

  /** Counters. */
  public AssemblerStats stats() {
    return new AssemblerStats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  /** Stops. Unfinished files are begun anew by whoever gets their partitions. */
  @Override
  public void close() {}
}
