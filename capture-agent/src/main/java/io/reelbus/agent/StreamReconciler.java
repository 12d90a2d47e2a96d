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
import io.reelbus.model.StreamTrack;
import io.reelbus.model.TrackFormat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
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

    boolean isOpenLive() {
      return live != null && live.status() == Status.OPEN;
    }
  }

  /**
   * A track of a stream whose source this agent has.
   *
   * @param source index of the source in the stream
   * @param index of the track in the source
   * @param stopped whether it was stopped
   */
  record Located(Held held, int source, int index, boolean stopped) {}

  private static final class Entry {
    StreamSpec spec;
    final Map<Integer, Held> sources = new HashMap<>();

    Entry(StreamSpec spec) {
      this.spec = spec;
    }
  }

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
    StreamSpec before = known == null ? spec : known.spec;
    if (spec != null && known != null) {
      known.spec = spec;
    }
    if (spec == null || before == null || !spec.open()) {
      if (spec != null && known != null) {
        changed.accept(streamId); // what was set on its tracks before it closes
      }
      close(streamId);
      if (spec == null) {
        ledger.forgetStream(streamId);
      }
      return;
    }
    Entry entry = streams.computeIfAbsent(streamId, id -> new Entry(spec));
    for (int i = 0; i < spec.sources().size(); i++) {
      if (isMine(spec.sources().get(i))) {
        reconcile(entry, before, i);
      }
    }
    changed.accept(streamId);
  }

  private void reconcile(Entry entry, StreamSpec before, int index) {
    StreamSpec spec = entry.spec;
    StreamSource source = spec.sources().get(index);
    Held held = entry.sources.get(index);
    if (held == null && spec.wants(index)) {
      entry.sources.put(
          index,
          spec.live() ? openLive(spec, index, source) : openFile(spec.streamId(), index, source));
    } else if (held != null && !spec.tracksOf(index).equals(before.tracksOf(index))) {
      tellTracks(spec, index);
      if (!spec.wants(index)) {
        entry.sources.remove(index);
        leave(spec, index, held);
      }
    }
  }

  private void tellTracks(StreamSpec spec, int index) {
    List<LiveTrack> known = new ArrayList<>();
    for (StreamTrack track : spec.tracksOf(index)) {
      LiveTrack live = ledger.track(spec.streamId(), track.trackId());
      if (live != null) {
        known.add(live);
      }
    }
    send(DesiredTracks.line(spec, index, known));
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
    // The partition is borrowed when a recording reads the file.
    opened(streamId, index, held, formats, t -> poolTopic, -1);
  }

  private void fileFailed(String streamId, int index, Held held, MediaException why) {
    held.fileStatus = Status.FAILED;
    send(new SourceFailed(streamId, index, why.name(), String.valueOf(why.getMessage())));
    changed.accept(streamId);
  }

  private void opened(
      String streamId,
      int index,
      Held held,
      List<TrackFormat> formats,
      IntFunction<String> topics,
      int partition) {
    Entry entry = streams.get(streamId);
    if (entry == null || entry.sources.get(index) != held) {
      return; // closed meanwhile
    }
    List<LiveTrack> tracks = new ArrayList<>();
    for (int t = 0; t < formats.size(); t++) {
      for (String id : DesiredTracks.ids(entry.spec, index, t)) {
        tracks.add(
            new LiveTrack(
                id,
                context.settings().agentId(),
                labels.apply(held.spec),
                formats.get(t),
                topics.apply(t),
                partition));
      }
    }
    if (DesiredTracks.areSpecial(entry.spec, index)) {
      send(DesiredTracks.line(entry.spec, index, tracks)); // first: what is not added is known
    }
    send(new SourceOpened(streamId, index, tracks));
    changed.accept(streamId);
  }

  private Held openLive(StreamSpec stream, int index, StreamSource source) {
    String streamId = stream.streamId();
    if (source.source().kind() == Source.Kind.PUSHED && ledger.wasOpened(streamId, index)) {
      return lost(streamId, index, source);
    }
    LiveSources.User user =
        new LiveSources.User() {
          @Override
          public void opened(LiveSession session) {
            liveOpened(streamId, index, session);
          }

          @Override
          public void muted(int track, boolean muted) {
            Entry entry = streams.get(streamId);
            if (entry != null) {
              for (String trackId : DesiredTracks.ids(entry.spec, index, track)) {
                send(new TrackMuted(streamId, trackId, muted));
              }
            }
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
    String session = DesiredTracks.session(stream, index);
    return new Held(source, null, live.use(streamId + "/" + index, session, source, user));
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
    if (held != null) {
      opened(streamId, index, held, session.formats(), session::topic, 0);
    }
  }

  private void send(LedgerEvent event) {
    var unused = context.outbox().event(event);
  }

  private void close(String streamId) {
    Entry entry = streams.remove(streamId);
    if (entry == null) {
      return;
    }
    entry.sources.forEach((index, held) -> leave(entry.spec, index, held));
    changed.accept(streamId);
  }

  private void leave(StreamSpec spec, int index, Held held) {
    if (letGo(spec.streamId() + "/" + index, held)) {
      List<StreamSpec> all = streams.values().stream().map(e -> e.spec).toList();
      send(new SourceEnded(spec.streamId(), index, DesiredTracks.liveElsewhere(spec, index, all)));
    }
  }

  /** Closes a source if nobody else uses it; whether it had not ended before. */
  private boolean letGo(String userId, Held held) {
    if (held.file != null) {
      held.file.close();
      return true;
    }
    return held.live != null && live.leave(userId, held.live);
  }

  /** Whether a source is being opened. */
  boolean isOpening() {
    return streams.values().stream()
        .flatMap(entry -> entry.sources.values().stream())
        .anyMatch(held -> held.status() == Status.OPENING);
  }

  /** Whether a stream is open. */
  boolean knows(String streamId) {
    return streams.containsKey(streamId);
  }

  /** What is desired of a stream that is open; null for others. */
  @Nullable StreamSpec spec(String streamId) {
    Entry entry = streams.get(streamId);
    return entry == null ? null : entry.spec;
  }

  /**
   * A track of a stream; null when the stream is not open, the source is not this agent's or it was
   * let go because all its tracks were stopped.
   */
  @Nullable Located find(String streamId, String trackId) {
    Entry entry = streams.get(streamId);
    if (entry == null) {
      return null;
    }
    for (StreamTrack track : entry.spec.trackSet()) {
      if (track.trackId().equals(trackId)) {
        Held held = entry.sources.get(track.source());
        return held == null
            ? null
            : new Located(held, track.source(), track.index(), track.stopped());
      }
    }
    TrackId id = TrackId.parse(trackId);
    Held held =
        id == null || !id.streamId().equals(streamId) || !entry.spec.tracksOf(id.source()).isEmpty()
            ? null
            : entry.sources.get(id.source());
    return held == null || id == null ? null : new Located(held, id.source(), id.track(), false);
  }

  /** Whether a track of an open stream is this agent's and was let go: nothing more will come. */
  boolean hasLeft(String streamId, String trackId) {
    Entry entry = streams.get(streamId);
    return entry != null
        && entry.spec.open()
        && entry.spec.trackSet().stream()
            .anyMatch(
                track ->
                    track.trackId().equals(trackId)
                        && isMine(entry.spec.sources().get(track.source()))
                        && !entry.spec.wants(track.source()));
  }

  private boolean isMine(StreamSource source) {
    return source.agentId().equals(context.settings().agentId());
  }

  /**
   * Time passes.
   *
   * @param mayFree whether live tapes may be freed behind what is known to be needed
   */
  void tick(boolean mayFree) {
    live.tick(mayFree);
  }

  /**
   * Closes everything; the sessions' threads end soon after. Nothing is said to have ended: it goes
   * on with the agent that comes again.
   */
  void closeAll() {
    streams.forEach((id, entry) -> entry.sources.forEach((i, held) -> letGo(id + "/" + i, held)));
    streams.clear();
  }

  /** Waits until all capture threads are gone, or for a time. Not on the control thread. */
  void awaitClosed(long millis) throws InterruptedException {
    live.awaitClosed(millis);
  }
}
