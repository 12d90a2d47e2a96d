package io.reelbus.agent;

import io.reelbus.agent.TapeEntry.Gap;
import io.reelbus.model.LossCause;
import io.reelbus.model.MediaException;
import io.reelbus.model.MediaKind;
import io.reelbus.model.Source;
import io.reelbus.model.TapeFrame;
import io.reelbus.model.TrackFormat;
import io.reelbus.model.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open live source: writes its tapes as long as it is open, whoever records. Its thread reads;
 * recorders come and go from the control thread.
 */
final class LiveSession {

  private static final Logger LOG = LoggerFactory.getLogger(LiveSession.class);
  private static final long CLOSE_WAIT_MS = 20_000;

  /** Told on the capture thread. */
  interface Listener {
    /** Tracks are live. */
    void opened(LiveSession session);

    /** It could not be opened, or failed later. */
    void failed(LiveSession session, MediaException why);

    /** It came to its end. */
    void ended(LiveSession session);
  }

  /** One track: its tape, what is on it, and who records it. Guarded by itself. */
  private static final class LiveTape {
    final TrackTape tape;
    final TrackFormat format;
    final TapeIndex index;
    final LiveTapeKeeper keeper;
    final long begin; // offset; what is before was written by earlier sessions
    final StallWatch stall = new StallWatch();
    final List<TrackRecorder> recorders = new ArrayList<>();
    boolean ended;
    @Nullable Gap tail;
    long lastTimestamp;

    LiveTape(TrackTape tape, TrackFormat format, LiveTapeKeeper keeper, long begin) {
      this.tape = tape;
      this.begin = begin;
      this.keeper = keeper;
      this.format = format;
      this.index = new TapeIndex(format.timeBase());
    }
  }

  private final AgentContext context;
  private final Source source;
  private final @Nullable Wire wire;
  private final Function<Integer, String> topics;
  private final @Nullable LiveSession before;
  private final Listener listener;
  private final Thread thread;
  private volatile List<LiveTape> tapes = List.of();
  private volatile @Nullable OpenSource open;
  private volatile @Nullable PushedBytes pushed;
  private volatile int topicCount;
  private volatile boolean closing;
  private volatile boolean settled;

  /**
   * Makes one; {@link #start} begins.
   *
   * @param topics names the tape of each track
   * @param before an earlier session of the same device that may still be closing
   */
  LiveSession(
      AgentContext context,
      Source source,
      @Nullable Wire wire,
      Function<Integer, String> topics,
      @Nullable LiveSession before,
      Listener listener) {
    this.context = context;
    this.source = source;
    this.wire = wire;
    this.topics = topics;
    this.before = before;
    this.listener = listener;
    this.thread =
        Threads.daemon("reelbus-capture-" + source.kind() + "-" + label(source), this::run);
  }

  private static String label(Source source) {
    String url = source.url();
    return url.length() <= 24 ? url : url.substring(0, 24);
  }

  void start() {
    thread.start();
  }

  /** What the tapes hold; empty before it is open. */
  List<TrackFormat> formats() {
    return tapes.stream().map(t -> t.format).toList();
  }

  String topic(int track) {
    return topics.apply(track);
  }

  /** The topics it made, or tried to. */
  List<String> topics() {
    return IntStream.range(0, topicCount).mapToObj(topics::apply).toList();
  }

  private void run() {
    try {
      if (before != null) {
        before.awaitClosed(CLOSE_WAIT_MS);
      }
      capture();
    } catch (SourceSilentException e) {
      end(LossCause.DEVICE_GONE, e.getMessage());
      listener.failed(this, e);
    } catch (MediaException e) { // behind an open tape only decoding throws it
      end(LossCause.CORRUPT_INPUT, e.getMessage());
      listener.failed(this, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("{}: capture failed", source.url(), e);
      end(LossCause.DEVICE_GONE, e.toString());
      listener.failed(
          this,
          new MediaException("UnknownError", MediaException.Next.STOP, "capture failed: " + e, e));
    } finally {
      end(null, null);
      settled = true;
    }
  }

  private void capture() throws InterruptedException {
    if (source.kind() != Source.Kind.PUSHED) {
      capture(OpenSource.open(source, wire, true, context.settings(), context.clock()));
      return;
    }
    try (PushedBytes bytes = new PushedBytes(context, source.url(), () -> closing)) {
      pushed = bytes;
      capture(OpenSource.pushed(source, bytes, wire, context));
    } finally {
      pushed = null;
    }
  }

  private void capture(OpenSource opened) throws InterruptedException {
    try {
      open = opened;
      if (closing) {
        return;
      }
      tapes = makeTapes(opened.formats());
      opened.settle();
      listener.opened(this);
      boolean more = true;
      while (more && !closing) {
        more = opened.read(this::write);
      }
      end(null, null);
      listener.ended(this);
    } finally {
      tapes.forEach(t -> t.tape.close());
      opened.close();
    }
  }

  private List<LiveTape> makeTapes(List<TrackFormat> formats) {
    topicCount = formats.size();
    for (String topic : topics()) {
      context.bus().tapes().createDeviceTape(topic, context.settings().tapeRetention());
    }
    List<Long> begins = new ArrayList<>(); // all before a tape is taken: a topic may fail
    for (String topic : topics()) {
      begins.add(context.bus().tapes().endOffset(topic, 0));
    }
    List<LiveTape> made = new ArrayList<>();
    for (int i = 0; i < formats.size(); i++) {
      String topic = topics.apply(i);
      TrackTape tape =
          new TrackTape(
              context.spool().tape(topic, 0, () -> context.bus().tapeWriter(topic, 0)),
              topic,
              0,
              FileRecording.padding(formats.get(i)));
      LiveTapeKeeper keeper = new LiveTapeKeeper(context, tape);
      made.add(new LiveTape(tape, formats.get(i), keeper, begins.get(i)));
    }
    return List.copyOf(made);
  }

  private void write(int track, TapeFrame frame, @Nullable Gap gap) {
    LiveTape tape = tapes.get(track);
    long nowUs = context.clock().nowUs();
    TapeEntry entry = tape.tape.appendOrDrop(frame, nowUs, gap);
    synchronized (tape) {
      tape.stall.came(nowUs);
      if (entry == null) {
        tape.recorders.forEach(r -> r.dropped(frame, gap));
        return;
      }
      tape.index.add(entry);
      tape.keeper.wrote(entry);
      tape.lastTimestamp = entry.timestamp();
      tape.recorders.removeIf(TrackRecorder::isEnded);
      for (TrackRecorder recorder : tape.recorders) {
        accept(recorder, entry);
      }
    }
  }

  /** One recorder's failure does not disturb the others. */
  static void accept(TrackRecorder recorder, TapeEntry entry) {
    try {
      recorder.accept(entry);
    } catch (RuntimeException e) {
      LOG.error("{}: track {} ends", recorder.spec().recordingId(), recorder.number(), e);
      recorder.end(
          new Gap(
              LossCause.CORRUPT_INPUT,
              0,
              entry.timestamp(),
              entry.timestamp(),
              String.valueOf(e.getMessage())));
    }
  }

  /**
   * Makes a recorder of one track; {@link #join} begins.
   *
   * @throws MediaException {@code NotSupportedError} when it cannot be recorded as asked
   */
  TrackRecorder recorder(int track, Function<LiveTapeView, TrackRecorder> maker) {
    LiveTape tape = tapes.get(track);
    TrackRecorder recorder = maker.apply(new LiveTapeView(tape.tape, tape.format));
    if (source.kind() == Source.Kind.PUSHED && tape.format.kind() == MediaKind.VIDEO) {
      recorder.mayBeSilent();
    }
    return recorder;
  }

  /** Offset on a track's tape at which this session began. */
  long beginOffset(int track) {
    return tapes.get(track).begin;
  }

  /** Gives a recorder what is still on the tape of this session, then all that comes. */
  void join(int track, TrackRecorder recorder) {
    LiveTape tape = tapes.get(track);
    synchronized (tape) {
      for (TapeEntry entry : tape.index.entries()) {
        accept(recorder, entry);
      }
      if (tape.ended) {
        recorder.end(tape.tail);
      } else {
        tape.recorders.add(recorder);
      }
    }
  }

  /** What a recorder is made of. */
  record LiveTapeView(TrackTape tape, TrackFormat format) {}

  /** Frees what is behind everything that anybody needs. Waits for the cluster. */
  void free() {
    PushedBytes bytes = pushed;
    if (bytes != null && !tapes.isEmpty()) { // an agent that comes again needs the beginning
      bytes.free();
    }
    for (LiveTape tape : tapes) {
      long needed;
      synchronized (tape) {
        if (context.diskTight().getAsBoolean()) {
          tape.index.tighten();
        }
        needed = tape.index.firstPosition();
        for (TrackRecorder recorder : tape.recorders) {
          needed = Math.min(needed, recorder.neededPosition());
        }
      }
      tape.keeper.free(needed);
    }
  }

  private void end(@Nullable LossCause cause, @Nullable String detail) {
    for (LiveTape tape : tapes) {
      synchronized (tape) {
        if (tape.ended) {
          continue;
        }
        tape.ended = true;
        long at = tape.lastTimestamp;
        tape.tail = cause == null ? null : new Gap(cause, 0, at, at, String.valueOf(detail));
        tape.recorders.forEach(r -> r.end(tape.tail));
        tape.recorders.clear();
      }
    }
  }

  /** Whether a track has given nothing for a while. */
  boolean isStalled(int track) {
    LiveTape tape = tapes.get(track);
    synchronized (tape) {
      return !tape.ended && tape.stall.isStalled(context.clock().nowUs());
    }
  }

  /** Closes soon; its recorders' tracks end. */
  void close() {
    closing = true;
    OpenSource source = open;
    if (source != null) {
      source.interrupt();
    }
  }

  /** Whether its thread has nothing more to do. */
  boolean isClosed() {
    return settled;
  }

  /** Waits until it is closed, or for a time. */
  void awaitClosed(long millis) throws InterruptedException {
    thread.join(millis);
  }
}
