package io.reelbus.agent;

import io.reelbus.agent.TapeEntry.Gap;
import io.reelbus.ffmpeg.CutEncoder;
import io.reelbus.model.AudioFormat;
import io.reelbus.model.LedgerEvent.Failed;
import io.reelbus.model.LossCause;
import io.reelbus.model.MediaException;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.RecordingSpec.Desired;
import io.reelbus.model.TapeFrame;
import io.reelbus.model.TrackFormat;
import io.reelbus.model.Wire;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the files of one recording from start to end on a thread of its own: borrows tapes, writes
 * them, cuts them, waits for the encoders, empties the tapes and gives them back.
 *
 * <p>Cuts depend on the files alone, so a run that died is repeated from the start (I5). Of what it
 * cut then, only what is not encoded yet is queued again.
 */
final class FileRecording implements ActiveRecording {

  private static final Logger LOG = LoggerFactory.getLogger(FileRecording.class);

  /**
   * One file and which of its tracks are recorded: number in the file to number in the recording.
   */
  record Part(FileSource source, Map<Integer, Integer> tracks) {}

  private final AgentContext context;
  private final PoolPartitions pool;
  private final String poolTopic;
  private final RecordingSpec spec;
  private final List<Part> parts;
  private final boolean again;
  private final Map<Integer, BitSet> encoded;
  private final Runnable readToEnd;
  private final Thread thread;
  private final Object pausing = new Object();
  private boolean paused;
  private volatile boolean stopped;
  private volatile boolean cancelled;
  private volatile boolean closing;
  private volatile boolean done;

  /**
   * Makes one; {@link #start} begins.
   *
   * @param again whether an earlier run may have left cuts with the encoders
   * @param encoded slices that an earlier run's chunks are there of, by track
   * @param readToEnd called when the files have been read
   */
  FileRecording(
      AgentContext context,
      PoolPartitions pool,
      String poolTopic,
      RecordingSpec spec,
      List<Part> parts,
      boolean again,
      Map<Integer, BitSet> encoded,
      Runnable readToEnd) {
    this.context = context;
    this.pool = pool;
    this.poolTopic = poolTopic;
    this.spec = spec;
    this.parts = List.copyOf(parts);
    this.again = again;
    this.encoded = encoded;
    this.readToEnd = readToEnd;
    this.thread = Threads.daemon("reelbus-capture-" + spec.recordingId(), this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    List<Integer> partitions = List.of();
    try {
      int count = parts.stream().mapToInt(p -> p.tracks().size()).sum();
      partitions = pool.acquire(count, () -> cancelled || stopped);
      if (partitions.isEmpty() && !cancelled) {
        fail("AbortError", "stopped before it could begin");
      } else if (!cancelled) {
        capture(partitions);
      }
    } catch (MediaException e) {
      fail(e.name(), e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("{}: capture failed", spec.recordingId(), e);
      fail("UnknownError", "capture failed: " + e);
    } finally {
      for (int partition : partitions) {
        context.tracker().forget(poolTopic, partition);
        pool.release(partition);
      }
      done = true;
    }
  }

  private void fail(String name, @Nullable String message) {
    if (!cancelled) {
      cancelled = true;
      var unused =
          context
              .outbox()
              .event(new Failed(spec.recordingId(), name, message == null ? name : message));
    }
  }

  private void capture(List<Integer> partitions) throws InterruptedException {
    EncoderPlan plan = new EncoderPlan(spec, CutEncoder::canEncode);
    List<TrackTape> tapes = new ArrayList<>();
    List<OpenSource> open = new ArrayList<>();
    TapeKeeper keeper = null;
    try {
      for (Part part : parts) {
        open.add(part.source().take());
      }
      FileTracks tracks = new FileTracks(spec, plan, partitions.size(), this::slice);
      List<Reading> readings = new ArrayList<>();
      for (int i = 0; i < parts.size(); i++) {
        readings.add(prepare(open.get(i), parts.get(i), partitions, tapes, tracks));
      }
      keeper =
          new TapeKeeper(context, List.copyOf(tapes), tracks::neededPosition, isRaw(open), !again);
      readAll(readings, tracks, tapes, keeper);
      if (!closing) { // whoever comes back reads them again
        readToEnd.run();
      }
      tapes.forEach(TrackTape::close);
      tapes.clear();
      if (again) {
        keeper.awaitTold(() -> cancelled); // stored, which abandons this
      } else {
        keeper.awaitEncoded(() -> cancelled);
      }
    } finally {
      open.forEach(OpenSource::close);
      tapes.forEach(TrackTape::close);
      if (keeper != null && !closing) {
        keeper.empty();
      }
    }
  }

  private void slice(TrackRecorder track, SlicePlan plan) {
    BitSet there = encoded.get(track.number());
    if (!cancelled && (there == null || !there.get(plan.slice()))) {
      context.emitter().emit(track, plan);
    }
  }

  private static boolean isRaw(List<OpenSource> open) {
    return open.stream()
        .flatMap(source -> source.formats().stream())
        .anyMatch(format -> format.wire() == Wire.RAW);
  }

  /** A file being read: which of its tracks go where. */
  private record Reading(OpenSource source, Map<Integer, Integer> indexes, Part part) {}

  private Reading prepare(
      OpenSource source,
      Part part,
      List<Integer> partitions,
      List<TrackTape> tapes,
      FileTracks tracks) {
    Map<Integer, Integer> indexes = new HashMap<>();
    for (Map.Entry<Integer, Integer> wanted : part.tracks().entrySet()) {
      int inFile = wanted.getKey();
      if (inFile >= source.formats().size()) {
        throw new MediaException(
            "NotFoundError",
            MediaException.Next.STOP,
            part.source().url() + ": track " + inFile + " is gone");
      }
      TrackFormat format = source.formats().get(inFile);
      int partition = partitions.get(tapes.size());
      indexes.put(inFile, tapes.size());
      TrackTape tape =
          new TrackTape(
              context.bus().tapeWriter(poolTopic, partition),
              poolTopic,
              partition,
              padding(format));
      tapes.add(tape);
      tracks.add(wanted.getValue(), tape, () -> source.formats().get(inFile));
    }
    return new Reading(source, indexes, part);
  }

  /** Priming samples that decoders of this track drop by themselves. */
  static int padding(TrackFormat format) {
    AudioFormat audio = format.audio();
    return audio == null || format.wire() == Wire.RAW ? 0 : audio.initialPaddingSamples();
  }

  private void readAll(
      List<Reading> readings, FileTracks tracks, List<TrackTape> tapes, TapeKeeper keeper)
      throws InterruptedException {
    List<Reading> left = new ArrayList<>(readings);
    while (!left.isEmpty() && !cancelled && !stopped) {
      keeper.awaitRoom(() -> cancelled || stopped);
      awaitNotPaused();
      Reading next = left.get(0);
      for (Reading r : left) {
        if (r.source().endUs() < next.source().endUs()) {
          next = r;
        }
      }
      if (!read(next, tracks, tapes)) {
        left.remove(next);
      }
    }
    for (Reading r : readings) {
      r.indexes().values().forEach(index -> tracks.end(index, null));
    }
    if (cancelled) {
      tracks.abandon();
    }
  }

  /** A paused file is not read; its media time knows nothing of it. */
  private void awaitNotPaused() throws InterruptedException {
    synchronized (pausing) {
      while (paused && !stopped && !cancelled) {
        pausing.wait();
      }
    }
  }

  /** Reads once; false when the file is at its end, which is then told to its tracks. */
  private boolean read(Reading reading, FileTracks tracks, List<TrackTape> tapes)
      throws InterruptedException {
    String error = "";
    try {
      boolean more =
          reading
              .source()
              .read((track, frame, gap) -> write(reading, track, frame, gap, tracks, tapes));
      if (more) {
        return true;
      }
    } catch (SourceSilentException e) {
      error = e.getMessage();
    }
    List<@Nullable Gap> missing = reading.source().missing();
    for (Map.Entry<Integer, Integer> track : reading.indexes().entrySet()) {
      Gap gap = missing.get(track.getKey());
      if (gap == null && !error.isEmpty()) {
        gap = new Gap(LossCause.CORRUPT_INPUT, 0, 0, 0, error);
      }
      tracks.end(track.getValue(), gap);
    }
    return false;
  }

  private void write(
      Reading reading,
      int track,
      TapeFrame frame,
      @Nullable Gap gap,
      FileTracks tracks,
      List<TrackTape> tapes) {
    Integer index = reading.indexes().get(track);
    if (index != null) {
      tracks.frame(index, tapes.get(index).append(frame, context.clock().nowUs(), gap));
    }
  }

  @Override
  public RecordingSpec spec() {
    return spec;
  }

  @Override
  public void update(RecordingSpec desired) {
    synchronized (pausing) {
      paused = desired.desired() == Desired.PAUSED;
      stopped |= desired.desired() == Desired.STOPPED;
      pausing.notifyAll();
    }
  }

  /** A file is read to its end, as fast as it can: that is no time to stop one of its tracks. */
  @Override
  public void endTrack(int number) {}

  @Override
  public void tick(long nowUs) {}

  @Override
  public void abandon() {
    synchronized (pausing) {
      cancelled = true;
      pausing.notifyAll();
    }
  }

  @Override
  public void close() {
    closing = true; // its cuts stay good: an agent that comes back repeats the run
    abandon();
  }

  @Override
  public boolean isDone() {
    return done;
  }
}
