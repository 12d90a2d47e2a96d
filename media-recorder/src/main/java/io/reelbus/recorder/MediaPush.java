package io.reelbus.recorder;

import io.reelbus.model.MediaException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A stream whose media this program gives: the bytes of a container as it grows, such as Matroska,
 * WebM, fragmented MP4 or MPEG-TS. Its tracks are live when the head of the container is there. Any
 * thread; bytes go out in the order of the calls. Close it: that ends the tracks.
 */
public final class MediaPush implements AutoCloseable {

  private static final long BOUND_BYTES = 64L << 20;
  private static final long POLL_MS = 50;

  private final MediaDevices devices;
  private final String streamId;
  private final PushChannel channel;

  private MediaPush(MediaDevices devices, String streamId, PushChannel channel) {
    this.devices = devices;
    this.streamId = streamId;
    this.channel = channel;
  }

  /**
   * Makes a stream to push to; 64 MiB are kept for the network.
   *
   * @throws MediaException {@code NotFoundError} no agent is live
   */
  public static MediaPush open(MediaDevices devices) {
    return open(devices, Map.of(), BOUND_BYTES);
  }

  static MediaPush open(MediaDevices devices, Map<String, String> options, long boundBytes) {
    SourceRequest pushed = SourceRequest.pushed().withOptions(options);
    String id = devices.client().openStream(List.of(pushed)).id();
    String path = "/v1/streams/" + HttpJson.segment(id) + "/media";
    return new MediaPush(devices, id, devices.http().push(path, boundBytes));
  }

  /**
   * Sends bytes; waits while 64 MiB are on their way.
   *
   * @param bytes not changed any more by the caller
   * @throws MediaException {@code InvalidStateError} it is closed, or the source has ended
   */
  public void write(byte[] bytes) {
    try {
      if (!channel.write(bytes)) {
        throw PushChannel.over(channel.failure());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MediaException("AbortError", MediaException.Next.STOP, "interrupted", e);
    }
  }

  /** Sends a unit whole, or gives false: there is no room for it, or the source has ended. */
  boolean offer(byte[] unit) {
    return channel.offer(unit);
  }

  /** Bytes that the cluster has: they survive the end of this program. */
  public long acknowledged() {
    return channel.acknowledged();
  }

  /**
   * The stream, with its tracks; waits for them.
   *
   * @throws MediaException {@code NotReadableError} and the like: what was pushed cannot be read;
   *     {@code TimeoutError} (RETRY) the head of the container is not there yet
   */
  public MediaStream stream(Duration deadline) {
    return stream(deadline, devices::track);
  }

  MediaStream stream(Duration deadline, Function<TrackInfo, MediaStreamTrack> maker) {
    record At(String state, @Nullable String error) {}
    record Answer(List<At> sources) {}
    long giveUpAt = System.nanoTime() + deadline.toNanos();
    while (true) {
      At at =
          devices
              .http()
              .get("/v1/streams/" + HttpJson.segment(streamId), Answer.class)
              .sources()
              .get(0);
      if (at.state().equals("open")) {
        return devices.opened(devices.client().stream(streamId), maker);
      } else if (!at.state().equals("opening")) {
        throw new MediaException(
            "NotReadableError",
            MediaException.Next.STOP,
            at.error() == null ? "the source is " + at.state() : at.error());
      } else if (System.nanoTime() - giveUpAt > 0) {
        throw new MediaException(
            "TimeoutError",
            MediaException.Next.RETRY,
            "stream " + streamId + ": not open after " + deadline.toSeconds() + " s");
      }
      pause();
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MediaException("AbortError", MediaException.Next.STOP, "interrupted", e);
    }
  }

  /** Ends the stream behind what was written, without waiting. */
  public void end() {
    channel.end();
  }

  /** Ends the stream and waits until everything is safe, for 30 s at most. */
  @Override
  public void close() {
    channel.close();
  }
}
