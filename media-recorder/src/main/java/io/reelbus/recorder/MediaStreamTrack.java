package io.reelbus.recorder;

import io.reelbus.model.constraints.MediaTrackConstraints;
import java.util.Map;
import java.util.function.Consumer;

/**
 * W3C {@code MediaStreamTrack}: a device that an agent has open. Any thread; listeners are called
 * on the SDK's event thread.
 */
public sealed class MediaStreamTrack permits CanvasCaptureMediaStreamTrack {

  private final HttpJson http;
  private final TrackInfo info;
  private final Runnable stopped;
  private final Listeners<MediaStreamTrack> ended = new Listeners<>();
  private volatile boolean live;

  MediaStreamTrack(HttpJson http, TrackInfo info, Runnable stopped) {
    this.http = http;
    this.info = info;
    this.stopped = stopped;
    this.live = info.readyState().equals("live");
  }

  /** Identity. */
  public String id() {
    return info.id();
  }

  /** {@code video} or {@code audio}. */
  public String kind() {
    return info.kind();
  }

  /** What a person calls it. */
  public String label() {
    return info.label();
  }

  /** {@code live} or {@code ended}. */
  public String readyState() {
    return live ? "live" : "ended";
  }

  /** {@code getSettings()}: numbers, strings and booleans by W3C name. */
  public Map<String, Object> settings() {
    return details().settings();
  }

  /** {@code getCapabilities()}: {@code {min, max}}, lists and strings by W3C name. */
  public Map<String, Object> capabilities() {
    return details().capabilities();
  }

  /** {@code getConstraints()}: what was applied last. */
  public Map<String, Object> constraints() {
    return details().constraints();
  }

  private Details details() {
    return http.get(path(), Details.class);
  }

  /**
   * {@code applyConstraints()}. Nothing happens to a track that has ended.
   *
   * @throws io.reelbus.model.constraints.OverconstrainedException when its settings do not satisfy
   *     the required ones
   */
  public void applyConstraints(MediaTrackConstraints constraints) {
    var unused = http.patch(path(), Map.of("constraints", constraints.toMap()), Details.class);
  }

  private String path() {
    return "/v1/tracks/" + HttpJson.segment(id());
  }

  /** Ends the track; no {@code ended} event. The device is let go with its stream's last track. */
  public void stop() {
    if (live) {
      live = false;
      stopped.run();
    }
  }

  /** {@code onended}: the device is gone or its source at its end. */
  public void onEnded(Consumer<MediaStreamTrack> listener) {
    ended.add(listener);
  }

  /** On the event thread. */
  void end() {
    if (live) {
      live = false;
      ended.fire(this);
    }
  }

  @Override
  public String toString() {
    return kind() + " " + label() + " (" + id() + ")";
  }

  private record Details(
      Map<String, Object> settings,
      Map<String, Object> capabilities,
      Map<String, Object> constraints) {}
}
