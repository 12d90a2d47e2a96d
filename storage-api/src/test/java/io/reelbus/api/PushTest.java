package io.reelbus.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reelbus.bus.PushPart;
import io.reelbus.bus.PushReader;
import io.reelbus.recorder.SourceRequest;
import io.reelbus.recorder.StreamInfo;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pushing media through the door: what was acknowledged is on the bus, once and in order. */
class PushTest extends LiveDoor {

  private static final Duration SOON = Duration.ofSeconds(60);

  private final byte[] media = new byte[3_000_000];
  private String topic = "";
  private String path = "";

  @BeforeEach
  void openStream() throws Exception {
    new Random(7).nextBytes(media);
    StreamInfo stream = client.openStream(List.of(SourceRequest.pushed()));
    JsonObject source = json("/v1/streams/" + stream.id()).getJsonArray("sources").getJsonObject(0);
    assertThat(source.getString("kind")).isEqualTo("PUSHED");
    path = source.getString("media");
    topic = agent.streamSpecs().get(stream.id()).sources().get(0).source().url();
  }

  /** A pusher that counts what is acknowledged. */
  private static final class Pusher implements WebSocket.Listener {
    private volatile long acknowledged = -1;
    private volatile int closed;

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
      acknowledged = new JsonObject(text.toString()).getLong("acknowledged");
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      closed = code;
      return null;
    }
  }

  private WebSocket connect(Pusher pusher, String query) {
    URI at = URI.create(uri(path).toString().replace("http:", "ws:") + query);
    return HTTP.newWebSocketBuilder().buildAsync(at, pusher).join();
  }

  private void send(WebSocket socket, int from, int to) {
    for (int at = from; at < to; at += 50_000) {
      int length = Math.min(50_000, to - at);
      socket.sendBinary(ByteBuffer.wrap(media, at, length), true).join();
    }
  }

  /** What is on the bus, as an agent puts it together. */
  private byte[] pushed() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (PushReader reader = bus.pushReader(topic)) {
      boolean ended = false;
      long giveUpAt = System.nanoTime() + SOON.toNanos();
      while (!ended && System.nanoTime() < giveUpAt) {
        for (PushPart part : reader.poll(Duration.ofMillis(100))) {
          assertThat(part.position()).isLessThanOrEqualTo(all.size());
          int known = (int) (all.size() - part.position());
          if (known < part.bytes().length) {
            all.writeBytes(Arrays.copyOfRange(part.bytes(), known, part.bytes().length));
          }
          ended |= part.kind() == PushPart.Kind.END;
        }
      }
      assertThat(ended).isTrue();
    }
    return all.toByteArray();
  }

  @Test
  void socket_everythingSentAndEnd_isOnTheBusAndAcknowledged() {
    Pusher pusher = new Pusher();
    WebSocket socket = connect(pusher, "");
    send(socket, 0, media.length);
    socket.sendText("end", true).join();

    await().atMost(SOON).until(() -> pusher.closed == WebSocket.NORMAL_CLOSURE);
    assertThat(pusher.acknowledged).isEqualTo(media.length);
    assertThat(pushed()).isEqualTo(media);
  }

  @Test
  void socket_normalClose_losesNothingThatCameBefore() {
    Pusher pusher = new Pusher();
    WebSocket socket = connect(pusher, "");
    send(socket, 0, media.length);
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();

    assertThat(pushed()).isEqualTo(media);
  }

  @Test
  void socket_lostConnection_goesOnAtWhatWasAcknowledged() {
    Pusher first = new Pusher();
    WebSocket lost = connect(first, "");
    send(lost, 0, 1_000_000);
    await().atMost(SOON).until(() -> first.acknowledged > 0);
    lost.abort();
    int from = (int) first.acknowledged;

    Pusher second = new Pusher();
    WebSocket socket = connect(second, "&offset=" + from);
    send(socket, from, media.length);
    socket.sendText("end", true).join();
    await().atMost(SOON).until(() -> second.closed == WebSocket.NORMAL_CLOSURE);
    assertThat(pushed()).isEqualTo(media);
  }

  @Test
  void socket_secondConnection_takesThePlaceOfTheFirst() {
    Pusher first = new Pusher();
    send(connect(first, ""), 0, 500_000);
    await().atMost(SOON).until(() -> first.acknowledged > 0);
    Pusher second = new Pusher();
    WebSocket socket = connect(second, "&offset=0");
    send(socket, 0, media.length);
    socket.sendText("end", true).join();

    await().atMost(SOON).until(() -> second.closed == WebSocket.NORMAL_CLOSURE);
    await().atMost(SOON).until(() -> first.closed == 1013);
    assertThat(pushed()).isEqualTo(media);
  }

  @Test
  void put_body_isOnTheBusWhenItIsAnswered() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri(path))
            .PUT(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(media)))
            .build();
    HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(new JsonObject(answer.body()).getLong("acknowledged")).isEqualTo(media.length);
    assertThat(pushed()).isEqualTo(media);
  }

  private int refused(String query) {
    try {
      connect(new Pusher(), query).abort();
      return 101;
    } catch (CompletionException e) {
      return ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
    }
  }

  @Test
  void socket_whatCannotBe_isRefused() throws Exception {
    assertThat(refused("&offset=1")).isEqualTo(409); // would leave a hole
    assertThat(refused("&offset=-1")).isEqualTo(400);
    assertThat(get("GET", path).statusCode()).isEqualTo(400); // no WebSocket
    assertThat(get("PUT", "/v1/streams/unknown/media").statusCode()).isEqualTo(404);

    Pusher pusher = new Pusher();
    WebSocket socket = connect(pusher, "");
    send(socket, 0, 100_000);
    await().atMost(SOON).until(() -> pusher.acknowledged == 100_000);
    socket.abort();
    assertThat(refused("")).isEqualTo(409); // from where?
    Pusher last = new Pusher();
    connect(last, "&offset=100000").sendText("end", true).join();
    await().atMost(SOON).until(() -> last.closed == WebSocket.NORMAL_CLOSURE);
    assertThat(refused("&offset=100000")).isEqualTo(409); // has ended

    StreamInfo file = openFile("/media/a.mov");
    assertThat(get("PUT", "/v1/streams/" + file.id() + "/media").statusCode()).isEqualTo(409);
  }

  @Test
  void close_ofTheStream_removesTheTopic() {
    client.closeStream(path.split("/")[3]);
    await()
        .atMost(SOON)
        .pollInterval(500, TimeUnit.MILLISECONDS)
        .until(() -> !agent.streamSpecs().containsKey(path.split("/")[3]));
    assertThat(refused("")).isEqualTo(409);
  }
}
