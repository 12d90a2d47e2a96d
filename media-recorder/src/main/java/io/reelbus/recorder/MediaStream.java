package io.reelbus.recorder;

import java.util.List;
import java.util.Optional;

/**
 * W3C {@code MediaStream}: tracks that were opened together. Any thread. Closing it, or stopping
 * its last track, lets the devices go; recordings of it are finished by that.
 */
public final class MediaStream implements AutoCloseable {

  private final MediaDevices devices;
  private final String id;
  private final List<MediaStreamTrack> tracks;
  private boolean closed;

  /** Makes a track of what the server says of it. */
  interface TrackMaker {
    MediaStreamTrack make(TrackInfo info, Runnable stopped);
  }

  MediaStream(MediaDevices devices, StreamInfo info) {
    this(devices, info, (track, stopped) -> new MediaStreamTrack(devices.http(), track, stopped));
  }

  MediaStream(MediaDevices devices, StreamInfo info, TrackMaker maker) {
    this.devices = devices;
    this.id = info.id();
    this.tracks =
        info.tracks().stream().map(track -> maker.make(track, this::trackStopped)).toList();
  }

  /** Identity. */
  public String id() {
    return id;
  }

  /** Whether some track is live. */
  public boolean active() {
    return tracks.stream().anyMatch(track -> track.readyState().equals("live"));
  }

  /** All tracks. */
  public List<MediaStreamTrack> getTracks() {
    return tracks;
  }

  /** Those with sound. */
  public List<MediaStreamTrack> getAudioTracks() {
    return ofKind("audio");
  }

  /** Those with pictures. */
  public List<MediaStreamTrack> getVideoTracks() {
    return ofKind("video");
  }

  private List<MediaStreamTrack> ofKind(String kind) {
    return tracks.stream().filter(track -> track.kind().equals(kind)).toList();
  }

  /** The track of that id, if it is in the stream. */
  public Optional<MediaStreamTrack> getTrackById(String trackId) {
    return tracks.stream().filter(track -> track.id().equals(trackId)).findFirst();
  }

  MediaDevices devices() {
    return devices;
  }

  private void trackStopped() {
    if (!active()) {
      close();
    }
  }

  /** Lets its devices go. */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    devices.client().closeStream(id);
    tracks.forEach(MediaStreamTrack::stop);
  }
}
