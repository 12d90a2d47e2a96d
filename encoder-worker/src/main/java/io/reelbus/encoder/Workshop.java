package io.reelbus.encoder;

import io.reelbus.bus.Bus;
import io.reelbus.encoder.Pipe.Setup;
import io.reelbus.encoder.WorkApart.NoProcessException;
import io.reelbus.model.Cut;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The places where a worker's lanes work on cuts, made when they are wanted and used again, so that
 * there are not more processes than lanes at work. A live track's cuts go to the same process as
 * long as that has time, because it begins the next one ahead. Any thread.
 */
final class Workshop implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Workshop.class);

  /** What a process needs for a slice that it has begun. */
  private static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private record Job(Cut cut, long sinceNanos) {}

  private final EncoderSettings settings;
  private final Bus bus;
  private final CutWork.Maker maker;
  private final CutProcessLaunch launch;
  private final Deque<CutWork> here = new ArrayDeque<>();
  private final Deque<CutWork> apart = new ArrayDeque<>();
  private final Map<CutWork, Job> working = new HashMap<>(); // processes that have a cut
  private final TrackPlaces tracks = new TrackPlaces();
  private int crashes;
  private boolean closed;

  Workshop(EncoderSettings settings, Bus bus, CutWork.Maker maker, CutProcessLaunch launch) {
    this.settings = settings;
    this.bus = bus;
    this.maker = maker;
    this.launch = launch;
  }

  /** Starts a process for each lane before the first cuts come, if every cut gets one. */
  void warmUp() {
    if (settings.isolation() != Isolation.ALL) {
      return;
    }
    try {
      for (int lane = 0; lane < settings.lanes(); lane++) {
        giveBack(start());
      }
    } catch (NoProcessException e) {
      LOG.warn("{}", e.getMessage());
    }
  }

  /**
   * A place for a cut.
   *
   * @param suspect whether it may be the one that crashes
   * @throws NoProcessException when it needs one that cannot be made
   */
  CutWork take(Cut cut, boolean suspect) {
    boolean own = suspect || settings.isolation() == Isolation.ALL;
    if (!own) {
      return takeHere();
    }
    CutWork known = suspect ? null : awaitLatest(cut);
    CutWork work = known == null ? idleProcess() : known;
    if (work == null) {
      work = start();
    }
    synchronized (this) {
      CutWork before = tracks.of(cut);
      if (before != null && before != work) {
        before.forget(cut);
      }
      working.put(work, new Job(cut, System.nanoTime()));
    }
    return work;
  }

  /** The process that made a live track's latest slice, if it comes free in a moment. */
  private synchronized @Nullable CutWork awaitLatest(Cut cut) {
    CutWork latest = tracks.of(cut);
    long until = System.nanoTime() + MOMENT_NANOS;
    try {
      while (latest != null && isSoonFree(latest, cut) && until - System.nanoTime() > 0) {
        TimeUnit.NANOSECONDS.timedWait(this, until - System.nanoTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return latest != null && apart.remove(latest) && isUsable(latest) ? latest : null;
  }

  /** Whether it has a slice that it began ahead, and so has one of this track. */
  private boolean isSoonFree(CutWork latest, Cut cut) {
    Job job = working.get(latest);
    return job != null && tracks.isQuick(job.cut()) && tracks.isQuick(cut);
  }

  /** The process with the fewest tracks; among these the one given back last. */
  private synchronized @Nullable CutWork idleProcess() {
    apart.removeIf(work -> !isUsable(work));
    CutWork least = apart.stream().min(Comparator.comparingLong(tracks::count)).orElse(null);
    apart.remove(least);
    return least;
  }

  /** Whether it did not end while it had nothing to do, or worked ahead. */
  private static boolean isUsable(CutWork work) {
    if (!work.isUsable()) {
      LOG.warn("A process for cuts ended between two of them");
      work.close();
      return false;
    }
    return true;
  }

  /** A place in this process, whatever the settings say. */
  CutWork takeHere() {
    synchronized (this) {
      if (!here.isEmpty()) {
        return here.pop();
      }
    }
    return maker.make(settings.workerId(), bus);
  }

  private WorkApart start() {
    return WorkApart.start(launch, new Setup(bus.settings(), settings.workerId()));
  }

  /** Gives a place back for the next cut. */
  void giveBack(CutWork work, Cut cut) {
    synchronized (this) {
      Job job = working.remove(work);
      long now = System.nanoTime();
      tracks.made(cut, work, job == null ? Long.MAX_VALUE : now - job.sinceNanos());
    }
    giveBack(work);
    synchronized (this) {
      notifyAll();
    }
  }

  private void giveBack(CutWork work) {
    if (!work.isUsable()) {
      synchronized (this) {
        crashes++;
      }
    } else if (keep(work)) {
      return;
    }
    work.close();
  }

  private synchronized boolean keep(CutWork work) {
    Deque<CutWork> idle = work instanceof WorkApart ? apart : here;
    // Both queues of every lane may be at work at the same time.
    if (closed || idle.size() >= 2 * settings.lanes()) {
      return false;
    }
    idle.push(work);
    return true;
  }

  /** How many processes ended while they had a cut. */
  synchronized int crashes() {
    return crashes;
  }

  /** Native objects that are open in processes without a cut. */
  synchronized int nativeHandles() {
    return apart.stream().mapToInt(CutWork::nativeHandles).sum();
  }

  @Override
  public synchronized void close() {
    closed = true;
    here.forEach(CutWork::close);
    here.clear();
    apart.forEach(CutWork::close);
    apart.clear();
  }
}
