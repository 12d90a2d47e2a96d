package io.reelbus.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reelbus.bus.Bus;
import io.reelbus.bus.BusSettings;
import io.reelbus.bus.embedded.EmbeddedKafka;
import io.reelbus.model.Blob;
import io.reelbus.model.BlobPlace;
import io.reelbus.model.ChunkId;
import io.reelbus.model.Container;
import io.reelbus.model.LedgerEvent.BlobMade;
import io.reelbus.model.LedgerEvent.Captured;
import io.reelbus.model.LedgerEvent.Encoded;
import io.reelbus.model.LedgerEvent.FileStored;
import io.reelbus.model.MediaException;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.RecordingState;
import io.reelbus.model.Source;
import io.reelbus.model.TapeRange;
import io.reelbus.objectstore.ArchiveLayout;
import io.reelbus.objectstore.Manifest;
import io.reelbus.objectstore.ObjectStore;
import io.reelbus.objectstore.StoreSettings;
import io.reelbus.objectstore.StoredObject;
import io.reelbus.objectstore.embedded.EmbeddedS3;
import io.reelbus.recorder.RecorderInfo;
import io.reelbus.recorder.RecorderRequest;
import io.reelbus.recorder.ReelbusClient;
import io.reelbus.recorder.SourceRequest;
import io.reelbus.recorder.StreamInfo;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A door on a real bus and a real store; the test plays agent, encoder and assembler. */
@Timeout(120)
abstract class LiveDoor {

  static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir static Path dir;
  static EmbeddedKafka kafka;
  static EmbeddedS3 s3;
  static Bus bus;
  static ObjectStore store;
  static StorageApi api;
  static FakeAgent agent;
  static ReelbusClient client;

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

  static StorageApi started() {
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

  static URI uri(String path) {
    return URI.create("http://127.0.0.1:" + api.port() + path);
  }

  static StreamInfo openFile(String url) {
    return client.openStream(List.of(SourceRequest.url(url, Source.Kind.FILE)));
  }

  static RecorderInfo record(String name) {
    StreamInfo stream = openFile("/media/" + name + ".mov");
    RecorderInfo recorder = client.createRecorder(RecorderRequest.of(stream.id(), "video/mp4"));
    client.start(recorder.id(), null, name);
    RecordingSpec unused = agent.recording(recorder.id());
    return recorder;
  }

  /** Plays one recording of one slice to its end; the file's bytes. */
  static byte[] store(String recordingId, int size) {
    RecordingSpec spec = agent.recording(recordingId);
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    ChunkId video = new ChunkId(recordingId, 0, 0);
    ChunkId audio = new ChunkId(recordingId, 1, 0);
    agent.publish(new Captured(video, Samples.account(60, 0, 2_000_000), List.of(), true));
    agent.publish(new Captured(audio, Samples.account(96_000, 0, 2_000_000), List.of(), true));
    agent.publish(new Encoded(video, 60, size, "w", 1));
    agent.publish(new Encoded(audio, 96_000, 10, "w", 1));
    publishBlob(new Blob(recordingId, 0, 0, true, bytes), 0);
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
            List.of(new Manifest.Slice(0, 0, 0, size, 0, 2_000_000, 1_000_000, null)),
            List.of(ledgerLine(0, 60), ledgerLine(1, 96_000)),
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

  private static Manifest.LedgerLine ledgerLine(int track, long units) {
    return new Manifest.LedgerLine(
        track,
        0,
        units,
        units,
        0,
        0,
        2_000_000,
        1_000_000,
        List.of(),
        3_000_000,
        List.of(new TapeRange("reelbus.tape.camera-" + track, 0, 10, 70)),
        "w",
        1,
        10L);
  }

  /** As an assembler does: the blob first, then the line that names it. */
  static BlobMade publishBlob(Blob blob, long fromByte) {
    BlobPlace place = bus.blobPublisher().publish(blob).toCompletableFuture().join();
    BlobMade made =
        new BlobMade(
            blob.recordingId(),
            blob.slice(),
            fromByte,
            fromByte + blob.data().length,
            blob.timecodeUs(),
            2_000_000,
            place);
    agent.publish(made);
    return made;
  }

  static HttpResponse<byte[]> get(String method, String path, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path)).method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  static HttpResponse<String> sendJson(String method, String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
  }

  static JsonObject json(String path) throws Exception {
    return new JsonObject(new String(get("GET", path).body(), StandardCharsets.UTF_8));
  }

  static String metric(String name) throws Exception {
    String text = new String(get("GET", "/v1/metrics").body(), StandardCharsets.UTF_8);
    return text.lines()
        .filter(line -> line.startsWith(name + " "))
        .map(line -> line.substring(name.length() + 1))
        .findFirst()
        .orElse("none");
  }

  static void assertRefused(Runnable call, String name) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            MediaException.class, e -> assertThat(e.name()).as(e.getMessage()).isEqualTo(name));
  }
}
