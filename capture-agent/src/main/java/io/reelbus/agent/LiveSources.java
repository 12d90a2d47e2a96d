package io.reelbus.agent;

import io.reelbus.bus.Topics;
import io.reelbus.model.MediaException;
import io.reelbus.model.Source;
import io.reelbus.model.StreamSpec.StreamSource;
import io.reelbus.model.Wire;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live sources that are open, each once however many streams use it. Belongs to the control
 * thread.
 */
final class LiveSources {

  private static final Logger LOG = LoggerFactory.getLogger(LiveSources.class);
  private static final long FREE_EVERY_US = 1_000_000;

  /** A stream's side of a source; called on the control thread. */
  interface User {
    /** Its tracks are live. */
    void opened(LiveSession session);

    /** A track gives nothing at the moment, or something again. Unmuted when it is opened. */
    void muted(int track, boolean muted);

    /** It could not be opened, or failed later. */
    void failed(MediaException why);

    /** It came to its end. */
    void ended();
  }

  /** One open source and its users. */
  static final class Shared {
    final String key;
    final LiveSession session;
    private final Map<String, User> users = new LinkedHashMap<>();
    private final BitSet muted = new BitSet(); // tracks that give nothing
    private StreamReconciler.Status status = StreamReconciler.Status.OPENING;

    private Shared(String key, LiveSession session) {
      this.key = key;
      this.session = session;
    }

    StreamReconciler.Status status() {
      return status;
    }
  }

  private final AgentContext context;
  private final Executor control;
  private final Executor waiting;
  private final Map<String, Shared> open = new HashMap<>();
  private final Map<String, LiveSession> closing = new HashMap<>(); // by key
  private final List<LiveSession> owned = new CopyOnWriteArrayList<>(); // their tapes go too
  private final ConcurrentLinkedQueue<LiveSession> all = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean freeing = new AtomicBoolean();
  private long freedAtUs;

  /**
   * Makes one.
   *
   * @param waiting where calls may wait for the cluster
   */
  LiveSources(AgentContext context, Executor control, Executor waiting) {
    this.context = context;
    this.control = control;
    this.waiting = waiting;
  }

  /**
   * Opens a source for a user, or shares the one that is open.
   *
   * @param sharedAs users of the same name share what is otherwise opened for one user alone
   */
  Shared use(String userId, String sharedAs, StreamSource spec, User user) {
    Source source = spec.source();
    String deviceId = spec.deviceId();
    String sourceId = DeviceIds.of(context.settings().agentId(), played(source));
    String id = deviceId != null && isExclusive(source.kind()) ? deviceId : sourceId;
    String wire = spec.wire() == Wire.RAW ? "-raw" : "";
    // A file is played from its start for every stream, and a device with settings of its own is
    // opened for that stream; a device as it is is shared.
    boolean own = source.ends() || (deviceId != null && !id.equals(deviceId));
    String key = id + wire + (own ? "-" + sharedAs.replace('/', '-') : "");
    Shared known = open.get(key);
    if (known != null) {
      known.users.put(userId, user);
      if (known.status == StreamReconciler.Status.OPEN) {
        control.execute(
            () -> {
              user.opened(known.session);
              known.muted.stream().forEach(track -> user.muted(track, true));
            });
      }
      return known;
    }
    LiveSession session =
        new LiveSession(
            context,
            source,
            spec.wire(),
            track -> Topics.tape(key + "-" + track),
            closing.remove(key),
            new Reports(key));
    Shared shared = new Shared(key, session);
    shared.users.put(userId, user);
    open.put(key, shared);
    all.add(session);
    if (own) {
      synchronized (owned) { // an earlier session's tape that is being removed is gone by then
        owned.removeIf(earlier -> earlier.topic(0).equals(session.topic(0))); // the tape goes on
        owned.add(session);
      }
    }
    session.start();
    return shared;
  }

  /** A file among live sources is played; alone in another stream it is called so. */
  private static Source played(Source source) {
    return source.kind() == Source.Kind.FILE
        ? new Source(Source.Kind.PACED_FILE, source.url(), source.options())
        : source;
  }

  /** Whether the machine opens it once at a time: who comes second takes it as it is. */
  private static boolean isExclusive(Source.Kind kind) {
    return kind == Source.Kind.V4L2 || kind == Source.Kind.ALSA;
  }

  /** From the capture thread to the control thread. */
  private final class Reports implements LiveSession.Listener {
    private final String key;

    Reports(String key) {
      this.key = key;
    }

    @Override
    public void opened(LiveSession session) {
      control.execute(
          () -> {
            Shared shared = find(session);
            if (shared != null) {
              shared.status = StreamReconciler.Status.OPEN;
              List.copyOf(shared.users.values()).forEach(u -> u.opened(session));
            }
          });
    }

    @Override
    public void failed(LiveSession session, MediaException why) {
      LOG.warn("{}: {}", key, why.getMessage());
      control.execute(
          () -> {
            Shared shared = find(session);
            if (shared != null) {
              shared.status = StreamReconciler.Status.FAILED;
              open.remove(key);
              List.copyOf(shared.users.values()).forEach(u -> u.failed(why));
            }
          });
    }

    @Override
    public void ended(LiveSession session) {
      control.execute(
          () -> {
            Shared shared = find(session);
            if (shared != null) {
              open.remove(key);
              List.copyOf(shared.users.values()).forEach(User::ended);
            }
          });
    }

    private @Nullable Shared find(LiveSession session) {
      Shared shared = open.get(key);
      return shared != null && shared.session == session ? shared : null;
    }
  }

  /**
   * A user does not need a source any more; the last one closes it.
   *
   * @return whether it had not ended before
   */
  boolean leave(String userId, Shared shared) {
    User user = shared.users.remove(userId);
    boolean wasOpen = user != null && open.get(shared.key) == shared;
    if (wasOpen) {
      if (shared.users.isEmpty()) {
        open.remove(shared.key);
        closing.put(shared.key, shared.session);
        shared.session.close();
      }
    }
    return wasOpen;
  }

  /**
   * Forgets closed sessions, and removes the tapes of one stream that no cut needs.
   *
   * @param mayFree whether the others may be freed behind what is known to be needed
   */
  void tick(boolean mayFree) {
    open.values().forEach(LiveSources::watch);
    closing.values().removeIf(LiveSession::isClosed);
    all.removeIf(s -> s.isClosed() && !owned.contains(s));
    tidyTapes(mayFree);
  }

  /** Tells the users of a source which of its tracks have stalled, or go on. */
  private static void watch(Shared shared) {
    if (shared.status != StreamReconciler.Status.OPEN) {
      return;
    }
    for (int i = 0; i < shared.session.formats().size(); i++) {
      int track = i;
      boolean stalled = shared.session.isStalled(track);
      if (stalled != shared.muted.get(track)) {
        shared.muted.set(track, stalled);
        shared.users.values().forEach(user -> user.muted(track, stalled));
      }
    }
  }

  private void tidyTapes(boolean mayFree) {
    long nowUs = context.clock().nowUs();
    if (nowUs - freedAtUs < FREE_EVERY_US || !freeing.compareAndSet(false, true)) {
      return;
    }
    freedAtUs = nowUs;
    List<LiveSession> sessions = mayFree ? List.copyOf(all) : List.of();
    waiting.execute(
        () -> {
          try {
            sessions.forEach(LiveSession::free);
            owned.removeAll(owned.stream().filter(s -> s.isClosed() && remove(s)).toList());
          } finally {
            freeing.set(false);
          }
        });
  }

  /** Whether the tapes of a session are gone; otherwise it is asked again. */
  private boolean remove(LiveSession session) {
    List<String> topics = session.topics();
    synchronized (owned) {
      if (!owned.contains(session) // another one has its tapes since
          || topics.stream().anyMatch(topic -> context.tracker().isUsed(topic, 0))) {
        return false;
      }
      try {
        for (String topic : topics) {
          context.spool().discard(topic, 0);
          context.bus().tapes().deleteTopic(topic);
          context.tracker().forget(topic, 0);
        }
        return true;
      } catch (MediaException e) {
        LOG.warn("{} is removed later: {}", topics, e.getMessage());
        return false;
      }
    }
  }

  /** Waits until the threads of all sessions are gone, or for a time. Any thread. */
  void awaitClosed(long millis) throws InterruptedException {
    long deadlineUs = context.clock().nowUs() + millis * 1000;
    for (LiveSession session : all) {
      long left = (deadlineUs - context.clock().nowUs()) / 1000;
      session.awaitClosed(Math.max(1, left));
    }
  }
}
