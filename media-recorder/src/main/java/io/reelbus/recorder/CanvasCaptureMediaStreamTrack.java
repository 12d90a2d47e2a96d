package io.reelbus.recorder;

import java.util.function.Consumer;

/** W3C {@code CanvasCaptureMediaStreamTrack}: the frames of a {@link Canvas}. */
public final class CanvasCaptureMediaStreamTrack extends MediaStreamTrack {

  private final Canvas canvas;
  private final CanvasCapture capture;
  private final Listeners<CanvasCaptureMediaStreamTrack> onFrameDropped = new Listeners<>();

  CanvasCaptureMediaStreamTrack(
      HttpJson http, TrackInfo info, Runnable stopped, Canvas canvas, CanvasCapture capture) {
    super(http, info, stopped);
    this.canvas = canvas;
    this.capture = capture;
  }

  /** What it captures. */
  public Canvas canvas() {
    return canvas;
  }

  /** Captures what the canvas shows now; nothing happens when the track has ended. */
  public void requestFrame() {
    capture.capture();
  }

  /** Frames that were left out because the network or the cluster was too slow for 64 MiB. */
  public long framesDropped() {
    return capture.dropped();
  }

  /** Told on the event thread of every frame that was left out. */
  public void onFrameDropped(Consumer<CanvasCaptureMediaStreamTrack> listener) {
    onFrameDropped.add(listener);
  }

  void dropped() {
    onFrameDropped.fire(this);
  }

  @Override
  public void stop() {
    capture.close();
    super.stop();
  }

  @Override
  void end() {
    capture.close();
    super.end();
  }
}
