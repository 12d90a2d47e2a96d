package io.reelbus.api.view;

import io.reelbus.bus.Bus;
import io.reelbus.bus.Health;
import io.reelbus.bus.StateChange;
import io.reelbus.bus.Tail;
import io.reelbus.model.AgentInfo;
import io.reelbus.model.LedgerEvent;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.StreamSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * All views and the tails that feed them. {@link #start} follows the topics from their beginning;
 * until {@link #caughtUp} the views are incomplete.
 */
public final class ClusterView implements AutoCloseable {

  private static final Duration CATCH_UP = Duration.ofSeconds(60);

  private final AgentsView agents;
  private final StreamsView streams = new StreamsView();
  private final RecordingsView recordings = new RecordingsView();
  private final EventRing events;
  private final List<Tail> tails = new ArrayList<>();
  private volatile boolean caughtUp;

  /**
   * Makes empty views.
   *
   * @param wall wall clock
   * @param nanos monotonic clock
   * @param eventsKept size of the ring
   */
  public ClusterView(InstantSource wall, LongSupplier nanos, int eventsKept) {
    this.agents = new AgentsView(wall, nanos);
    this.events = new EventRing(eventsKept);
  }

  /**
   * Follows the bus and waits until everything durable before this call is in the views.
   *
   * @throws io.reelbus.model.MediaException RETRY when that takes more than a minute
   */
  public void start(Bus bus) {
    tails.add(bus.agents().tail(this::onAgent));
    tails.add(bus.streams().tail(this::onStream));
    tails.add(bus.recordings().tail(this::onRecording));
    tails.add(bus.ledgerTail(this::onEvent));
    tails.forEach(tail -> tail.awaitCaughtUp(CATCH_UP));
    caughtUp = true;
  }

  /** Live agents and devices. */
  public AgentsView agents() {
    return agents;
  }

  /** Streams. */
  public StreamsView streams() {
    return streams;
  }

  /** Recordings. */
  public RecordingsView recordings() {
    return recordings;
  }

  /** The newest ledger events. */
  public EventRing events() {
    return events;
  }

  /** Whether everything from before the start was read. */
  public boolean caughtUp() {
    return caughtUp;
  }

  /** Whether the views are complete and every tail runs. */
  public Health check() {
    for (Tail tail : tails) {
      Health health = tail.check();
      if (!health.up()) {
        return health;
      }
    }
    return caughtUp ? new Health(true, "up to date") : new Health(false, "reading the past");
  }

  void onAgent(StateChange<AgentInfo> change) {
    AgentInfo info = change.value();
    if (info == null) {
      agents.remove(change.key());
    } else {
      agents.put(info, !caughtUp);
    }
  }

  void onStream(StateChange<StreamSpec> change) {
    StreamSpec spec = change.value();
    if (spec == null) {
      streams.remove(change.key());
    } else {
      streams.put(spec);
    }
  }

  void onRecording(StateChange<RecordingSpec> change) {
    RecordingSpec spec = change.value();
    if (spec == null) {
      recordings.remove(change.key());
    } else {
      recordings.put(spec);
    }
  }

  void onEvent(LedgerEvent event) {
    streams.apply(event);
    recordings.apply(event);
    events.add(event); // last: who is woken by it finds it in the views
  }

  /** Stops the tails. */
  @Override
  public void close() {
    tails.forEach(Tail::close);
  }
}
