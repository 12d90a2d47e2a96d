package io.reelbus.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.reelbus.api.HostileRequests.Request;
import io.reelbus.api.RawHttp.Answer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Whatever comes in, over real sockets: no 5xx but those the document names, no word of the inside,
 * an answer to every request, and a server that is well afterwards.
 */
class FuzzTest extends LiveDoor {

  private static final int REQUESTS = 10_000;
  private static final int MAX_FLAWS = 20; // then it is clear that something is wrong

  @Test
  void hostileRequests_generated_areAllAnsweredInOrder() throws Exception {
    String id = record("fuzzed").id();
    store(id, 5000);
    client.awaitFinished(id, Duration.ofSeconds(20), r -> {});
    HostileRequests generator = new HostileRequests(20261120, id);
    Map<Integer, Integer> statuses = new TreeMap<>();
    List<String> flaws = new ArrayList<>();
    try (RawHttp http = new RawHttp(api.port())) {
      for (int i = 0; i < REQUESTS; i++) {
        Request request = generator.next();
        try {
          Answer answer = answer(http, request, i);
          if (answer != null) {
            statuses.merge(answer.status(), 1, Integer::sum);
            check(answer, request, i);
          }
        } catch (AssertionError e) {
          flaws.add(String.valueOf(e.getMessage()));
          http.reconnect();
          if (flaws.size() >= MAX_FLAWS) {
            break;
          }
        }
      }
    }
    assertThat(flaws).isEmpty();
    assertThat(statuses)
        .as("what was reached")
        .containsKeys(101, 200, 206, 304, 400, 404, 405, 413, 414, 415, 416, 431);
    assertThat(client.health().up()).isTrue();
    assertThat(client.recording(id).state()).isEqualTo("stored");
  }

  private static @Nullable Answer answer(RawHttp http, Request request, int number) {
    try {
      return request.whole()
          ? http.exchange(request.bytes(), request.headless())
          : http.garbage(request.bytes());
    } catch (IOException e) {
      throw new AssertionError("request " + number + " got no answer: " + request, e);
    }
  }

  private static void check(Answer answer, Request request, int number) {
    String what = "request " + number + ": " + request + "\n-> " + answer;
    boolean otherHttp = answer.status() == 501 && !request.whole(); // HTTP/2, HTTP/9.9, ...
    if (answer.status() >= 500 && !otherHttp) {
      assertThat(answer.status()).as(what).isEqualTo(503);
    }
    assertThat(answer.body()).as(what).doesNotContain(".java", "\tat ", "io.vertx");
    if (answer.status() >= 400 && !answer.body().isEmpty()) {
      assertThat(answer.body()).as(what).doesNotContain("Exception");
      assertThat(answer.headers().get("content-type")).as(what).isEqualTo(Problem.CONTENT_TYPE);
      assertThat(new JsonObject(answer.body()).getInteger("status"))
          .as(what)
          .isEqualTo(answer.status());
    }
  }
}
