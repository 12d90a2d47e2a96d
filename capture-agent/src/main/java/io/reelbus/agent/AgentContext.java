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
 */
record AgentContext(
    AgentSettings settings,
    Bus bus,
    WallClock clock,
    Outbox outbox,
    CutTracker tracker,
    CutEmitter emitter,
    InFlight inFlight) {

  static AgentContext of(AgentSettings settings, Bus bus, WallClock clock) {
    Outbox outbox = new Outbox(bus);
    CutTracker tracker = new CutTracker();
    return new AgentContext(
        settings,
        bus,
        clock,
        outbox,
        tracker,
        new CutEmitter(outbox, tracker),
        new InFlight(settings));
  }
}
