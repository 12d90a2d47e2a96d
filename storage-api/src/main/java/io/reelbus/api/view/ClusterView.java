package io.reelbus.api.view;

import io.reelbus.api.events.EventLog;
import io.reelbus.api.events.Narrator;
import io.reelbus.bus.Bus;
import io.reelbus.bus.Health;
import io.reelbus.bus.LedgerLine;
import io.reelbus.bus.StateChange;
import io.reelbus.bus.Tail;
import io.reelbus.model.AgentInfo;
import io.reelbus.model.LedgerEvent;
import io.reelbus.model.LedgerEvent.Interrupted;
import io.reelbus.model.LedgerEvent.RecorderAsked;
import io.reelbus.model.LedgerEvent.RecorderAsked.Wish;
import io.reelbus.model.LedgerEvent.TrackOverconstrained;
import io.reelbus.model.MediaKind;
import io.reelbus.model.RecorderSpec;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.StreamSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All views and the tails that feed them. {@link #start} follows the topics from their beginning;
 * until {@link #caughtUp} the views are incomplete.
 */
public final class ClusterView implements AutoCloseable {

  private static final Duration CATCH_UP = Duration.ofSeconds(60);

  private final AgentsView agents;
  private final StreamsView streams = new StreamsView();
  private final RecordingsView recordings = new RecordingsView(this::kind);
  private final RecordersView recorders = new RecordersView();
  private final RecentChanges<StreamSpec> streamChanges = new RecentChanges<>();
  private final RecentChanges<RecordingSpec> recordingChanges = new RecentChanges<>();
  private final RecentChanges<RecorderSpec> recorderChanges = new RecentChanges<>();
  private final EventLog events;
  private final Narrator narrator = new Narrator();
  private final Map<String, Wanted> wanted = new ConcurrentHashMap<>();
  private final List<Tail> tails = new ArrayList<>();
  private volatile boolean caughtUp;
  private volatile int ledger;
  private volatile Runnable onWanted = () -> {};

  /** A recorder's desired state as events tell it, and where it was read. */
  private record Wanted(LedgerEvent line, long offset) {}

  /**
   * Makes empty views.
   *
   * @param wall wall clock
   * @param nanos monotonic clock
   * @param eventsKept ledger lines kept for listeners that come back
   */
  public ClusterView(InstantSource wall, LongSupplier nanos, int eventsKept) {
    this.agents = new AgentsView(wall, nanos);
    this.events = new EventLog(eventsKept);
  }

  private @Nullable MediaKind kind(String streamId, String trackId) {
    return streams.stream(streamId)
        .flatMap(stream -> stream.track(trackId))
        .map(track -> track.format().kind())
        .orElse(null);
  }

  /**
   * Follows the bus and waits until everything durable before this call is in the views.
   *
   * @throws io.reelbus.model.MediaException RETRY when that takes more than a minute
   */
  public void start(Bus bus) {
    tails.add(bus.agents().tail(this::onAgent));
    tails.add(bus.streams().tail(this::onStream));
    tails.add(bus.recorders().tail(this::onRecorder));
    tails.add(bus.recordings().tail(this::onRecording));
    tails.add(bus.ledgerLines(this::onLine));
    tails.forEach(tail -> tail.awaitCaughtUp(CATCH_UP));
    ledger = bus.ledgerIdentity().hashCode();
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

  /** Recorders that are not started. */
  public RecordersView recorders() {
    return recorders;
  }

  /** In which order streams were written last. */
  public RecentChanges<StreamSpec> streamChanges() {
    return streamChanges;
  }

  /** In which order recordings were written last. */
  public RecentChanges<RecordingSpec> recordingChanges() {
    return recordingChanges;
  }

  /** In which order recorders were written last. */
  public RecentChanges<RecorderSpec> recorderChanges() {
    return recorderChanges;
  }

  /** The newest ledger lines and what they mean. */
  public EventLog events() {
    return events;
  }

  /** Which ledger places are in, once {@link #caughtUp}. */
  public int ledger() {
    return ledger;
  }

  /**
   * Starts, pauses and errors that were asked for and are not in the ledger yet: whoever asked has
   * just asked, or died before saying so. What the ledger has by then is forgotten here.
   */
  public List<LedgerEvent> unsaid() {
    List<LedgerEvent> unsaid = new ArrayList<>();
    wanted.forEach(
        (id, want) -> {
          boolean said =
              want.line() instanceof Interrupted
                  ? narrator.isInterrupted(id)
                  : narrator.askedOffset(id) >= want.offset();
          if (said) {
            wanted.remove(id, want);
          } else {
            unsaid.add(want.line());
          }
        });
    return unsaid;
  }

  /** Whether listeners were told this of the track as it was opened last. */
  public boolean isTold(TrackOverconstrained line) {
    return narrator.isTold(line);
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
    streamChanges.add(change);
  }

  void onRecorder(StateChange<RecorderSpec> change) {
    RecorderSpec spec = change.value();
    if (spec == null) {
      recorders.remove(change.key());
    } else {
      recorders.put(spec);
    }
    recorderChanges.add(change);
  }

  void onRecording(StateChange<RecordingSpec> change) {
    RecordingSpec spec = change.value();
    if (spec == null) {
      recordings.remove(change.key());
      narrator.forget(change.key());
      wanted.remove(change.key());
    } else {
      recordings.put(spec);
      onWish(change.key(), spec, change.offset());
    }
    recordingChanges.add(change);
  }

  private void onWish(String id, RecordingSpec spec, long offset) {
    Wish wish = wish(spec.desired());
    if (!spec.error().isEmpty()) {
      Interrupted line = new Interrupted(id, spec.error(), spec.errorMessage());
      wanted.put(id, new Wanted(line, offset));
      onWanted.run();
    } else if (wish == null) {
      wanted.remove(id); // stop is told by the ledger, when the last blob is there
    } else if (!isWanted(id, wish)) {
      wanted.put(id, new Wanted(new RecorderAsked(id, wish, offset), offset));
      onWanted.run();
    }
  }

  private boolean isWanted(String id, Wish wish) {
    Wanted before = wanted.get(id);
    return before != null && before.line() instanceof RecorderAsked asked && asked.wish() == wish;
  }

  /** By name: a state this version does not know means nothing to listeners. */
  private static @Nullable Wish wish(RecordingSpec.Desired desired) {
    return switch (desired.name()) {
      case "RECORDING" -> Wish.RECORD;
      case "PAUSED" -> Wish.PAUSE;
      default -> null;
    };
  }

  void onLine(LedgerLine line) {
    streams.apply(line.event());
    recordings.apply(line.event());
    events.add(line, narrator.tell(line.event())); // last: who is woken finds it in the views
  }

  /** Calls {@code listener} when {@link #unsaid} has more, by a tail thread. */
  public void onUnsaid(Runnable listener) {
    onWanted = listener;
  }

  /** Stops the tails. */
  @Override
  public void close() {
    tails.forEach(Tail::close);
  }
}
