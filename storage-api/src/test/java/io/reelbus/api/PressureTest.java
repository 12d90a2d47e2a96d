package io.reelbus.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reelbus.model.ChunkId;
import io.reelbus.model.LedgerEvent.Captured;
import io.reelbus.model.LedgerEvent.Encoded;
import io.reelbus.model.SliceAccount;
import io.reelbus.model.TapeRange;
import io.reelbus.recorder.RecorderInfo;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Cuts that wait for encoders are seen, and the end of their tapes is. */
class PressureTest extends LiveDoor {

  private static final String TAPE = "reelbus.tape.pressure";
  private static final Duration KEPT = Duration.ofHours(1);
  private static final Duration SOON = Duration.ofSeconds(60);

  @Test
  void cutsThatWait_areMeasuredUntilTheyAreEncoded() throws Exception {
    bus.tapes().createDeviceTape(TAPE, KEPT);
    RecorderInfo recorder = record("pressure");

    capture(recorder, 0, 0, Duration.ofMinutes(20));
    capture(recorder, 0, 1, Duration.ofMinutes(10));

    await().atMost(SOON).until(() -> waiting().equals("2.0"));
    await().atMost(SOON).until(() -> !metric("reelbus_tape_expiry_seconds").equals("+Inf"));
    double oldest = Double.parseDouble(metric("reelbus_cuts_oldest_seconds{queue=\"batch\"}"));
    double expiry = Double.parseDouble(metric("reelbus_tape_expiry_seconds"));
    assertThat(oldest).isBetween(1200.0, 1200.0 + SOON.toSeconds() * 2);
    assertThat(expiry).isBetween(2400.0 - SOON.toSeconds() * 2, 2400.0);
    assertThat(encoders().getString("status")).isEqualTo("up");

    capture(recorder, 1, 0, KEPT.minusMinutes(5));

    await().atMost(SOON).until(() -> encoders().getString("status").equals("down"));
    assertThat(encoders().getString("message")).contains("batch: 3 waiting", "expires in");
    assertThat(json("/v1/health").getString("status")).isEqualTo("up"); // the door is

    encode(recorder, 0, 0);
    encode(recorder, 0, 1);
    encode(recorder, 1, 0);

    await().atMost(SOON).until(() -> waiting().equals("0.0"));
    assertThat(metric("reelbus_tape_expiry_seconds")).isEqualTo("+Inf");
    await().atMost(SOON).until(() -> encoders().getString("status").equals("up"));
  }

  private static void capture(RecorderInfo recorder, int track, int slice, Duration ago) {
    long atUs = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis() - ago.toMillis());
    agent.publish(
        new Captured(
            new ChunkId(recorder.id(), track, slice),
            new SliceAccount(1, slice * 1_000_000L, (slice + 1) * 1_000_000L, atUs, List.of()),
            List.of(new TapeRange(TAPE, 0, slice, slice + 1)),
            false));
  }

  private static void encode(RecorderInfo recorder, int track, int slice) {
    agent.publish(new Encoded(new ChunkId(recorder.id(), track, slice), 1, 1, "w", 1));
  }

  private static String waiting() throws Exception {
    return metric("reelbus_cuts_waiting{queue=\"batch\"}");
  }

  private static JsonObject encoders() throws Exception {
    return json("/v1/health").getJsonArray("checks").stream()
        .map(JsonObject.class::cast)
        .filter(check -> check.getString("name").equals("encoders"))
        .findFirst()
        .orElseThrow();
  }
}
