package io.reelbus.agent;

import io.reelbus.bus.Bus;
import java.util.function.BooleanSupplier;

/**
 * What the parts of an agent share.
 *
 * @param settings effective settings
 * @param bus the bus
 * @param clock the clock
 * @param outbox sends ledger events
 * @param tracker follows cuts
 * @param emitter sends cuts
 * @param inFlight bytes of files not yet encoded
 * @param spool what live tracks gave and the bus has not taken
 * @param diskTight whether the disk of the bus is so full that nothing is written that can wait
 */
record AgentContext(
    AgentSettings settings,
    Bus bus,
    WallClock clock,
    Outbox outbox,
    CutTracker tracker,
    CutEmitter emitter,
    InFlight inFlight,
    Spool spool,
    BooleanSupplier diskTight) {

  static AgentContext of(AgentSettings settings, Bus bus, WallClock clock) {
    return of(settings, bus, clock, new Outbox(bus.cutPublisher(), bus.ledgerPublisher()));
  }

  /** One whose cuts and events go through this outbox. */
  static AgentContext of(AgentSettings settings, Bus bus, WallClock clock, Outbox outbox) {
    CutTracker tracker = new CutTracker();
    return new AgentContext(
        settings,
        bus,
        clock,
        outbox,
        tracker,
        new CutEmitter(outbox, tracker),
        new InFlight(settings),
        new Spool(settings.spool(), settings.agentId()),
        () -> false);
  }

  /** The same on a machine with the disk of an embedded bus. */
  AgentContext with(BooleanSupplier newDiskTight) {
    return new AgentContext(
        settings, bus, clock, outbox, tracker, emitter, inFlight, spool, newDiskTight);
  }
}
