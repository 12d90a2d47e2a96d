package io.reelbus.api;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The opening handshake of a WebSocket (RFC 6455, section 4.2.1). */
final class Upgrade {

  private static final int KEY_BYTES = 16;

  private Upgrade() {}

  /** Whether a client asks for one. Other protocols to upgrade to are ignored. */
  static boolean isWanted(HttpServerRequest request) {
    return request.version() == HttpVersion.HTTP_1_1
        && has(request.getHeader(HttpHeaders.UPGRADE), "websocket")
        && has(request.getHeader(HttpHeaders.CONNECTION), "upgrade");
  }

  /** Refuses a handshake that cannot be answered. */
  static void check(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH); // the JDK's client says 0
    if ((length != null && !length.strip().equals("0"))
        || request.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
      throw Refusal.field("TypeError", "body", "body: in a handshake", "absent");
    }
    if (!request.getHeader(HttpHeaders.UPGRADE).strip().equalsIgnoreCase("websocket")) {
      throw Refusal.field("TypeError", "Upgrade", "Upgrade: to several protocols", "websocket");
    }
    String version = request.getHeader("Sec-WebSocket-Version");
    if (version == null || !version.strip().equals("13")) {
      throw Refusal.field(
          "TypeError", "Sec-WebSocket-Version", "Sec-WebSocket-Version: " + version, "13");
    }
    if (!isKey(request.getHeader("Sec-WebSocket-Key"))) {
      throw Refusal.field(
          "TypeError", "Sec-WebSocket-Key", "Sec-WebSocket-Key: not a key", "16 bytes in base64");
    }
  }

  private static boolean isKey(@Nullable String key) {
    try {
      return key != null && Base64.getDecoder().decode(key.strip()).length == KEY_BYTES;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean has(@Nullable String list, String word) {
    if (list != null) {
      for (String each : list.split(",")) {
        if (each.strip().toLowerCase(Locale.ROOT).equals(word)) {
          return true;
        }
      }
    }
    return false;
  }
}
