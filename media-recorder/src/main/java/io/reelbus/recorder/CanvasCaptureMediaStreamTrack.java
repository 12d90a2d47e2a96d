package io.reelbus.recorder;

import java.util.function.Consumer;

/** W3C {@code CanvasCaptureMediaStreamTrack}: the frames of a {@link Canvas}. */
public final class CanvasCaptureMediaStreamTrack extends MediaStreamTrack {

  private final MediaDevices devices;
  private final Canvas canvas;
  private final CanvasCapture capture;
  private final Listeners<CanvasCaptureMediaStreamTrack> onFrameDropped = new Listeners<>();

  CanvasCaptureMediaStreamTrack(
      MediaDevices devices, TrackInfo info, Canvas canvas, CanvasCapture capture) {
    super(devices, info);
    this.devices = devices;
    this.canvas = canvas;
    this.capture = capture;
    capture.begun(this);
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
  MediaStreamTrack made(TrackInfo info) {
    return new CanvasCaptureMediaStreamTrack(devices, info, canvas, capture);
  }

  @Override
  boolean endSilently() {
    capture.ended(this);
    return super.endSilently();
  }
}
