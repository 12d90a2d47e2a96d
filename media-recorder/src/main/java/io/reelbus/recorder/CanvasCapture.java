package io.reelbus.recorder;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One capture of a canvas: decides which draws are frames, and pushes them with the wall clock at
 * which they were drawn. A frame for which the network has no room is dropped whole and counted
 * (I8). Guarded by itself.
 */
final class CanvasCapture implements AutoCloseable {

  static final double EVERY_DRAW = -1;
  static final double MAX_RATE = 1000;

  private static final long BOUND_BYTES = 64L << 20;
  private static final int MIN_FRAMES = 4;
  private static final Duration OPEN = Duration.ofSeconds(60);

  private final Canvas canvas;
  private final MediaDevices devices;
  private final double frameRate;
  private final @Nullable FrameGate gate;
  private final MediaPush push;
  private final Instant startedAt = Instant.now();
  private final long startedNanos = System.nanoTime();
  private final Set<CanvasCaptureMediaStreamTrack> tracks = new CopyOnWriteArraySet<>(); // live
  private long lastUs;
  private long dropped;
  private boolean waiting; // for the time of the next frame
  private boolean closed;

  CanvasCapture(Canvas canvas, MediaDevices devices, double frameRate) {
    this.canvas = canvas;
    this.devices = devices;
    this.frameRate = frameRate;
    this.gate = frameRate > 0 ? new FrameGate(frameRate, nowUs()) : null;
    long frameBytes = canvas.picture().length;
    // Its format is all in the head: looking for its frame rate would wait for frames.
    this.push =
        MediaPush.open(
            devices, Map.of("fpsprobesize", "0"), Math.max(BOUND_BYTES, MIN_FRAMES * frameBytes));
  }

  /** Sends the head and the first frame, and waits for the track. */
  MediaStream open() {
    long durationUs = frameRate > 0 ? Math.round(1_000_000 / frameRate) : 0;
    Yuv yuv = Yuv.of(canvas.height());
    push.write(MatroskaPictures.head(canvas.width(), canvas.height(), yuv, durationUs));
    capture();
    return push.stream(
        OPEN,
        info ->
            devices.track(
                info, () -> new CanvasCaptureMediaStreamTrack(devices, info, canvas, this)));
  }

  /** The canvas has changed; its thread. */
  synchronized void drawn() {
    if (closed || frameRate == 0 || waiting) {
      return;
    }
    if (gate == null || gate.pass(nowUs())) {
      capture();
      return;
    }
    waiting = true;
    devices.later(this::due, gate.waitUs(nowUs()), TimeUnit.MICROSECONDS);
  }

  private void due() {
    synchronized (canvas) { // in the order of a draw
      synchronized (this) {
        waiting = false;
        drawn();
      }
    }
  }

  /** Captures what the canvas shows. */
  void capture() {
    synchronized (canvas) {
      synchronized (this) {
        if (closed) {
          return;
        }
        long atUs = Math.max(lastUs + 1, nowUs());
        if (push.offer(MatroskaPictures.picture(atUs, canvas.picture()))) {
          lastUs = atUs;
          return;
        }
        dropped++;
      }
    }
    for (CanvasCaptureMediaStreamTrack told : tracks) {
      devices.later(told::dropped, 0, TimeUnit.MICROSECONDS);
    }
  }

  /** Frames there was no room for. */
  synchronized long dropped() {
    return dropped;
  }

  private long nowUs() {
    long sinceUs = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - startedNanos);
    return ChronoUnit.MICROS.between(Instant.EPOCH, startedAt) + sinceUs;
  }

  /** A track shows it: the first one, or a clone. */
  void begun(CanvasCaptureMediaStreamTrack track) {
    tracks.add(track);
  }

  /** A track does not show it any more; with the last one it ends. */
  void ended(CanvasCaptureMediaStreamTrack track) {
    if (tracks.remove(track) && tracks.isEmpty()) {
      close();
    }
  }

  /** Ends the tracks after the frames so far. */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    canvas.ended(this);
    push.end();
  }
}
