package io.reelbus.recorder;

import io.reelbus.model.MediaException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * W3C {@code MediaRecorder}, over the storage API. Methods may be called on any thread; listeners
 * are called on the event thread of its {@link MediaDevices}, in the order of the specification:
 * {@code start}, {@code dataavailable} for each slice, at the end {@code error} if there was one
 * and {@code stop}, when the file is stored. When the track set of its stream is changed while it
 * records, {@code error} is an InvalidModificationError, the rest of the data follows, then {@code
 * stop}. So it is with a QuotaExceededError, when the server's disk is nearly full.
 *
 * <p>Differs where a cluster does: {@link #recordingId()} names the recording, and it goes on when
 * this program ends.
 */
public final class MediaRecorder implements AutoCloseable {

  private static final int MIN_TIMESLICE_MS = 100;
  private static final int MAX_TIMESLICE_MS = 3_600_000;

  private final MediaDevices devices;
  private final MediaStream stream;
  private final MediaRecorderOptions options;
  private final Listeners<MediaRecorder> onStart = new Listeners<>();
  private final Listeners<BlobEvent> onDataAvailable = new Listeners<>();
  private final Listeners<MediaRecorder> onPause = new Listeners<>();
  private final Listeners<MediaRecorder> onResume = new Listeners<>();
  private final Listeners<MediaRecorder> onStop = new Listeners<>();
  private final Listeners<MediaRecorderErrorEvent> onError = new Listeners<>();
  private RecorderInfo recorder; // guarded by this, as all below
  private String state = "inactive";
  private boolean used;
  private boolean sliced;
  private boolean requested; // data, and none has come since
  private @Nullable EventChannel channel;
  private List<byte[]> gathered = new ArrayList<>(); // the event thread's
  private double gatheredFromMs;

  /** With default options. */
  public MediaRecorder(MediaStream stream) {
    this(stream, MediaRecorderOptions.DEFAULTS);
  }

  /**
   * Makes an inactive recorder.
   *
   * @throws MediaException {@code NotSupportedError} the type is not known or cannot hold the
   *     tracks; {@code TypeError} bit rates out of range
   */
  public MediaRecorder(MediaStream stream, MediaRecorderOptions options) {
    this.devices = stream.devices();
    this.stream = stream;
    this.options = options;
    this.recorder = make();
  }

  private RecorderInfo make() {
    return devices.http().postOnce("/v1/recorders", body(), RecorderInfo.class);
  }

  private Map<String, Object> body() {
    Map<String, Object> body = new LinkedHashMap<>(options.toMap());
    body.put("streamId", stream.id());
    return body;
  }

  /** What it records. */
  public MediaStream stream() {
    return stream;
  }

  /** What is really written, codecs included. */
  public synchronized String mimeType() {
    return recorder.mimeType();
  }

  /** Target of all video tracks together; 0 when they are copied and do not say. */
  public synchronized long videoBitsPerSecond() {
    return recorder.videoBitsPerSecond();
  }

  /** Target of all audio tracks together; 0 when lossless, or copied and not known. */
  public synchronized long audioBitsPerSecond() {
    return recorder.audioBitsPerSecond();
  }

  /** What is used: Opus does as asked, AAC and PCM are always constant, FLAC always variable. */
  public synchronized BitrateMode audioBitrateMode() {
    return BitrateMode.of(recorder.audioBitrateMode());
  }

  /** {@code inactive}, {@code recording} or {@code paused}. */
  public synchronized String state() {
    return state;
  }

  /** The recording in the archive; of the last start. */
  public synchronized String recordingId() {
    return recorder.id();
  }

  /** Starts; one {@code dataavailable} comes, at the end, but for {@link #requestData}. */
  public void start() {
    start(null);
  }

  /**
   * Starts, with a {@code dataavailable} for every slice.
   *
   * @param timesliceMs 100 to 3600000
   * @throws MediaException {@code InvalidStateError} it is not inactive; {@code NotSupportedError}
   *     the stream is not active; {@code TypeError} the timeslice is out of range
   */
  public void start(int timesliceMs) {
    if (timesliceMs < MIN_TIMESLICE_MS || timesliceMs > MAX_TIMESLICE_MS) {
      throw new MediaException(
          "TypeError",
          MediaException.Next.STOP,
          "timeslice: " + timesliceMs + " ms (expected: 100 to 3600000)");
    }
    start((Integer) timesliceMs);
  }

  private synchronized void start(@Nullable Integer timesliceMs) {
    expect(state.equals("inactive"), "start", "inactive");
    if (used) {
      recorder = make(); // the old one has its recording
    }
    close();
    used = true;
    sliced = timesliceMs != null;
    requested = false;
    // Nobody to give the bytes of a slice to: they need not come.
    String blobs = sliced && onDataAvailable.isEmpty() ? "" : "blobs=binary&";
    EventChannel made =
        devices.events(blobs + "recorder=" + HttpJson.segment(recorder.id()), this::event);
    made.open(); // before it begins: nothing is missed
    channel = made;
    try {
      command("start", startBody(timesliceMs));
      state = "recording";
    } catch (MediaException e) {
      close();
      throw e;
    }
  }

  private Map<String, Object> startBody(@Nullable Integer timesliceMs) {
    Map<String, Object> body = new LinkedHashMap<>();
    if (timesliceMs != null) {
      body.put("timesliceMs", timesliceMs);
    }
    String name = options.recordingName();
    if (name != null) {
      body.put("name", name);
    }
    return body;
  }

  /** Pauses; nothing happens when it is paused. {@code InvalidStateError} when inactive. */
  public synchronized void pause() {
    expect(!state.equals("inactive"), "pause", "recording or paused");
    if (state.equals("recording")) {
      command("pause", Map.of());
      state = "paused";
    }
  }

  /** Goes on; nothing happens when it is recording. {@code InvalidStateError} when inactive. */
  public synchronized void resume() {
    expect(!state.equals("inactive"), "resume", "recording or paused");
    if (state.equals("paused")) {
      command("resume", Map.of());
      state = "recording";
    }
  }

  /** Asks for what was recorded so far. {@code InvalidStateError} when inactive. */
  public synchronized void requestData() {
    expect(!state.equals("inactive"), "requestData", "recording or paused");
    command("requestData", Map.of());
    requested = true;
  }

  /** Stops; nothing happens when it is inactive. The last events come when the file is stored. */
  public synchronized void stop() {
    if (!state.equals("inactive")) {
      devices.client().stop(recorder.id());
      state = "inactive";
    }
  }

  private void expect(boolean allowed, String method, String states) {
    if (!allowed) {
      throw new MediaException(
          "InvalidStateError",
          MediaException.Next.STOP,
          method + "(): the recorder is " + state + " (expected: " + states + ")");
    }
  }

  /** Once, however often the network makes it be sent. */
  private void command(String name, Map<String, Object> body) {
    var unused =
        devices
            .http()
            .postOnce(
                "/v1/recorders/" + HttpJson.segment(recorder.id()) + "/" + name,
                body,
                RecorderInfo.class);
  }

  /** On the event thread. */
  private void event(EventMessage event) {
    switch (event.type()) {
      case "start" -> {
        gathered = new ArrayList<>();
        onStart.fire(this);
      }
      case "dataavailable" -> data(event);
      case "pause" -> onPause.fire(this);
      case "resume" -> onResume.fire(this);
      case "error" -> failed(event);
      case "stop" -> stopped();
      default -> {} // lines of the ledger
    }
  }

  private void failed(EventMessage event) {
    String name = event.json().path("name").asText();
    if (name.equals("InvalidModificationError") || name.equals("QuotaExceededError")) {
      synchronized (this) {
        state = "inactive"; // what there is still comes
      }
    }
    onError.fire(new MediaRecorderErrorEvent(name, event.json().path("message").asText()));
  }

  private void data(EventMessage event) {
    if (isUnheard()) {
      return;
    }
    byte[] bytes = event.bytes();
    if (bytes == null) {
      try {
        bytes = devices.http().bytes(event.json().path("url").asText());
      } catch (MediaException e) {
        if (e.next() == MediaException.Next.RETRY) {
          throw e; // the event comes again
        }
        onError.fire(new MediaRecorderErrorEvent(e.name(), String.valueOf(e.getMessage())));
        return;
      }
    }
    double timecodeMs = event.json().path("timecodeUs").asLong() / 1000.0;
    if (gathered.isEmpty()) {
      gatheredFromMs = timecodeMs;
    }
    gathered.add(bytes);
    if (isWanted()) {
      deliver();
    }
  }

  private synchronized boolean isUnheard() {
    return sliced && onDataAvailable.isEmpty();
  }

  private synchronized boolean isWanted() {
    boolean wanted = sliced || requested;
    requested = false;
    return wanted;
  }

  private void deliver() {
    BlobEvent event = new BlobEvent(new Blob(gathered, mimeType()), gatheredFromMs);
    gathered = new ArrayList<>();
    onDataAvailable.fire(event);
  }

  private void stopped() {
    boolean whole;
    synchronized (this) {
      whole = !sliced;
      state = "inactive"; // also when all its tracks have ended
      close();
    }
    if (whole) {
      deliver();
    }
    onStop.fire(this);
  }

  /** {@code onstart}. */
  public void onStart(Consumer<MediaRecorder> listener) {
    onStart.add(listener);
  }

  /** {@code ondataavailable}. */
  public void onDataAvailable(Consumer<BlobEvent> listener) {
    onDataAvailable.add(listener);
  }

  /** {@code onpause}. */
  public void onPause(Consumer<MediaRecorder> listener) {
    onPause.add(listener);
  }

  /** {@code onresume}. */
  public void onResume(Consumer<MediaRecorder> listener) {
    onResume.add(listener);
  }

  /** {@code onstop}: the file is stored, or {@code error} said before why not. */
  public void onStop(Consumer<MediaRecorder> listener) {
    onStop.add(listener);
  }

  /** {@code onerror}. */
  public void onError(Consumer<MediaRecorderErrorEvent> listener) {
    onError.add(listener);
  }

  /** Stops listening; the recording goes on. */
  @Override
  public synchronized void close() {
    if (channel != null) {
      channel.close();
      channel = null;
    }
  }
}
