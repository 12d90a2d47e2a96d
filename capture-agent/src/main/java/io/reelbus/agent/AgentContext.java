package io.reelbus.agent;

import io.reelbus.bus.Bus;

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
 */
record AgentContext(
    AgentSettings settings,
    Bus bus,
    WallClock clock,
    Outbox outbox,
    CutTracker tracker,
    CutEmitter emitter,
    InFlight inFlight,
    Spool spool) {

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
        new Spool(settings.spool(), settings.agentId()));
  }
}
