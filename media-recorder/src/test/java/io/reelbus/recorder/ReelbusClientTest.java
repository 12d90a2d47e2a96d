package io.reelbus.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.reelbus.model.MediaException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the client makes of servers that misbehave; the real door is tested in storage-api. */
@Timeout(60)
class ReelbusClientTest {

  private static final int SIZE = 400_000;

  @TempDir Path dir;
  private final byte[] bytes = new byte[SIZE];
  private final List<String> ranges = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private ReelbusClient client;
  private boolean breaks;

  @BeforeEach
  void start() throws Exception {
    new Random(1).nextBytes(bytes);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/recordings/r", this::recording);
    server.createContext("/v1/recordings/r/file", this::file);
    server.createContext("/v1/recordings/busy", e -> send(e, 503, problem("NetworkError")));
    server.createContext("/v1/recordings/html", e -> send(e, 502, "<html>"));
    server.createContext("/v1/recordings/other", e -> send(e, 200, "[1]"));
    server.start();
    client =
        ReelbusClient.connect(
            URI.create("http://localhost:" + server.getAddress().getPort() + "/"));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void recording(HttpExchange exchange) throws IOException {
    String sha256;
    try {
      sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IOException(e);
    }
    send(
        exchange,
        200,
        """
        {"id":"r","name":"n","streamId":"s","state":"stored","mimeType":"video/mp4","timesliceMs":1,
         "fieldOfTomorrow":[1],
         "file":{"url":"/v1/recordings/r/file","sizeBytes":%d,"sha256":"%s"}}
        """
            .formatted(SIZE, sha256));
  }

  private void file(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    ranges.add(String.valueOf(range));
    int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
    exchange.sendResponseHeaders(range == null ? 200 : 206, SIZE - from);
    int count = breaks ? Math.min(150_000, SIZE - from) : SIZE - from;
    exchange.getResponseBody().write(bytes, from, count);
    exchange.close(); // before all was sent, when it breaks: the connection is cut
  }

  private static String problem(String name) {
    return "{\"name\":\"" + name + "\",\"detail\":\"come again\",\"status\":503}";
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] text = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, text.length);
    exchange.getResponseBody().write(text);
    exchange.close();
  }

  @Test
  void downloadFile_connectionBreaks_goesOnWhereItBroke() throws Exception {
    breaks = true;
    DownloadedFile file = client.downloadFile("r", dir.resolve("a.mp4"));

    assertThat(Files.readAllBytes(file.file())).isEqualTo(bytes);
    assertThat(ranges.size()).isGreaterThan(1);
    assertThat(ranges).startsWith("null").contains("bytes=150000-");
  }

  @Test
  void downloadFile_otherBytes_isRefusedAndNothingIsLeft() throws Exception {
    Path target = dir.resolve("a.mp4");
    Files.writeString(target, "what was there");
    server.removeContext("/v1/recordings/r");
    server.createContext(
        "/v1/recordings/r",
        e ->
            send(
                e,
                200,
                "{\"id\":\"r\",\"state\":\"stored\",\"file\":{\"sizeBytes\":"
                    + SIZE
                    + ",\"sha256\":\"00\"}}"));

    assertThatThrownBy(() -> client.downloadFile("r", target))
        .isInstanceOfSatisfying(
            MediaException.class, e -> assertThat(e.name()).isEqualTo("DataError"));
    assertThat(target).hasContent("what was there");
    assertThat(dir.resolve("a.mp4.part")).doesNotExist();
  }

  @Test
  void downloadFile_targetCannotBeWritten_saysSo() {
    assertThatThrownBy(() -> client.downloadFile("r", dir.resolve("no/such/folder/a.mp4")))
        .isInstanceOfSatisfying(
            MediaException.class, e -> assertThat(e.name()).isEqualTo("NotReadableError"));
  }

  @Test
  void recording_serverBusy_isWorthARetry() {
    assertThatThrownBy(() -> client.recording("busy"))
        .isInstanceOfSatisfying(
            MediaException.class,
            e -> {
              assertThat(e.name()).isEqualTo("NetworkError");
              assertThat(e.next()).isEqualTo(MediaException.Next.RETRY);
              assertThat(e).hasMessage("come again");
            });
  }

  @Test
  void openStream_answerIsLostOrServerAway_isSentAgainUnderTheSameName() {
    List<String> bodies = new CopyOnWriteArrayList<>();
    server.createContext("/v1/health", e -> send(e, 200, "{\"status\":\"up\",\"checks\":[]}"));
    server.createContext(
        "/v1/streams",
        e -> {
          bodies.add(new String(e.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          switch (bodies.size()) {
            case 1 -> e.close(); // no answer
            case 2 -> send(e, 503, problem("NetworkError"));
            default -> send(e, 201, "{\"id\":\"s\",\"tracks\":[],\"active\":true}");
          }
        });
    assertThat(client.health().status()).isEqualTo("up"); // it was there

    StreamInfo stream = client.openStream(List.of(SourceRequest.device("cam")));

    assertThat(stream.id()).isEqualTo("s");
    assertThat(bodies).hasSize(3);
    assertThat(bodies).allMatch(body -> body.equals(bodies.get(0)) && body.contains("requestId"));
  }

  @Test
  void openStream_serverFull_isToldAtOnce() {
    List<String> asked = new CopyOnWriteArrayList<>();
    server.createContext(
        "/v1/streams",
        e -> {
          asked.add("once");
          send(e, 503, problem("QuotaExceededError"));
        });

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> client.openStream(List.of(SourceRequest.device("cam"))))
          .isInstanceOfSatisfying(
              MediaException.class, e -> assertThat(e.name()).isEqualTo("QuotaExceededError"));
    }
    assertThat(asked).hasSize(2);
  }

  @Test
  void recording_notReelbus_saysSo() {
    assertThatThrownBy(() -> client.recording("html")).hasMessageContaining("a Reelbus server?");
    assertThatThrownBy(() -> client.recording("other")).hasMessageContaining("unexpected answer");
  }

  @Test
  void health_nobodyListens_isANetworkError() {
    server.stop(0);
    assertThatThrownBy(client::health)
        .isInstanceOfSatisfying(
            MediaException.class,
            e -> {
              assertThat(e.name()).isEqualTo("NetworkError");
              assertThat(e.getMessage()).endsWith("no connection; does a server run there?");
            });
  }

  @Test
  void sourceRequest_bothOrNone_isRefused() {
    assertThatThrownBy(() -> new SourceRequest("d", "u", null, java.util.Map.of(), null, null))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
