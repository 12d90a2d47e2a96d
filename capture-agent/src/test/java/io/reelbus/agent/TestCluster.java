package io.reelbus.agent;

import io.reelbus.bus.Bus;
import io.reelbus.bus.BusSettings;
import io.reelbus.bus.Tail;
import io.reelbus.bus.embedded.EmbeddedKafka;
import io.reelbus.model.LedgerEvent;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A real broker, encoders, and somebody who hears the ledger: all that agents need. */
record TestCluster(EmbeddedKafka kafka, Bus bus, TestFarm farm, Tail ledger)
    implements AutoCloseable {

  /**
   * Starts one with all topics.
   *
   * @param folder of its broker, made when missing
   * @param listener told every line of the ledger, on a thread of the bus
   */
  static TestCluster start(Path folder, Consumer<LedgerEvent> listener) {
    EmbeddedKafka kafka = EmbeddedKafka.start(folder, 0);
    Bus bus = Bus.connect(BusSettings.defaults(kafka.bootstrapServers()));
    bus.ensureTopics();
    return new TestCluster(kafka, bus, new TestFarm(bus), bus.ledgerTail(listener));
  }

  @Override
  public void close() {
    farm.close();
    ledger.close();
    bus.close();
    kafka.close();
  }
}
