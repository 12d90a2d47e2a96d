package io.reelbus.agent;

import io.reelbus.model.LedgerEvent;
import io.reelbus.model.LedgerEvent.SourceEnded;
import io.reelbus.model.LedgerEvent.SourceFailed;
import io.reelbus.model.LedgerEvent.SourceOpened;
import io.reelbus.model.LedgerEvent.TrackMuted;
import io.reelbus.model.LiveTrack;
import io.reelbus.model.MediaException;
import io.reelbus.model.Source;
import io.reelbus.model.StreamSpec;
import io.reelbus.model.StreamSpec.StreamSource;
import io.reelbus.model.TrackFormat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Opens and closes this agent's sources as streams ask for it, and says so in the ledger. Belongs
 * to the control thread.
 */
final class StreamReconciler {

  /** Where a source of a stream stands. */
  enum Status {
    OPENING,
    OPEN,
    FAILED
  }

  /** One of this agent's sources in one stream. */
  static final class Held {
    final StreamSource spec;
    final @Nullable FileSource file;
    final LiveSources.@Nullable Shared live;
    private Status fileStatus = Status.OPENING; // of what is not live, or not any more

    private Held(StreamSource spec, @Nullable FileSource file, LiveSources.@Nullable Shared live) {
      this.spec = spec;
      this.file = file;
      this.live = live;
    }

    Status status() {
      return live == null ? fileStatus : live.status();
    }
  }

  private record Entry(StreamSpec spec, Map<Integer, Held> sources) {}

  private final AgentContext context;
  private final Executor control;
  private final Executor openers;
  private final LedgerView ledger;
  private final LiveSources live;
  private final Function<StreamSource, String> labels;
  private final Consumer<String> changed;
  private final String poolTopic;
  private final Map<String, Entry> streams = new HashMap<>();

  /**
   * Makes one.
   *
   * @param openers where files are opened and calls wait for the cluster
   * @param labels what a person calls a source
   * @param changed told the stream whose sources have opened or failed
   */
  StreamReconciler(
      AgentContext context,
      Executor control,
      Executor openers,
      LedgerView ledger,
      Function<StreamSource, String> labels,
      String poolTopic,
      Consumer<String> changed) {
    this.context = context;
    this.control = control;
    this.openers = openers;
    this.ledger = ledger;
    this.labels = labels;
    this.poolTopic = poolTopic;
    this.changed = changed;
    this.live = new LiveSources(context, control, openers);
  }

  /** The desired state of a stream; null when it is gone. */
  void reconcile(String streamId, @Nullable StreamSpec spec) {
    Entry known = streams.get(streamId);
    if (spec != null && known != null) {
      streams.put(streamId, new Entry(spec, known.sources())); // its sources do not change
      changed.accept(streamId);
    }
    if (spec == null || !spec.open()) {
      close(streamId);
      if (spec == null) {
        ledger.forgetStream(streamId);
      }
      return;
    }
    if (known != null) {
      return;
    }
    Entry entry = new Entry(spec, new HashMap<>());
    streams.put(streamId, entry);
    boolean isLive = spec.sources().stream().anyMatch(s -> s.source().live());
    for (int i = 0; i < spec.sources().size(); i++) {
      StreamSource source = spec.sources().get(i);
      if (source.agentId().equals(context.settings().agentId())) {
        entry.sources.put(
            i, isLive ? openLive(streamId, i, source) : openFile(streamId, i, source));
      }
    }
    changed.accept(streamId);
  }

  private Held openFile(String streamId, int index, StreamSource spec) {
    FileSource file = new FileSource(context, spec.source(), spec.wire());
    Held held = new Held(spec, file, null);
    if (ledger.wasOpened(streamId, index)) {
      held.fileStatus = Status.OPEN; // in an earlier life; a recording that needs it opens it
      return held;
    }
    openers.execute(
        () -> {
          try {
            List<TrackFormat> formats = file.probe();
            control.execute(() -> fileOpened(streamId, index, held, formats));
          } catch (MediaException e) {
            control.execute(() -> fileFailed(streamId, index, held, e));
          } catch (RuntimeException e) {
            MediaException failure =
                new MediaException(
                    "UnknownError", MediaException.Next.STOP, spec.source().url() + ": " + e, e);
            control.execute(() -> fileFailed(streamId, index, held, failure));
          }
        });
    return held;
  }

  private void fileOpened(String streamId, int index, Held held, List<TrackFormat> formats) {
    held.fileStatus = Status.OPEN;
    List<LiveTrack> tracks = new ArrayList<>();
    for (int t = 0; t < formats.size(); t++) {
      // The partition is borrowed when a recording reads the file.
      tracks.add(track(streamId, index, t, held, formats.get(t), poolTopic, -1));
    }
    send(new SourceOpened(streamId, index, tracks));
    changed.accept(streamId);
  }

  private void fileFailed(String streamId, int index, Held held, MediaException why) {
    held.fileStatus = Status.FAILED;
    send(new SourceFailed(streamId, index, why.name(), String.valueOf(why.getMessage())));
    changed.accept(streamId);
  }

  private LiveTrack track(
      String streamId,
      int index,
      int track,
      Held held,
      TrackFormat format,
      String topic,
      int partition) {
    return new LiveTrack(
        new TrackId(streamId, index, track).toString(),
        context.settings().agentId(),
        labels.apply(held.spec),
        format,
        topic,
        partition);
  }

  private Held openLive(String streamId, int index, StreamSource spec) {
    if (spec.source().kind() == Source.Kind.PUSHED && ledger.wasOpened(streamId, index)) {
      return lost(streamId, index, spec);
    }
    LiveSources.User user =
        new LiveSources.User() {
          @Override
          public void opened(LiveSession session) {
            liveOpened(streamId, index, session);
          }

          @Override
          public void muted(int track, boolean muted) {
            String trackId = new TrackId(streamId, index, track).toString();
            send(new TrackMuted(streamId, trackId, muted));
          }

          @Override
          public void failed(MediaException why) {
            send(new SourceFailed(streamId, index, why.name(), String.valueOf(why.getMessage())));
            changed.accept(streamId);
          }

          @Override
          public void ended() {
            send(new SourceEnded(streamId, index));
          }
        };
    return new Held(spec, null, live.use(streamId + "/" + index, spec, user));
  }

  /** What was pushed to an earlier life of this agent went with it, but for what is on tape. */
  private Held lost(String streamId, int index, StreamSource spec) {
    Held held = new Held(spec, null, null);
    held.fileStatus = Status.FAILED;
    send(
        new SourceFailed(
            streamId, index, "AbortError", "the agent was restarted; push to a new stream"));
    return held;
  }

  private void liveOpened(String streamId, int index, LiveSession session) {
    Entry entry = streams.get(streamId);
    Held held = entry == null ? null : entry.sources.get(index);
    if (held == null) {
      return; // closed meanwhile
    }
    List<LiveTrack> tracks = new ArrayList<>();
    for (int t = 0; t < session.formats().size(); t++) {
      tracks.add(track(streamId, index, t, held, session.formats().get(t), session.topic(t), 0));
    }
    send(new SourceOpened(streamId, index, tracks));
    changed.accept(streamId);
  }

  private void send(LedgerEvent event) {
    var unused = context.outbox().event(event);
  }

  private void close(String streamId) {
    Entry entry = streams.remove(streamId);
    if (entry == null) {
      return;
    }
    for (Map.Entry<Integer, Held> e : entry.sources.entrySet()) {
      Held held = e.getValue();
      if (held.file != null) {
        held.file.close();
        send(new SourceEnded(streamId, e.getKey()));
      }
      if (held.live != null) {
        live.leave(streamId + "/" + e.getKey(), held.live);
      }
    }
  }

  /** Whether a source is being opened. */
  boolean isOpening() {
    return streams.values().stream()
        .flatMap(entry -> entry.sources().values().stream())
        .anyMatch(held -> held.status() == Status.OPENING);
  }

  /** Whether a stream is open. */
  boolean knows(String streamId) {
    return streams.containsKey(streamId);
  }

  /** What is desired of a stream that is open; null for others. */
  @Nullable StreamSpec spec(String streamId) {
    Entry entry = streams.get(streamId);
    return entry == null ? null : entry.spec();
  }

  /** One of this agent's sources; null when the stream is not open or the source is another's. */
  @Nullable Held find(String streamId, int source) {
    Entry entry = streams.get(streamId);
    return entry == null ? null : entry.sources.get(source);
  }

  /** Time passes. */
  void tick() {
    live.tick();
  }

  /** Closes everything; the sessions' threads end soon after. */
  void closeAll() {
    List.copyOf(streams.keySet()).forEach(this::close);
  }

  /** Waits until all capture threads are gone, or for a time. Not on the control thread. */
  void awaitClosed(long millis) throws InterruptedException {
    live.awaitClosed(millis);
  }
}
