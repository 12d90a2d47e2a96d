package io.reelbus.recorder;

import io.reelbus.model.MediaException;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * W3C {@code HTMLCanvasElement} as a source: a picture into which a program draws, and whose frames
 * are a track (<em>Media Capture from DOM Elements</em>). It is black at first; pixels are sRGB.
 * Any thread; a draw and the capture of its frame are one step.
 */
public final class Canvas {

  private static final int MAX_SIDE = 8192;

  private final MediaDevices devices;
  private final BufferedImage image;
  private final List<CanvasCapture> captures = new CopyOnWriteArrayList<>();

  /**
   * Makes one.
   *
   * @param width 2 to 8192
   * @param height 2 to 8192
   * @throws MediaException {@code TypeError} when it is out of range
   */
  public Canvas(MediaDevices devices, int width, int height) {
    this.devices = devices;
    if (width < 2 || width > MAX_SIDE || height < 2 || height > MAX_SIDE) {
      throw new MediaException(
          "TypeError",
          MediaException.Next.STOP,
          "canvas: " + width + "x" + height + " (expected: 2 to 8192 each)");
    }
    this.image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
  }

  public int width() {
    return image.getWidth();
  }

  public int height() {
    return image.getHeight();
  }

  /** Draws an image at the top left, as it is. */
  public void draw(BufferedImage picture) {
    draw(graphics -> graphics.drawImage(picture, 0, 0, null));
  }

  /** Lets a program paint. */
  public synchronized void draw(Consumer<Graphics2D> painter) {
    Graphics2D graphics = image.createGraphics();
    try {
      painter.accept(graphics);
    } finally {
      graphics.dispose();
    }
    captures.forEach(CanvasCapture::drawn);
  }

  /** {@code captureStream()}: every draw makes a frame. Errors as below. */
  public MediaStream captureStream() {
    return capture(CanvasCapture.EVERY_DRAW);
  }

  /**
   * {@code captureStream(frameRate)}: frames are captured when something was drawn, at most so many
   * a second; those that were not drawn may be made up for within the next second. The first frame
   * is what the canvas shows now; returns when the track is live.
   *
   * @param frameRate frames a second, 0 to 1000; with 0 only {@link
   *     CanvasCaptureMediaStreamTrack#requestFrame} captures
   * @throws MediaException {@code NotSupportedError} the frame rate is out of range; {@code
   *     NotFoundError} no agent is live
   */
  public MediaStream captureStream(double frameRate) {
    if (!(frameRate >= 0 && frameRate <= CanvasCapture.MAX_RATE)) {
      throw new MediaException(
          "NotSupportedError",
          MediaException.Next.STOP,
          "frameRate: " + frameRate + " (expected: 0 to 1000)");
    }
    return capture(frameRate);
  }

  private MediaStream capture(double frameRate) {
    CanvasCapture capture = new CanvasCapture(this, devices, frameRate);
    captures.add(capture);
    try {
      return capture.open();
    } catch (RuntimeException e) {
      capture.close();
      throw e;
    }
  }

  /** What it shows, as I420. */
  synchronized byte[] picture() {
    int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    return Yuv.of(height()).i420(pixels, width(), height());
  }

  void ended(CanvasCapture capture) {
    captures.remove(capture);
  }
}
