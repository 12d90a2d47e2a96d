package io.reelbus.recorder;

import io.reelbus.model.constraints.MediaTrackConstraints;
import java.util.Map;
import java.util.function.Consumer;

/**
 * W3C {@code MediaStreamTrack}: a device that an agent has open; one object however many streams
 * have it. Any thread; listeners are called on the SDK's event thread.
 */
public final class MediaStreamTrack {

  private final MediaDevices devices;
  private final TrackInfo info;
  private final Listeners<MediaStreamTrack> ended = new Listeners<>();
  private volatile boolean live;

  MediaStreamTrack(MediaDevices devices, TrackInfo info) {
    this.devices = devices;
    this.info = info;
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
    return devices.http().get(path(), Details.class);
  }

  /**
   * {@code applyConstraints()}. Nothing happens to a track that has ended.
   *
   * @throws io.reelbus.model.constraints.OverconstrainedException when its settings do not satisfy
   *     the required ones
   */
  public void applyConstraints(MediaTrackConstraints constraints) {
    var unused =
        devices.http().patch(path(), Map.of("constraints", constraints.toMap()), Details.class);
  }

  private String path() {
    return "/v1/tracks/" + HttpJson.segment(id());
  }

  /**
   * {@code clone()}: a track of the same source with its own id, constraints and end. It is in no
   * stream; it ends with the streams that have this one, unless it was added to another.
   *
   * @throws io.reelbus.model.MediaException {@code InvalidStateError} this one has ended
   */
  @Override
  public MediaStreamTrack clone() {
    return devices.track(devices.http().post(path() + "/clone", Map.of(), TrackInfo.class));
  }

  /**
   * {@code stop()}: ends the track, in all streams; no {@code ended} event here. The device is let
   * go when no other live track needs it.
   */
  public void stop() {
    if (endSilently()) {
      devices.http().delete(path());
    }
  }

  /** Whether it was live. */
  boolean endSilently() {
    boolean was = live;
    live = false;
    devices.forget(this);
    return was;
  }

  /** {@code onended}: the device is gone or its source at its end. */
  public void onEnded(Consumer<MediaStreamTrack> listener) {
    ended.add(listener);
  }

  /** On the event thread. */
  void end() {
    if (endSilently()) {
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
