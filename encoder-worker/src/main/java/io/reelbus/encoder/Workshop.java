package io.reelbus.encoder;

import io.reelbus.bus.Bus;
import io.reelbus.encoder.Pipe.Setup;
import io.reelbus.encoder.WorkApart.NoProcessException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The places where a worker's lanes work on cuts, made when they are wanted and used again. The one
 * given back last is taken first, so that there are not more processes than lanes at work. Any
 * thread.
 */
final class Workshop implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Workshop.class);

  private final EncoderSettings settings;
  private final Bus bus;
  private final CutWork.Maker maker;
  private final CutProcessLaunch launch;
  private final Deque<CutWork> here = new ArrayDeque<>();
  private final Deque<CutWork> apart = new ArrayDeque<>();
  private int crashes;
  private boolean closed;

  Workshop(EncoderSettings settings, Bus bus, CutWork.Maker maker, CutProcessLaunch launch) {
    this.settings = settings;
    this.bus = bus;
    this.maker = maker;
    this.launch = launch;
  }

  /** Starts a process before the first cut comes, if every cut gets one. */
  void warmUp() {
    if (settings.isolation() == Isolation.ALL) {
      try {
        giveBack(start());
      } catch (NoProcessException e) {
        LOG.warn("{}", e.getMessage());
      }
    }
  }

  /**
   * A place for a cut.
   *
   * @param suspect whether it may be the one that crashes
   * @throws NoProcessException when it needs one that cannot be made
   */
  CutWork take(boolean suspect) {
    boolean own = suspect || settings.isolation() == Isolation.ALL;
    synchronized (this) {
      Deque<CutWork> idle = own ? apart : here;
      while (!idle.isEmpty()) {
        CutWork work = idle.pop();
        if (work.isUsable()) {
          return work;
        }
        work.close(); // killed while it had nothing to do
      }
    }
    return own ? start() : takeHere();
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
  void giveBack(CutWork work) {
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

  @Override
  public synchronized void close() {
    closed = true;
    here.forEach(CutWork::close);
    here.clear();
    apart.forEach(CutWork::close);
    apart.clear();
  }
}
