package io.reelbus.recorder;

import io.reelbus.model.MediaException;
import io.reelbus.model.Source;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * W3C {@code HTMLMediaElement} as a source (<em>Media Capture from DOM Elements</em>): a file or
 * URL that an agent plays at its own pace. It plays from its beginning for every stream that is
 * captured; the tracks of a stream end with it. Any thread; listeners are called on the SDK's event
 * thread.
 */
public final class MediaElement {

  private final MediaDevices devices;
  private final Listeners<MediaElement> onEnded = new Listeners<>();
  private String src = "";
  private @Nullable MediaStream playing;

  /** Makes one without a source. */
  public MediaElement(MediaDevices devices) {
    this.devices = devices;
  }

  /** What is played; empty at first. */
  public synchronized String src() {
    return src;
  }

  /** Sets what is played from now on: a URL or path as the agent's machine sees it. */
  public synchronized void src(String url) {
    src = url;
  }

  /** Sets a file of the agent's machine. */
  public void src(Path file) {
    src(file.toAbsolutePath().toUri().toString());
  }

  /**
   * {@code captureStream()}: begins to play.
   *
   * @throws MediaException {@code InvalidStateError} there is no source; {@code NotFoundError} and
   *     {@code NotReadableError} it cannot be played
   */
  public MediaStream captureStream() {
    String url = src();
    if (url.isEmpty()) {
      throw new MediaException(
          "InvalidStateError", MediaException.Next.STOP, "src: empty (expected: a URL)");
    }
    MediaStream stream = devices.open(List.of(SourceRequest.url(url, Source.Kind.PACED_FILE)));
    synchronized (this) {
      playing = stream;
    }
    stream.getTracks().forEach(track -> track.onEnded(this::trackEnded));
    return stream;
  }

  private void trackEnded(MediaStreamTrack track) {
    if (ended()) {
      onEnded.fire(this);
    }
  }

  /** Whether what was captured last has been played to its end. */
  public synchronized boolean ended() {
    return playing != null && !playing.active();
  }

  /** {@code onended}: it has been played to its end. */
  public void onEnded(Consumer<MediaElement> listener) {
    onEnded.add(listener);
  }
}
