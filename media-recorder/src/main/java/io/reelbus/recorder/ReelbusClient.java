package io.reelbus.recorder;

import com.fasterxml.jackson.core.type.TypeReference;
import io.reelbus.model.MediaException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The storage API as Java calls.
 *
 * <p>Any thread may call; calls block and have a deadline of 30 s unless said otherwise. All throw
 * {@link MediaException} with the server's DOMException name and message; {@link
 * MediaException.Next#RETRY} and {@code NetworkError} when the server cannot be reached, is
 * overloaded or does not answer in time, {@link MediaException.Next#STOP} otherwise. A server that
 * was there and is away, because it is restarted for example, is waited for by all that opens,
 * makes, starts, pauses, resumes, stops or closes something, for a minute; such a call is carried
 * out once, however often it had to be sent.
 */
public final class ReelbusClient {

  private static final long POLL_MS = 200;

  private final HttpJson http;

  ReelbusClient(HttpJson http) {
    this.http = http;
  }

  /**
   * Makes a client; nothing is sent yet.
   *
   * @param api where the server is, without {@code /v1}, e.g. {@code http://localhost:8080}
   */
  public static ReelbusClient connect(URI api) {
    return new ReelbusClient(new HttpJson(api));
  }

  /** The server's health; a server that is down says so here as a value, not as an exception. */
  public HealthInfo health() {
    return http.get("/v1/health", HealthInfo.class, 503);
  }

  /** W3C {@code enumerateDevices()} over all live agents. */
  public List<DeviceInfo> devices() {
    record Answer(List<DeviceInfo> devices) {}
    return http.get("/v1/devices", Answer.class).devices();
  }

  /**
   * Opens sources as one stream and waits until the agents have them.
   *
   * @param sources at least one
   * @throws MediaException {@code NotFoundError} no such device, file or agent; {@code
   *     NotReadableError} it is there but cannot be opened; {@code TimeoutError} the agent did not
   *     answer within the server's 20 s. Nothing stays open then
   */
  public StreamInfo openStream(List<SourceRequest> sources) {
    return http.postOnce("/v1/streams", Map.of("sources", sources), StreamInfo.class);
  }

  /** A stream as it is now. {@code NotFoundError} for an unknown one. */
  public StreamInfo stream(String streamId) {
    return http.get("/v1/streams/" + HttpJson.segment(streamId), StreamInfo.class);
  }

  /** Closes a stream's sources; its recordings are finished by that. */
  public void closeStream(String streamId) {
    var unused =
        http.untilAnswered(
            again -> {
              http.delete("/v1/streams/" + HttpJson.segment(streamId));
              return streamId;
            });
  }

  /**
   * Makes a recorder; it is {@code inactive} until {@link #start}.
   *
   * @throws MediaException {@code NotFoundError} unknown stream or track; {@code NotSupportedError}
   *     the type is not known or cannot hold the tracks; {@code TypeError} bit rates out of range
   */
  public RecorderInfo createRecorder(RecorderRequest request) {
    return http.postOnce("/v1/recorders", request, RecorderInfo.class);
  }

  /**
   * Starts a recorder.
   *
   * @param recorderId from {@link #createRecorder}
   * @param timesliceMs slice length, at least 100; null for the default: 1000 live, 4000 for files
   * @param name base name of the recording; null for a made-up one
   * @throws MediaException {@code InvalidStateError} when it was stopped already, or started with
   *     other values
   */
  public RecorderInfo start(
      String recorderId, @Nullable Integer timesliceMs, @Nullable String name) {
    Map<String, Object> body = new LinkedHashMap<>();
    if (timesliceMs != null) {
      body.put("timesliceMs", timesliceMs);
    }
    if (name != null) {
      body.put("name", name);
    }
    return http.untilAnswered(
        again -> {
          try {
            return http.post(recorderPath(recorderId) + "/start", body, RecorderInfo.class);
          } catch (MediaException e) {
            if (again && e.name().equals("InvalidStateError")) {
              return recorder(recorderId); // started before, and at its end already
            }
            throw e;
          }
        });
  }

  /**
   * Pauses a recorder: what is recorded ends within 0.1 s, and a slice with it. Nothing happens
   * when it is paused.
   *
   * @param requestId the caller's name for this call, 1 to 100 characters: called again with it,
   *     also after a resume, nothing happens; null for one of its own
   * @throws MediaException {@code InvalidStateError} when it is inactive
   */
  public RecorderInfo pause(String recorderId, @Nullable String requestId) {
    return command(recorderId, "pause", requestId);
  }

  /**
   * Goes on recording from now, in a new slice. Nothing happens when it is recording.
   *
   * @param requestId as of {@link #pause}
   * @throws MediaException {@code InvalidStateError} when it is inactive
   */
  public RecorderInfo resume(String recorderId, @Nullable String requestId) {
    return command(recorderId, "resume", requestId);
  }

  /**
   * Ends the slice within 0.1 s and begins a new one; while paused, makes one without media. A file
   * that is not recorded live gives its slices as fast as it can; there it changes nothing.
   *
   * @param requestId as of {@link #pause}
   * @throws MediaException {@code InvalidStateError} when it is inactive
   */
  public RecorderInfo requestData(String recorderId, @Nullable String requestId) {
    return command(recorderId, "requestData", requestId);
  }

  private RecorderInfo command(String recorderId, String word, @Nullable String requestId) {
    Map<String, Object> body = requestId == null ? Map.of() : Map.of("requestId", requestId);
    return http.postOnce(recorderPath(recorderId) + "/" + word, body, RecorderInfo.class);
  }

  /**
   * Asks a recorder to stop and answers at once; the file is finished behind it, see {@link
   * #awaitFinished}. Not started: nothing happens. Stopped already: nothing happens.
   */
  public RecorderInfo stop(String recorderId) {
    return http.postOnce(recorderPath(recorderId) + "/stop", Map.of(), RecorderInfo.class);
  }

  /** A recorder as it is now. */
  public RecorderInfo recorder(String recorderId) {
    return http.get(recorderPath(recorderId), RecorderInfo.class);
  }

  /**
   * Recordings, newest first.
   *
   * @param state only those in this state, null for all
   * @param limit page size, 1 to 500
   * @param cursor from the page before, null for the first
   */
  public RecordingPage recordings(@Nullable String state, int limit, @Nullable String cursor) {
    StringBuilder path = new StringBuilder("/v1/recordings?limit=").append(limit);
    if (state != null) {
      path.append("&state=").append(HttpJson.segment(state));
    }
    if (cursor != null) {
      path.append("&cursor=").append(HttpJson.segment(cursor));
    }
    return http.get(path.toString(), RecordingPage.class);
  }

  /** One recording with progress and result. */
  public RecordingInfo recording(String recordingId) {
    return http.get(recordingPath(recordingId), RecordingInfo.class);
  }

  /**
   * Waits until a recording is stored, partial or failed.
   *
   * @param recordingId which
   * @param deadline how long at most
   * @param progress called with every look at it, about five times a second, by this thread
   * @return the finished recording; look at its state
   * @throws MediaException {@code TimeoutError} at the deadline; {@code AbortError} when this
   *     thread is interrupted. The recording goes on
   */
  public RecordingInfo awaitFinished(
      String recordingId, Duration deadline, Consumer<RecordingInfo> progress) {
    long end = System.nanoTime() + deadline.toNanos();
    while (true) {
      RecordingInfo now = http.untilAnswered(again -> recording(recordingId));
      progress.accept(now);
      if (now.finished()) {
        return now;
      }
      if (System.nanoTime() - end > 0) {
        throw new MediaException(
            "TimeoutError",
            MediaException.Next.RETRY,
            "recording " + recordingId + ": not finished after " + deadline.toSeconds() + " s");
      }
      pause();
    }
  }

  /** The manifest of a finished recording as JSON text. */
  public String manifest(String recordingId) {
    return http.text(recordingPath(recordingId) + "/manifest");
  }

  /** The ledger of a recording as JSON: per track and slice, what became of it. */
  public Map<String, Object> ledger(String recordingId) {
    return http.get(recordingPath(recordingId) + "/ledger", new TypeReference<>() {});
  }

  /** Deletes a finished recording and its objects; {@code InvalidStateError} while it is made. */
  public void deleteRecording(String recordingId) {
    http.delete(recordingPath(recordingId));
  }

  /**
   * Fetches the file of a finished recording, checks its SHA-256 and only then puts it in place.
   * What was there is overwritten. A broken connection is taken up again where it broke, unless
   * nothing came for a minute; a server that sends nothing for 60 s counts as broken.
   *
   * @param recordingId which
   * @param target file to write; its folder must exist
   * @throws MediaException {@code InvalidStateError} when there is no file yet; {@code DataError}
   *     when the bytes are not the recording's; {@code NotReadableError} when the target cannot be
   *     written
   */
  public DownloadedFile downloadFile(String recordingId, Path target) {
    RecordingInfo recording = http.untilAnswered(again -> recording(recordingId));
    FileInfo file = recording.file();
    if (file == null) {
      throw new MediaException(
          "InvalidStateError",
          MediaException.Next.STOP,
          "recording " + recordingId + ": no file yet, state " + recording.state());
    }
    return new Download(http, recordingPath(recordingId) + "/file", file, target).run();
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MediaException("AbortError", MediaException.Next.STOP, "interrupted", e);
    }
  }

  private static String recorderPath(String id) {
    return "/v1/recorders/" + HttpJson.segment(id);
  }

  private static String recordingPath(String id) {
    return "/v1/recordings/" + HttpJson.segment(id);
  }
}
