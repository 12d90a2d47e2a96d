package io.reelbus.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Too many listeners, and handshakes that cannot be answered. */
class EventLimitsTest extends LiveDoor {

  private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

  @Test
  void listeners_tooMany_areRefusedAndLeaveRoomWhenTheyGo() throws Exception {
    int limit = ApiSettings.defaults("127.0.0.1", 0).maxEventStreams();
    List<EventClient> sockets = new ArrayList<>();
    HttpResponse<InputStream> sse =
        HTTP.send(
            HttpRequest.newBuilder(uri("/v1/events")).build(),
            HttpResponse.BodyHandlers.ofInputStream());
    for (int i = 1; i < limit; i++) {
      sockets.add(EventClient.socket(uri("/v1/events")));
    }
    assertThatThrownBy(() -> EventClient.socket(uri("/v1/events"))).hasMessageContaining("503");
    HttpResponse<byte[]> refused = get("GET", "/v1/events");
    assertThat(refused.statusCode()).isEqualTo(503);
    JsonObject problem = new JsonObject(new String(refused.body(), StandardCharsets.UTF_8));
    assertThat(problem.getString("name")).isEqualTo("QuotaExceededError");

    sse.body().close();
    sockets.forEach(EventClient::close);
    await().untilAsserted(() -> assertThat(metric("reelbus_api_event_streams")).isEqualTo("0.0"));
    EventClient.socket(uri("/v1/events")).close();
  }

  private static String handshake(String path, String... headers) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
      socket.setSoTimeout(10_000);
      StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: x\r\n");
      for (String header : headers) {
        request.append(header).append("\r\n");
      }
      OutputStream out = socket.getOutputStream();
      out.write((request + "\r\n").getBytes(StandardCharsets.US_ASCII));
      out.flush();
      byte[] answer = socket.getInputStream().readNBytes(12);
      return new String(answer, StandardCharsets.US_ASCII).substring("HTTP/1.1 ".length());
    }
  }

  @Test
  void handshake_eachFlaw_isRefused() throws Exception {
    String upgrade = "Upgrade: websocket";
    String connection = "Connection: Upgrade";
    String version = "Sec-WebSocket-Version: 13";
    String key = "Sec-WebSocket-Key: " + KEY;
    assertThat(handshake("/v1/events", upgrade, connection, version, key)).isEqualTo("101");
    assertThat(handshake("/v1/events", upgrade, connection, version)).isEqualTo("400");
    assertThat(handshake("/v1/events", upgrade, connection, key)).isEqualTo("400");
    assertThat(handshake("/v1/events", upgrade, connection, version, "Sec-WebSocket-Key: x"))
        .isEqualTo("400");
    assertThat(handshake("/v1/events", upgrade, connection, version, key, "Content-Length: 5"))
        .isEqualTo("400");
    assertThat(handshake("/v1/events?from=then", upgrade, connection, version, key))
        .isEqualTo("400");
    assertThat(handshake("/v1/devices", upgrade, connection, version, key)).isEqualTo("200");
    assertThat(handshake("/v1/nothing", upgrade, connection, version, key)).isEqualTo("404");
    assertThat(handshake("/v1/events", "Upgrade: smtp", connection)).isEqualTo("200");
  }
}
