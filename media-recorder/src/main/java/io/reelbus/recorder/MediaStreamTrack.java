package io.reelbus.recorder;

import io.reelbus.model.constraints.MediaTrackConstraints;
import java.util.Map;
import java.util.function.Consumer;

/**
 * W3C {@code MediaStreamTrack}: a device that an agent has open; one object however many streams
 * have it. Any thread; listeners are called on the SDK's event thread.
 */
public sealed class MediaStreamTrack permits CanvasCaptureMediaStreamTrack {

  private final MediaDevices devices;
  private final TrackInfo info;
  private final Listeners<MediaStreamTrack> ended = new Listeners<>();
  private final Listeners<MediaStreamTrack> mute = new Listeners<>();
  private final Listeners<MediaStreamTrack> unmute = new Listeners<>();
  private final Listeners<String> overconstrained = new Listeners<>();
  private volatile boolean live;
  private volatile boolean enabled;
  private volatile boolean muted;

  MediaStreamTrack(MediaDevices devices, TrackInfo info) {
    this.devices = devices;
    this.info = info;
    this.live = info.readyState().equals("live");
    this.enabled = info.enabled();
    this.muted = info.muted();
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

  /** {@code enabled}: as it was set here last. */
  public boolean enabled() {
    return enabled;
  }

  /**
   * Sets {@code enabled}. While it is false, recordings of this track get black or silence, and
   * their time goes on; it takes effect 0.1 s later. Other streams of the device see the real
   * thing.
   *
   * @throws io.reelbus.model.MediaException {@code InvalidStateError} for a file that is not played
   *     live; {@code QuotaExceededError} for one that was disabled a thousand times in two hours
   */
  public synchronized void setEnabled(boolean isEnabled) {
    if (live) {
      var unused = devices.http().patch(path(), Map.of("enabled", isEnabled), Details.class);
    }
    enabled = isEnabled;
  }

  /** {@code muted}: its source gives nothing at the moment. */
  public boolean muted() {
    return muted;
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
   * {@code clone()}: a track of the same source with its own id, {@code enabled}, constraints and
   * end. It is in no stream; it ends with the streams that have this one, unless it was added to
   * another.
   *
   * @throws io.reelbus.model.MediaException {@code InvalidStateError} this one has ended
   */
  @Override
  public MediaStreamTrack clone() {
    TrackInfo info = devices.http().post(path() + "/clone", Map.of(), TrackInfo.class);
    return devices.track(info, () -> made(info));
  }

  /** A track like this one of what the server says of a clone. */
  MediaStreamTrack made(TrackInfo info) {
    return new MediaStreamTrack(devices, info);
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

  /** {@code onmute}: its source gives nothing for about a second. */
  public void onMute(Consumer<MediaStreamTrack> listener) {
    mute.add(listener);
  }

  /** {@code onunmute}: its source gives something again. */
  public void onUnmute(Consumer<MediaStreamTrack> listener) {
    unmute.add(listener);
  }

  /**
   * {@code onoverconstrained}: its source was opened again with settings that do not satisfy its
   * constraints; gets the name of the first of those. The track goes on.
   */
  public void onOverconstrained(Consumer<String> listener) {
    overconstrained.add(listener);
  }

  /** On the event thread. */
  void mute(boolean isMuted) {
    if (live && muted != isMuted) {
      muted = isMuted;
      (isMuted ? mute : unmute).fire(this);
    }
  }

  /** On the event thread. */
  void overconstrain(String constraint) {
    if (live) {
      overconstrained.fire(constraint);
    }
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
