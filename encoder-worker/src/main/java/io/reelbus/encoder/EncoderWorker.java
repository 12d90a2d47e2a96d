package io.reelbus.encoder;

import io.reelbus.bus.Bus;
import io.reelbus.bus.Health;
import io.reelbus.model.Lane;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/** A process's share of the encoder farm. Start it once, close it once. */
public final class EncoderWorker implements AutoCloseable {

  private final EncoderSettings settings;
  private final Bus bus;
  private final Workshop workshop;
  private final List<LaneThread> lanes = new ArrayList<>();

  /** Makes a worker; nothing runs before {@link #start()}. */
  public EncoderWorker(EncoderSettings settings, Bus bus) {
    this(settings, bus, WorkHere::new, CutProcess.class);
  }

  /** One that works in another way, here and in its processes. */
  EncoderWorker(EncoderSettings settings, Bus bus, CutWork.Maker here, Class<?> cutProcess) {
    this.settings = settings;
    this.bus = bus;
    this.workshop = new Workshop(settings, bus, here, new CutProcessLaunch(cutProcess));
  }

  /** Starts the lanes. */
  public void start() {
    Semaphore permits = new Semaphore(settings.lanes());
    for (int i = 0; i < settings.lanes(); i++) {
      for (Lane queue : Lane.values()) {
        lanes.add(new LaneThread(settings.workerId() + "/" + i, bus, queue, permits, workshop));
      }
    }
    lanes.forEach(Thread::start);
    workshop.warmUp();
  }

  /** Whether every lane runs, and what the one that does not died of. */
  public Health check() {
    for (LaneThread lane : lanes) {
      if (!lane.isAlive()) {
        return new Health(false, "lane " + lane.getName() + " has stopped");
      }
    }
    Health connected = bus.check();
    int crashes = workshop.crashes();
    return crashes == 0
        ? connected
        : new Health(
            connected.up(), connected.detail() + "; processes of cuts that crashed: " + crashes);
  }

  /**
   * Native objects that are open in the processes of this worker that have no cut; those of this
   * process are counted by {@link io.reelbus.ffmpeg.NativeHandles}.
   */
  public int nativeHandles() {
    return workshop.nativeHandles();
  }

  /** Lets every lane finish its cut, for at most half a minute, and stops. */
  @Override
  public void close() {
    lanes.forEach(LaneThread::askToStop);
    lanes.forEach(LaneThread::awaitEnd);
    workshop.close();
  }
}
