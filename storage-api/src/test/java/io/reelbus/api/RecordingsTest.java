package io.reelbus.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reelbus.model.ChunkId;
import io.reelbus.model.LedgerEvent.Captured;
import io.reelbus.model.RecordingSpec;
import io.reelbus.objectstore.ArchiveLayout;
import io.reelbus.recorder.DownloadedFile;
import io.reelbus.recorder.RecorderInfo;
import io.reelbus.recorder.RecordingInfo;
import io.reelbus.recorder.RecordingPage;
import io.reelbus.recorder.ReelbusClient;
import io.reelbus.recorder.TrackProgress;
import io.vertx.core.json.JsonObject;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Recordings: progress, files, deletion, and finding them again. */
class RecordingsTest extends LiveDoor {

  @Test
  void recording_toItsEnd_progressFileManifestLedgerAndDeletion() throws Exception {
    RecorderInfo recorder = record("lobby");
    String id = recorder.id();
    agent.publish(
        new Captured(new ChunkId(id, 0, 0), Samples.account(60, 0, 2_000_000), List.of(), true));
    await().until(() -> client.recording(id).lagSlices() == 1);
    assertThat(client.recording(id).lagUs()).isEqualTo(2_000_000);
    assertThat(client.ledger(id)).containsEntry("source", "view");

    byte[] bytes = store(id, 3_000_000);
    RecordingInfo done = client.awaitFinished(id, Duration.ofSeconds(20), r -> {});

    assertThat(done.state()).isEqualTo("stored");
    assertThat(done.lagSlices()).isZero();
    assertThat(done.tracks()).extracting(TrackProgress::kind).containsExactly("video", "audio");
    assertThat(done.tracks())
        .extracting(TrackProgress::capturedUnits)
        .containsExactly(60L, 96_000L);
    assertThat(done.tracks()).extracting(TrackProgress::storedSlices).containsExactly(1L, 1L);
    assertThat(client.recorder(id).state()).isEqualTo("inactive");
    await() // housekeeping: a restarted agent must not record it again
        .until(() -> agent.recording(id).desired() == RecordingSpec.Desired.STOPPED);

    Path target = dir.resolve("lobby.mp4");
    DownloadedFile file = client.downloadFile(id, target);
    assertThat(file.sizeBytes()).isEqualTo(bytes.length);
    assertThat(Files.readAllBytes(target)).isEqualTo(bytes);
    assertThat(Path.of(target + ".part")).doesNotExist();
    assertThat(new JsonObject(client.manifest(id)).getString("recordingId")).isEqualTo(id);
    JsonObject ledger = JsonObject.mapFrom(client.ledger(id));
    assertThat(ledger.getString("source")).isEqualTo("manifest");
    assertThat(ledger.getJsonArray("lines")).hasSize(2);

    client.deleteRecording(id);
    assertRefused(() -> client.recording(id), "NotFoundError");
    assertThat(store.list(ArchiveLayout.ROOT)).noneMatch(o -> o.key().contains(id));
  }

  @Test
  void file_ranges_followTheRfc() throws Exception {
    String id = record("night shift").id();
    byte[] bytes = store(id, 1_000_000);
    RecordingInfo recording = client.awaitFinished(id, Duration.ofSeconds(20), r -> {});
    assertThat(recording.file()).isNotNull();
    String path = recording.file().url();
    String etag = '"' + recording.file().sha256() + '"';

    HttpResponse<byte[]> whole = get("GET", path);
    assertThat(whole.statusCode()).isEqualTo(200);
    assertThat(whole.body()).isEqualTo(bytes);
    assertThat(whole.headers().map())
        .containsEntry("accept-ranges", List.of("bytes"))
        .containsEntry("etag", List.of(etag))
        .containsEntry("content-type", List.of("video/mp4"))
        .containsEntry(
            "content-disposition", List.of("inline; filename*=UTF-8''night%20shift.mp4"));

    HttpResponse<byte[]> part = get("GET", path, "Range", "bytes=300000-699999");
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(bytes, 300_000, 700_000));
    assertThat(part.headers().firstValue("Content-Range")).hasValue("bytes 300000-699999/1000000");

    assertThat(get("GET", path, "Range", "bytes=-10").body())
        .isEqualTo(Arrays.copyOfRange(bytes, 999_990, 1_000_000));
    HttpResponse<byte[]> outside = get("GET", path, "Range", "bytes=1000000-");
    assertThat(outside.statusCode()).isEqualTo(416);
    assertThat(outside.headers().firstValue("Content-Range")).hasValue("bytes */1000000");

    assertThat(get("GET", path, "Range", "bytes=0-9", "If-Range", etag).statusCode())
        .isEqualTo(206);
    assertThat(get("GET", path, "Range", "bytes=0-9", "If-Range", "\"old\"").body())
        .hasSize(1_000_000);
    assertThat(get("GET", path, "If-None-Match", etag).statusCode()).isEqualTo(304);

    HttpResponse<byte[]> head = get("HEAD", path);
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValue("Content-Length")).hasValue("1000000");
    assertThat(head.body()).isEmpty();
  }

  @Test
  void file_clientGoesAway_nothingIsLeftOpen() throws Exception {
    String id = record("gone").id();
    store(id, 8_000_000);
    client.awaitFinished(id, Duration.ofSeconds(20), r -> {});
    for (int i = 0; i < 5; i++) {
      HttpResponse<InputStream> response =
          HTTP.send(
              HttpRequest.newBuilder(uri("/v1/recordings/" + id + "/file")).build(),
              HttpResponse.BodyHandlers.ofInputStream());
      assertThat(response.body().readNBytes(1000)).hasSize(1000);
      response.body().close();
    }
    await().untilAsserted(() -> assertThat(metric("reelbus_api_downloads")).isEqualTo("0.0"));
  }

  @Test
  void recordings_pagesAndStates_areListed() {
    String id = record("listed").id();
    List<String> seen = new ArrayList<>();
    String cursor = null;
    do {
      RecordingPage page = client.recordings("recording", 1, cursor);
      page.recordings().forEach(r -> seen.add(r.id()));
      cursor = page.cursor();
    } while (cursor != null);

    assertThat(seen).contains(id).doesNotHaveDuplicates();
    assertThat(client.recordings("failed", 50, null).recordings()).isEmpty();
    assertRefused(() -> client.recordings(null, 50, "x"), "TypeError");
  }

  @Test
  void restart_newProcess_findsEverythingAgain() {
    String id = record("survivor").id();
    store(id, 1000);
    RecordingInfo before = client.awaitFinished(id, Duration.ofSeconds(20), r -> {});
    await().until(() -> client.recording(id).stoppedAtUs() > 0);
    try (StorageApi other = started()) {
      ReelbusClient second = ReelbusClient.connect(URI.create("http://127.0.0.1:" + other.port()));
      RecordingInfo after = second.recording(id);
      assertThat(after.file()).isEqualTo(before.file());
      assertThat(after.tracks()).isEqualTo(before.tracks());
      assertThat(second.recorder(id).state()).isEqualTo("inactive");
      assertThat(second.devices()).isEqualTo(client.devices());
    }
  }
}
