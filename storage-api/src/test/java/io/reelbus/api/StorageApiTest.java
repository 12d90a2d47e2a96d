package io.reelbus.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reelbus.bus.Bus;
import io.reelbus.bus.BusSettings;
import io.reelbus.bus.embedded.EmbeddedKafka;
import io.reelbus.model.ChunkId;
import io.reelbus.model.Container;
import io.reelbus.model.Lane;
import io.reelbus.model.LedgerEvent.BlobMade;
import io.reelbus.model.LedgerEvent.Captured;
import io.reelbus.model.LedgerEvent.Encoded;
import io.reelbus.model.LedgerEvent.FileStored;
import io.reelbus.model.MediaException;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.RecordingState;
import io.reelbus.model.Source;
import io.reelbus.model.StreamSpec;
import io.reelbus.objectstore.ArchiveLayout;
import io.reelbus.objectstore.Manifest;
import io.reelbus.objectstore.ObjectStore;
import io.reelbus.objectstore.StoreSettings;
import io.reelbus.objectstore.StoredObject;
import io.reelbus.objectstore.embedded.EmbeddedS3;
import io.reelbus.recorder.DownloadedFile;
import io.reelbus.recorder.RecorderInfo;
import io.reelbus.recorder.RecorderRequest;
import io.reelbus.recorder.RecordingInfo;
import io.reelbus.recorder.RecordingPage;
import io.reelbus.recorder.ReelbusClient;
import io.reelbus.recorder.SourceRequest;
import io.reelbus.recorder.StreamInfo;
import io.reelbus.recorder.TrackInfo;
import io.reelbus.recorder.TrackProgress;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.validation.ResponseValidator;
import io.vertx.openapi.validation.ValidatableResponse;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The door on a real bus and a real store; the test plays agent, encoder and assembler. */
@Timeout(120)
class StorageApiTest {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir static Path dir;
  private static EmbeddedKafka kafka;
  private static EmbeddedS3 s3;
  private static Bus bus;
  private static ObjectStore store;
  private static StorageApi api;
  private static FakeAgent agent;
  private static ReelbusClient client;

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.start(dir.resolve("kafka"), 0);
    s3 = EmbeddedS3.start(dir.resolve("s3"), 0, "key", "secret");
    bus = Bus.connect(BusSettings.defaults(kafka.bootstrapServers()));
    store = ObjectStore.connect(StoreSettings.of(s3.endpoint(), "key", "secret", "reelbus"));
    api = started();
    agent = new FakeAgent(bus);
    client = ReelbusClient.connect(uri(""));
    await().until(() -> !client.devices().isEmpty());
  }

  @AfterAll
  static void stop() {
    agent.close();
    api.close();
    store.close();
    bus.close();
    s3.close();
    kafka.close();
  }

  private static StorageApi started() {
    ApiSettings defaults = ApiSettings.defaults("127.0.0.1", 0);
    ApiSettings quick =
        new ApiSettings(
            defaults.host(),
            0,
            Duration.ofSeconds(3),
            defaults.maxBodyBytes(),
            defaults.maxDownloads(),
            defaults.maxEventStreams(),
            defaults.maxInactiveRecorders(),
            defaults.eventsKept());
    StorageApi made = new StorageApi(quick, bus, store);
    made.start();
    return made;
  }

  private static URI uri(String path) {
    return URI.create("http://127.0.0.1:" + api.port() + path);
  }

  private static StreamInfo openFile(String url) {
    return client.openStream(List.of(SourceRequest.url(url, Source.Kind.FILE)));
  }

  private static void assertRefused(Runnable call, String name) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            MediaException.class, e -> assertThat(e.name()).as(e.getMessage()).isEqualTo(name));
  }

  @Test
  void health_allThere_isUp() {
    assertThat(client.health().up()).isTrue();
    assertThat(client.health().checks())
        .extracting("name")
        .containsExactly("bus", "store", "view", "agents");
  }

  @Test
  void devices_liveAgent_listsItsCamera() {
    assertThat(client.devices())
        .singleElement()
        .satisfies(
            device -> {
              assertThat(device.deviceId()).isEqualTo("cam-host-cam");
              assertThat(device.kind()).isEqualTo("videoinput");
              assertThat(device.capabilities()).containsEntry("width", "1..1920");
            });
  }

  @Test
  void openStream_device_usesItsSourceAndGivesTracks() {
    StreamInfo stream =
        client.openStream(
            List.of(
                SourceRequest.device("cam-host-cam")
                    .withOptions(Map.of("rate", "25"))
                    .onWire("raw")));

    assertThat(stream.active()).isTrue();
    assertThat(stream.tracks()).extracting(TrackInfo::kind).containsExactly("audio", "video");
    assertThat(stream.tracks().get(1).settings())
        .containsEntry("width", 640)
        .containsEntry("deviceId", "cam-host-cam");
    Source source = agent.streamSpecs().get(stream.id()).sources().get(0).source();
    assertThat(source.url()).isEqualTo("testsrc2");
    assertThat(source.options())
        .containsOnly(Map.entry("size", "640x480"), Map.entry("rate", "25"));

    client.closeStream(stream.id());
    client.closeStream(stream.id());
    assertThat(client.stream(stream.id()).active()).isFalse();
    await().until(() -> !agent.streamSpecs().containsKey(stream.id())); // over: left the bus
    assertThat(client.stream(stream.id()).tracks()).hasSize(2); // remembered
  }

  @Test
  void openStream_fileUrl_isDecodedForFfmpeg() {
    StreamInfo stream = openFile("file:///media/a%20b.mp4");
    assertThat(agent.streamSpecs().get(stream.id()).sources().get(0).source().url())
        .isEqualTo("/media/a b.mp4");
  }

  @Test
  void openStream_sourceFails_isRefusedWithItsNameAndClosed() {
    assertRefused(() -> openFile("file:///media/missing.mp4"), "NotFoundError");
    await().until(() -> agent.streamSpecs().values().stream().noneMatch(StorageApiTest::missing));
  }

  private static boolean missing(StreamSpec spec) {
    return spec.open() && spec.sources().get(0).source().url().contains("missing");
  }

  @Test
  void openStream_noAnswer_timesOut() {
    assertRefused(() -> openFile("file:///media/silent.mp4"), "TimeoutError");
  }

  @Test
  void openStream_unknownDeviceOrAgent_notFound() {
    assertRefused(() -> client.openStream(List.of(SourceRequest.device("nope"))), "NotFoundError");
    assertRefused(
        () ->
            client.openStream(
                List.of(SourceRequest.url("a.mp4", Source.Kind.FILE).onAgent("nope"))),
        "NotFoundError");
  }

  @Test
  void createRecorder_unknownThings_areNamed() {
    StreamInfo stream = openFile("a.mp4");
    assertRefused(
        () -> client.createRecorder(RecorderRequest.of("nope", "video/mp4")), "NotFoundError");
    assertRefused(
        () -> client.createRecorder(RecorderRequest.of(stream.id(), "video/avi")),
        "NotSupportedError");
    assertRefused(
        () ->
            client.createRecorder(
                new RecorderRequest(stream.id(), null, List.of("nope"), null, null)),
        "NotFoundError");
    assertRefused(
        () ->
            client.createRecorder(
                RecorderRequest.of(stream.id(), "video/mp4").withBitRates(5L, null)),
        "TypeError");
    assertRefused(() -> client.recorder("nope"), "NotFoundError");
    assertRefused(() -> client.start("nope", null, null), "NotFoundError");
    assertRefused(() -> client.recording("nope"), "NotFoundError");
    assertRefused(() -> client.stream("nope"), "NotFoundError");
    assertRefused(() -> client.stream("../../etc/passwd"), "NotFoundError");
  }

  @Test
  void recorder_startAndStop_areDesiredStateAndIdempotent() {
    StreamInfo stream = openFile("/media/holiday.mov");
    RecorderInfo recorder =
        client.createRecorder(RecorderRequest.of(stream.id(), "video/webm;codecs=vp8"));
    assertThat(recorder.state()).isEqualTo("inactive");
    assertThat(recorder.mimeType()).isEqualTo("video/webm;codecs=vp8,opus");
    assertThat(client.stop(recorder.id()).state()).isEqualTo("inactive");

    assertThat(client.start(recorder.id(), null, null).state()).isEqualTo("recording");
    assertThat(client.start(recorder.id(), 4000, "holiday").state()).isEqualTo("recording");
    assertRefused(() -> client.start(recorder.id(), 500, null), "InvalidStateError");

    RecordingSpec spec = agent.recordingSpecs().get(recorder.id());
    assertThat(spec.name()).isEqualTo("holiday");
    assertThat(spec.timesliceUs()).isEqualTo(4_000_000);
    assertThat(spec.lane()).isEqualTo(Lane.BATCH);
    assertThat(spec.trackIds()).containsExactly(stream.id() + "/0/1", stream.id() + "/0/0");

    assertThat(client.stop(recorder.id()).state()).isEqualTo("stopped");
    assertThat(client.stop(recorder.id()).state()).isEqualTo("stopped");
    assertRefused(() -> client.start(recorder.id(), null, null), "InvalidStateError");
    await()
        .until(
            () ->
                agent.recordingSpecs().get(recorder.id()).desired()
                    == RecordingSpec.Desired.STOPPED);
    assertRefused(() -> client.deleteRecording(recorder.id()), "InvalidStateError");
    assertRefused(
        () -> client.downloadFile(recorder.id(), dir.resolve("none")), "InvalidStateError");
  }

  @Test
  void start_streamClosed_isNotSupported() {
    StreamInfo stream = openFile("a.mp4");
    RecorderInfo recorder = client.createRecorder(RecorderRequest.of(stream.id(), null));
    client.closeStream(stream.id());

    assertRefused(() -> client.start(recorder.id(), null, null), "NotSupportedError");
  }

  /** Plays one recording of one slice to its end; the file's bytes. */
  private static byte[] store(String recordingId, int size) {
    RecordingSpec spec = agent.recordingSpecs().get(recordingId);
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    ChunkId video = new ChunkId(recordingId, 0, 0);
    ChunkId audio = new ChunkId(recordingId, 1, 0);
    agent.publish(new Captured(video, Samples.account(60, 0, 2_000_000), List.of(), true));
    agent.publish(new Captured(audio, Samples.account(96_000, 0, 2_000_000), List.of(), true));
    agent.publish(new Encoded(video, 60, size, "w", 1));
    agent.publish(new Encoded(audio, 96_000, 10, "w", 1));
    agent.publish(new BlobMade(recordingId, 0, 0, size, 0, 2_000_000));
    String key = ArchiveLayout.fileKey(spec, Container.MP4);
    StoredObject object = store.put(key, bytes, "video/mp4");
    Manifest manifest =
        new Manifest(
            Manifest.VERSION,
            recordingId,
            spec.name(),
            spec.streamId(),
            spec.mimeType(),
            "mp4",
            RecordingState.STORED,
            spec.timesliceUs(),
            spec.startedAtUs(),
            List.of(),
            List.of(),
            List.of(),
            List.of(
                new Manifest.LedgerLine(0, 0, 60, 60, 0, 0, 2_000_000, 0, List.of()),
                new Manifest.LedgerLine(1, 0, 96_000, 96_000, 0, 0, 2_000_000, 0, List.of())),
            List.of());
    store.put(ArchiveLayout.manifestKey(spec), manifest.toJson(), "application/json");
    agent.publish(
        new FileStored(
            recordingId,
            RecordingState.STORED,
            key,
            ArchiveLayout.manifestKey(spec),
            size,
            object.sha256(),
            60,
            2_000_000,
            ""));
    return bytes;
  }

  private static RecorderInfo record(String name) {
    StreamInfo stream = openFile("/media/" + name + ".mov");
    RecorderInfo recorder = client.createRecorder(RecorderRequest.of(stream.id(), "video/mp4"));
    client.start(recorder.id(), null, name);
    await().until(() -> agent.recordingSpecs().containsKey(recorder.id()));
    return recorder;
  }

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
    assertThat(client.recorder(id).state()).isEqualTo("stopped");
    await() // housekeeping: a restarted agent must not record it again
        .until(() -> agent.recordingSpecs().get(id).desired() == RecordingSpec.Desired.STOPPED);

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

  private static HttpResponse<byte[]> get(String method, String path, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path)).method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
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

  private static String metric(String name) throws Exception {
    String text = new String(get("GET", "/v1/metrics").body(), StandardCharsets.UTF_8);
    return text.lines()
        .filter(line -> line.startsWith(name + " "))
        .map(line -> line.substring(name.length() + 1))
        .findFirst()
        .orElse("none");
  }

  @Test
  void metrics_afterSomeUse_haveNamesWithUnits() throws Exception {
    client.devices();
    assertThat(metric("reelbus_agents")).isEqualTo("1.0");
    String text = new String(get("GET", "/v1/metrics").body(), StandardCharsets.UTF_8);
    assertThat(text)
        .contains(
            "reelbus_encode_lag_seconds",
            "reelbus_encode_lag_slices",
            "reelbus_recordings{state=\"stored\"}",
            "reelbus_api_sent_bytes_total",
            "reelbus_api_requests_seconds_count{operation=\"getDevices\",status=\"200\"}",
            "jvm_memory_used_bytes");
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

  private static List<String> events(String query, int count, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri("/v1/events?" + query));
    if (headers.length > 0) {
      request.headers(headers);
    }
    HttpResponse<InputStream> response =
        HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    assertThat(response.headers().firstValue("Content-Type")).hasValue("text/event-stream");
    List<String> lines = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      while (lines.stream().filter(line -> line.startsWith("data:")).count() < count) {
        lines.add(reader.readLine());
      }
    }
    return lines.stream().filter(line -> line.matches("(id|event|data): .*")).toList();
  }

  @Test
  void events_ofARecorder_resumeBehindTheLastOne() throws Exception {
    String id = record("evented").id();
    store(id, 1000);

    List<String> all = events("recorder=" + id + "&from=oldest", 6);
    assertThat(all.stream().filter(line -> line.startsWith("event: ")))
        .containsExactly(
            "event: captured",
            "event: captured",
            "event: encoded",
            "event: encoded",
            "event: blobMade",
            "event: fileStored");
    String secondId =
        all.stream().filter(line -> line.startsWith("id: ")).skip(1).findFirst().orElseThrow();

    List<String> rest =
        events("recorder=" + id, 4, "Last-Event-ID", secondId.substring("id: ".length()));
    assertThat(rest).isEqualTo(all.subList(all.size() - rest.size(), all.size()));
    assertThat(rest.stream().filter(line -> line.startsWith("event: ")))
        .first()
        .isEqualTo("event: encoded");

    assertThat(events("recorder=" + id, 1, "Last-Event-ID", "0-5")).contains("event: gap");
    assertThat(get("GET", "/v1/events", "Last-Event-ID", "what?").statusCode()).isEqualTo(400);
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
      assertThat(second.recorder(id).state()).isEqualTo("stopped");
      assertThat(second.devices()).hasSize(1);
    }
  }

  @Test
  void start_portTaken_saysSo() {
    try (StorageApi second =
        new StorageApi(ApiSettings.defaults("127.0.0.1", api.port()), bus, store)) {
      assertThatThrownBy(second::start)
          .isInstanceOf(MediaException.class)
          .hasMessageContaining(String.valueOf(api.port()));
    }
  }

  @Test
  void types_oneAndAll_areAnswered() throws Exception {
    JsonObject one = json("/v1/types?mimeType=video%2Fwebm%3Bcodecs%3Dvp9");
    assertThat(one.getBoolean("supported")).isTrue();
    assertThat(one.getString("resolved")).isEqualTo("video/webm;codecs=vp9,opus");
    assertThat(json("/v1/types?mimeType=video%2Favi").getBoolean("supported")).isFalse();
    assertThat(json("/v1/types").getJsonArray("types")).hasSizeGreaterThan(5);
  }

  @Test
  void answers_allOfThem_fitTheDocument() throws Exception {
    String id = record("documented").id();
    Vertx vertx = Vertx.vertx();
    try {
      ResponseValidator validator =
          ResponseValidator.create(vertx, Doorway.contract(vertx).await(20, TimeUnit.SECONDS));
      String recording = "/v1/recordings/" + id;
      assertFits(validator, "getHealth", "/v1/health");
      assertFits(validator, "getTypes", "/v1/types");
      assertFits(validator, "getDevices", "/v1/devices");
      assertFits(validator, "listStreams", "/v1/streams");
      assertFits(validator, "getStream", "/v1/streams/" + client.recorder(id).streamId());
      assertFits(validator, "getRecorder", "/v1/recorders/" + id);
      assertFits(validator, "getLedger", recording + "/ledger");
      store(id, 1000);
      client.awaitFinished(id, Duration.ofSeconds(20), r -> {});
      assertFits(validator, "getRecording", recording);
      assertFits(validator, "listRecordings", "/v1/recordings?limit=2");
      assertFits(validator, "getLedger", recording + "/ledger");
      assertFits(validator, "getManifest", recording + "/manifest");
    } finally {
      vertx.close().await(10, TimeUnit.SECONDS);
    }
  }

  private static void assertFits(ResponseValidator validator, String operation, String path)
      throws Exception {
    HttpResponse<byte[]> response = get("GET", path);
    ValidatableResponse answer =
        ValidatableResponse.create(
            response.statusCode(), Buffer.buffer(response.body()), "application/json");
    assertThat(validator.validate(answer, operation).await(10, TimeUnit.SECONDS)).isNotNull();
  }

  /** Whatever comes in, the answer is no 500, no stack trace and no hang. */
  @Test
  void hostileRequests_generated_areRefusedInOrder() throws Exception {
    Random random = new Random(20261120);
    String[] methods = {"GET", "POST", "DELETE", "HEAD", "PUT", "PATCH", "OPTIONS"};
    String[] heads = {
      "/v1/streams", "/v1/recorders", "/v1/recordings", "/v1/types", "/v1/devices", "/v1"
    };
    String[] tails = {
      "",
      "/x",
      "/x/start",
      "/x/stop",
      "/x/file",
      "/x/ledger",
      "/x/manifest",
      "/%00",
      "/..%2f..",
      "/x?limit=-1",
      "?cursor=%FF",
      "?mimeType=;;;",
      "?limit=9999999999999999999",
      "//",
      "/%E2%82"
    };
    String[] values = {
      "null",
      "-1",
      "1e999",
      "\"\"",
      "\"\\u0000\"",
      "[]",
      "{}",
      "true",
      "[[[[[[]]]]]]",
      "\"video/webm;codecs=\"",
      "{\"url\":\"file:///%zz\",\"agentId\":\"nope\"}",
      "[{}]",
      "{\"a\":"
    };
    String[] names = {
      "sources",
      "streamId",
      "mimeType",
      "trackIds",
      "timesliceMs",
      "name",
      "bitsPerSecond",
      "\u0000"
    };
    for (int i = 0; i < 1500; i++) {
      String path = heads[random.nextInt(heads.length)] + tails[random.nextInt(tails.length)];
      StringBuilder body = new StringBuilder("{");
      for (int n = random.nextInt(3); n >= 0; n--) {
        body.append('"').append(names[random.nextInt(names.length)]).append("\":");
        body.append(values[random.nextInt(values.length)]).append(n == 0 ? "}" : ",");
      }
      HttpRequest request =
          HttpRequest.newBuilder(uri(path))
              .timeout(Duration.ofSeconds(10))
              .header("Content-Type", random.nextInt(10) == 0 ? "text/xml" : "application/json")
              .header("Range", "bytes=" + values[random.nextInt(2)])
              .method(
                  methods[random.nextInt(methods.length)],
                  HttpRequest.BodyPublishers.ofString(body.toString()))
              .build();
      HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode())
          .as("%s %s %s -> %s", request.method(), path, body, response.body())
          .isNotEqualTo(500);
      assertThat(response.body()).doesNotContain("Exception", ".java");
    }
    assertThat(client.health().up()).isTrue();
  }

  private static JsonObject json(String path) throws Exception {
    return new JsonObject(new String(get("GET", path).body(), StandardCharsets.UTF_8));
  }
}
