package io.reelbus.recorder;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * W3C {@code MediaStream}: a set of tracks, of any agents. Any thread; listeners are called on the
 * SDK's event thread. Close it: that lets its devices go, but for tracks that another stream has,
 * and finishes recordings of it.
 */
public final class MediaStream implements AutoCloseable {

  private final MediaDevices devices;
  private final String id;
  private final List<MediaStreamTrack> tracks = new CopyOnWriteArrayList<>();
  private final Listeners<MediaStreamTrack> added = new Listeners<>();
  private final Listeners<MediaStreamTrack> removed = new Listeners<>();
  private boolean closed; // guarded by this, as changes of the tracks

  /**
   * Makes one.
   *
   * @param maker makes a track of what the server says of it, or finds it
   */
  MediaStream(MediaDevices devices, StreamInfo info, Function<TrackInfo, MediaStreamTrack> maker) {
    this.devices = devices;
    this.id = info.id();
    info.tracks().forEach(track -> tracks.add(maker.apply(track)));
  }

  /** Identity. */
  public String id() {
    return id;
  }

  /** Whether some track is live. */
  public boolean active() {
    return tracks.stream().anyMatch(track -> track.readyState().equals("live"));
  }

  /** All tracks as they are now. */
  public List<MediaStreamTrack> getTracks() {
    return List.copyOf(tracks);
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

  /**
   * {@code addTrack()}: nothing happens when it is in the stream. Recorders of the stream stop with
   * an InvalidModificationError.
   *
   * @throws io.reelbus.model.MediaException {@code InvalidStateError} the track has ended or the
   *     stream is closed; {@code NotSupportedError} a file read as fast as possible and a live
   *     track together
   */
  public synchronized void addTrack(MediaStreamTrack track) {
    if (!tracks.contains(track)) {
      var unused =
          devices.http().post(path() + "/tracks", Map.of("trackId", track.id()), JsonNode.class);
      tracks.add(track);
    }
  }

  /**
   * {@code removeTrack()}: nothing happens when it is not in the stream. The track stays live until
   * it is stopped or all streams that had it are closed.
   */
  public synchronized void removeTrack(MediaStreamTrack track) {
    if (tracks.contains(track)) {
      devices.http().delete(path() + "/tracks/" + HttpJson.segment(track.id()));
      tracks.remove(track);
    }
  }

  /**
   * {@code clone()}: a stream of clones of its live tracks, with ids of their own. Close it too.
   *
   * @throws io.reelbus.model.MediaException {@code InvalidStateError} no track is live
   */
  @Override
  public MediaStream clone() {
    List<MediaStreamTrack> live =
        tracks.stream().filter(track -> track.readyState().equals("live")).toList();
    return live.stream().anyMatch(CanvasCaptureMediaStreamTrack.class::isInstance)
        ? devices.streamOf(live.stream().map(MediaStreamTrack::clone).toList())
        : devices.opened(path() + "/clone", Map.of());
  }

  /** {@code onaddtrack}: another program added a track. */
  public void onAddTrack(Consumer<MediaStreamTrack> listener) {
    added.add(listener);
  }

  /** {@code onremovetrack}: another program removed a track. */
  public void onRemoveTrack(Consumer<MediaStreamTrack> listener) {
    removed.add(listener);
  }

  /**
   * The set was changed, by this program or another: the server knows best. On the event thread.
   */
  void changed(String trackId, boolean isAdded) {
    if (getTrackById(trackId).isPresent() == isAdded) {
      return; // this program's doing
    }
    List<MediaStreamTrack> before;
    synchronized (this) {
      if (closed) {
        return;
      }
      before = List.copyOf(tracks);
      List<MediaStreamTrack> now =
          devices.client().stream(id).tracks().stream().map(devices::track).toList();
      tracks.removeIf(track -> !now.contains(track));
      now.stream().filter(track -> !before.contains(track)).forEach(tracks::add);
    }
    List<MediaStreamTrack> after = List.copyOf(tracks);
    after.stream().filter(track -> !before.contains(track)).forEach(added::fire);
    before.stream().filter(track -> !after.contains(track)).forEach(removed::fire);
  }

  private String path() {
    return "/v1/streams/" + HttpJson.segment(id);
  }

  MediaDevices devices() {
    return devices;
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
    devices.closed(this);
  }
}
