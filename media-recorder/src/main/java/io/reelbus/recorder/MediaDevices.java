package io.reelbus.recorder;

import com.fasterxml.jackson.core.type.TypeReference;
import io.reelbus.model.MediaException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * W3C {@code MediaDevices}: the devices of all agents of a Reelbus cluster, and the way in to this
 * SDK. Any thread; listeners of everything made from it are called on one thread, its event thread,
 * which they must not keep for long. Close it.
 */
public final class MediaDevices implements AutoCloseable {

  private final HttpJson http;
  private final ReelbusClient client;
  private final ScheduledExecutorService thread;
  private final Map<String, MediaStream> streams = new ConcurrentHashMap<>();
  private final Map<String, MediaStreamTrack> tracks = new ConcurrentHashMap<>(); // live ones
  private final Listeners<List<DeviceInfo>> deviceChange = new Listeners<>();
  private @Nullable EventChannel channel;

  private MediaDevices(HttpJson http) {
    this.http = http;
    this.client = new ReelbusClient(http);
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread made = new Thread(task, "reelbus-events");
              made.setDaemon(true);
              return made;
            });
  }

  /**
   * The devices of a cluster; nothing is sent before the first call.
   *
   * @param api e.g. {@code http://localhost:8080}
   */
  public static MediaDevices connect(URI api) {
    return new MediaDevices(new HttpJson(api));
  }

  /** All devices of all live agents. */
  public List<DeviceInfo> enumerateDevices() {
    return client.devices();
  }

  /** Names of the constraints that mean something here. */
  public Map<String, Boolean> getSupportedConstraints() {
    record Answer(Map<String, Boolean> supportedConstraints) {}
    return http.get("/v1/devices", Answer.class).supportedConstraints();
  }

  /**
   * Opens the camera and microphone that fit best, over all agents.
   *
   * @throws io.reelbus.model.constraints.OverconstrainedException nothing fits
   * @throws MediaException {@code NotFoundError} there is no device of a kind; {@code
   *     NotReadableError} it cannot be opened; {@code TypeError} a constraint is out of its range
   */
  public MediaStream getUserMedia(MediaStreamConstraints constraints) {
    return open(Map.of("constraints", constraints.toMap()));
  }

  /** Opens a screen, and what its machine plays where the agent has it; errors as above. */
  public MediaStream getDisplayMedia(MediaStreamConstraints constraints) {
    return open(Map.of("display", constraints.toMap()));
  }

  /** Opens devices, files and URLs by name, whatever the constraints would choose. */
  public MediaStream open(List<SourceRequest> sources) {
    return open(Map.of("sources", sources));
  }

  /**
   * {@code new MediaStream(tracks)}: a stream of tracks that other streams have, of any agents.
   * They stay live in it when those are closed.
   *
   * @param tracks at least one
   * @throws MediaException {@code InvalidStateError} one has ended; {@code NotSupportedError} files
   *     read as fast as possible and live tracks together
   */
  public MediaStream streamOf(List<MediaStreamTrack> tracks) {
    return open(Map.of("tracks", tracks.stream().map(MediaStreamTrack::id).toList()));
  }

  private MediaStream open(Map<String, Object> request) {
    return opened("/v1/streams", request);
  }

  MediaStream opened(String path, Map<String, Object> request) {
    listen(); // before the tracks are there: no end of one is missed
    return opened(http.post(path, request, StreamInfo.class), this::track);
  }

  /** A stream that is open. */
  MediaStream opened(StreamInfo info, Function<TrackInfo, MediaStreamTrack> maker) {
    listen();
    MediaStream stream = new MediaStream(this, info, maker);
    streams.put(stream.id(), stream);
    return stream;
  }

  /** On the event thread; nothing happens when this is closed. */
  void later(Runnable task, long delay, TimeUnit unit) {
    try {
      var unused = thread.schedule(task, delay, unit);
    } catch (RejectedExecutionException e) {
      return; // closed: nobody listens any more
    }
  }

  /** Closes a stream; tracks that another one of this program has live on. */
  void closed(MediaStream stream) {
    streams.remove(stream.id());
    client.closeStream(stream.id());
    for (MediaStreamTrack track : stream.getTracks()) {
      if (streams.values().stream().noneMatch(other -> other.getTracks().contains(track))) {
        var unused = track.endSilently();
      }
    }
  }

  /** The object of a track; the same for all streams. */
  MediaStreamTrack track(TrackInfo info) {
    return track(info, () -> new MediaStreamTrack(this, info));
  }

  /** The same; {@code maker} makes one that is not there yet. */
  MediaStreamTrack track(TrackInfo info, Supplier<MediaStreamTrack> maker) {
    MediaStreamTrack known = tracks.get(info.id());
    return known == null && !info.readyState().equals("live")
        ? maker.get()
        : tracks.computeIfAbsent(info.id(), id -> maker.get());
  }

  void forget(MediaStreamTrack track) {
    tracks.remove(track.id());
  }

  /** Whether a recorder can write this type, codecs included. */
  public boolean isTypeSupported(String mimeType) {
    record Answer(boolean supported) {}
    return http.get("/v1/types?mimeType=" + HttpJson.segment(mimeType), Answer.class).supported();
  }

  /** {@code ondevicechange}: an agent or device has come or gone; gets all there are now. */
  public void onDeviceChange(Consumer<List<DeviceInfo>> listener) {
    deviceChange.add(listener);
    listen();
  }

  private synchronized void listen() {
    if (channel == null) {
      String types = "devicechange,addtrack,removetrack,ended,mute,unmute,overconstrained";
      EventChannel made = events("types=" + types, this::event);
      made.open();
      channel = made;
    }
  }

  private void event(EventMessage event) {
    if (event.type().equals("devicechange")) {
      deviceChange.fire(
          http.convert(event.json().path("devices"), new TypeReference<List<DeviceInfo>>() {}));
      return;
    }
    String trackId = event.json().path("trackId").asText();
    MediaStream stream = streams.get(event.json().path("streamId").asText());
    MediaStreamTrack track = tracks.get(trackId);
    switch (event.type()) {
      case "addtrack", "removetrack" -> {
        if (stream != null) {
          stream.changed(trackId, event.type().equals("addtrack"));
        }
      }
      case "overconstrained" -> {
        if (track != null && stream != null && tellsFirst(stream, track)) {
          track.overconstrain(event.json().path("constraint").asText());
        }
      }
      default -> {
        if (track != null) {
          tell(track, event.type());
        }
      }
    }
  }

  /** A track that is in several streams is told of in each. */
  private boolean tellsFirst(MediaStream stream, MediaStreamTrack track) {
    return streams.values().stream()
        .noneMatch(
            other -> other.id().compareTo(stream.id()) < 0 && other.getTracks().contains(track));
  }

  private static void tell(MediaStreamTrack track, String type) {
    switch (type) {
      case "ended" -> track.end();
      case "mute" -> track.mute(true);
      case "unmute" -> track.mute(false);
      default -> {} // nothing else was asked for
    }
  }

  EventChannel events(String query, Consumer<EventMessage> receiver) {
    return http.events(query, thread, receiver);
  }

  HttpJson http() {
    return http;
  }

  ReelbusClient client() {
    return client;
  }

  /** Stops listening. Streams and recordings go on. */
  @Override
  public synchronized void close() {
    if (channel != null) {
      channel.close();
    }
    thread.shutdownNow();
  }
}
