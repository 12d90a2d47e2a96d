package io.reelbus.api;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Generates requests that no client should send; the same for the same seed. */
final class HostileRequests {

  /**
   * One request.
   *
   * @param bytes what goes over the wire
   * @param headless whether it is a HEAD
   * @param whole whether it is a complete HTTP/1.1 request, which must be answered
   */
  record Request(byte[] bytes, boolean headless, boolean whole) {
    @Override
    public String toString() {
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      return text.length() > 1000 ? text.substring(0, 1000) + "…" : text;
    }
  }

  private static final List<String> METHODS =
      List.of("GET", "POST", "DELETE", "HEAD", "PUT", "PATCH", "OPTIONS", "TRACE", "FOO");
  private static final List<String> POSTS =
      List.of(
          "streams", "recorders", "recorders/@@/start", "recorders/@@/stop", "recorders/x/start");
  private static final List<String> HEADS =
      List.of(
          "/v1/streams",
          "/v1/recorders",
          "/v1/recordings",
          "/v1/types",
          "/v1/devices",
          "/v1/events",
          "/v1/health",
          "/v1/metrics",
          "/openapi.yaml",
          "/v1",
          "/",
          "");
  private static final List<String> TAILS =
      List.of(
          "",
          "/",
          "//",
          "/x",
          "/@@",
          "/@@/file",
          "/@@/ledger",
          "/@@/manifest",
          "/@@/blobs/0",
          "/@@/blobs/-1",
          "/@@/blobs/99999999999999999999",
          "/@@/blobs/%00",
          "/@@/blobs/1e3",
          "/x/start",
          "/%00",
          "/..%2f..",
          "/../../etc/passwd",
          "/%2e%2e/%2e%2e/etc/passwd",
          "/%E2%82",
          "/%zz",
          "/%",
          "/;jsessionid=1",
          "/{id}",
          "/$%7Bjndi:ldap://x%7D",
          "/\u00e9",
          "/<script>",
          "/'OR'1'='1");
  private static final List<String> QUERIES =
      List.of(
          "",
          "",
          "?",
          "?limit=-1",
          "?limit=9999999999999999999",
          "?limit=1e9",
          "?limit=",
          "?cursor=%FF",
          "?cursor=AAAA",
          "?mimeType=;;;",
          "?mimeType=video/webm;codecs=%22",
          "?mimeType=%00",
          "?state=recording&state=failed",
          "?from=oldest",
          "?types=",
          "?types=,,,",
          "?types=start",
          "?lastEventId=AQAAAAAAAAAA",
          "?lastEventId=%F0%9F%98%80",
          "?blobs=binary",
          "?blobs=1",
          "?recorder=%00",
          "?recorder=a&recorder=b",
          "?%",
          "?a=%zz",
          "?=",
          "?&&&",
          "?limit[]=1");
  private static final List<String> NAMES =
      List.of(
          "sources",
          "streamId",
          "mimeType",
          "trackIds",
          "timesliceMs",
          "name",
          "bitsPerSecond",
          "videoBitsPerSecond",
          "audioBitsPerSecond",
          "__proto__",
          "\\u0000",
          "");
  private static final List<String> RANGES =
      List.of(
          "bytes=0-0",
          "bytes=5-1",
          "bytes=-0",
          "bytes=-",
          "bytes=0-9,20-29",
          "bytes=99999999999999999999-",
          "bytes=-99999999999999999999",
          "items=0-1",
          "bytes=a-b",
          "bytes",
          "=",
          "bytes=0-9;x",
          "bytes= 0 - 9 ");

  private final Random random;
  private final String id;

  HostileRequests(long seed, String recordingId) {
    this.random = new Random(seed);
    this.id = recordingId;
  }

  Request next() {
    int kind = random.nextInt(100);
    return kind < 40
        ? body()
        : kind < 68 ? path() : kind < 80 ? range() : kind < 86 ? upgrade() : garbage();
  }

  private String pick(List<String> some) {
    return some.get(random.nextInt(some.size())).replace("@@", id);
  }

  private static Request whole(String text, boolean headless) {
    return new Request(text.getBytes(StandardCharsets.UTF_8), headless, true);
  }

  /** JSON of every shape where an object is expected. */
  private Request body() {
    String json = mutate(random.nextInt(5) == 0 ? value(0) : object(0));
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    String type =
        pick(
            List.of(
                "application/json",
                "application/json",
                "application/json",
                "text/xml",
                "a/b/c",
                "*/*"));
    String head =
        "POST /v1/"
            + pick(POSTS)
            + " HTTP/1.1\r\nHost: x\r\nContent-Type: "
            + type
            + "\r\nContent-Length: "
            + bytes.length
            + "\r\n\r\n";
    return whole(head + json, false);
  }

  private String object(int depth) {
    StringBuilder object = new StringBuilder("{");
    for (int n = random.nextInt(4); n >= 0; n--) {
      object.append('"').append(pick(NAMES)).append("\":").append(value(depth + 1));
      object.append(n == 0 ? "" : ",");
    }
    return object.append('}').toString();
  }

  private String value(int depth) {
    return switch (random.nextInt(depth > 3 ? 14 : 17)) {
      case 0 -> "null";
      case 1 -> "-1";
      case 2 -> "1e999";
      case 3 -> "123456789012345678901234567890";
      case 4 -> "\"\"";
      case 5 -> "\"\\u0000\\ud800\"";
      case 6 -> "\"" + "a".repeat(random.nextInt(6000)) + "\"";
      case 7 -> "true";
      case 8 -> "1000.5";
      case 9 -> "\"video/webm;codecs=" + pick(List.of("", "vp9", ",,,", "avc1.6400zz")) + "\"";
      case 10 -> "\"" + id + "\"";
      case 11 -> "[".repeat(random.nextInt(1500)) + "]".repeat(random.nextInt(1500));
      case 12 -> "{\"url\":\"file:///%zz\",\"agentId\":\"nope\"}";
      case 13 -> "[{}]";
      case 14 -> "[" + value(depth + 1) + "," + value(depth + 1) + "]";
      default -> object(depth + 1);
    };
  }

  /** Cut, or with a character more. */
  private String mutate(String json) {
    int at = random.nextInt(json.length() + 1);
    return switch (random.nextInt(6)) {
      case 0 -> json.substring(0, at);
      case 1 -> json.substring(0, at) + (char) random.nextInt(0x250) + json.substring(at);
      default -> json;
    };
  }

  private Request path() {
    String method = pick(METHODS);
    String path = pick(HEADS) + pick(TAILS) + pick(QUERIES);
    String header =
        pick(
            List.of(
                "Accept: */*",
                "Last-Event-ID: ?",
                "Last-Event-ID: AQAAAAAAAAAAAA",
                "If-None-Match: \"",
                "Expect: 100-continue",
                "Expect: nothing",
                "X-HTTP-Method-Override: DELETE",
                "Cookie: =;;=",
                "Content-Type: ",
                "Accept-Encoding: gzip;q=x",
                "Authorization: Basic !",
                "Forwarded: for=\"",
                "X: " + "y".repeat(random.nextInt(9000))));
    return whole(
        method + " " + path + " HTTP/1.1\r\nHost: x\r\n" + header + "\r\n\r\n",
        method.equals("HEAD"));
  }

  private Request range() {
    String path = pick(List.of("/v1/recordings/@@/file", "/v1/recordings/@@/blobs/0"));
    String extra =
        pick(List.of("", "If-Range: \"old\"\r\n", "If-Range: \r\n", "If-None-Match: *\r\n"));
    return whole(
        pick(List.of("GET", "HEAD")).equals("GET")
            ? "GET "
                + path
                + " HTTP/1.1\r\nHost: x\r\nRange: "
                + pick(RANGES)
                + "\r\n"
                + extra
                + "\r\n"
            : "GET "
                + path
                + " HTTP/1.1\r\nHost: x\r\nRange: "
                + pick(RANGES)
                + "\r\nRange: bytes=1-\r\n\r\n",
        false);
  }

  private Request upgrade() {
    StringBuilder request =
        new StringBuilder("GET ")
            .append(pick(List.of("/v1/events", "/v1/events?blobs=binary", "/v1/types", "/")))
            .append(" HTTP/1.1\r\nHost: x\r\n");
    request
        .append("Upgrade: ")
        .append(pick(List.of("websocket", "WebSocket", "h2c", "x", "", "websocket, h2c")));
    request
        .append("\r\nConnection: ")
        .append(
            pick(List.of("Upgrade", "keep-alive, Upgrade", "close", "Upgrade, HTTP2-Settings")));
    request
        .append("\r\nSec-WebSocket-Version: ")
        .append(pick(List.of("13", "8", "x", "", "99999999999")));
    request
        .append("\r\nSec-WebSocket-Key: ")
        .append(pick(List.of("dGhlIHNhbXBsZSBub25jZQ==", "x", "", "====")));
    request
        .append("\r\nHTTP2-Settings: ")
        .append(pick(List.of("AAMAAABkAAQAoAAA", "?", "")))
        .append("\r\n\r\n");
    return whole(request.toString(), false);
  }

  /** What is hardly HTTP. */
  private Request garbage() {
    byte[] noise = new byte[random.nextInt(3000)];
    random.nextBytes(noise);
    String text =
        switch (random.nextInt(12)) {
          case 0 -> new String(noise, StandardCharsets.ISO_8859_1);
          case 1 -> "GET\r\n\r\n";
          case 2 -> "GET / HTTP/9.9\r\n\r\n";
          case 3 -> "GET /" + "a".repeat(10_000) + " HTTP/1.1\r\nHost: x\r\n\r\n";
          case 4 -> "GET / HTTP/1.1\r\nX: " + "b".repeat(20_000) + "\r\n\r\n";
          case 5 -> "POST /v1/streams HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n";
          case 6 ->
              "POST /v1/streams HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef";
          case 7 ->
              "POST /v1/streams HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n";
          case 8 -> "POST /v1/streams HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n{";
          case 9 ->
              "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + new String(noise, StandardCharsets.ISO_8859_1);
          case 10 -> "\u0016\u0003\u0001" + new String(noise, StandardCharsets.ISO_8859_1); // TLS
          default -> "GET / HTTP/1.1\r\n: x\r\n\u0000: \u0000\r\nHost\r\n\r\n";
        };
    return new Request(text.getBytes(StandardCharsets.ISO_8859_1), false, false);
  }
}
