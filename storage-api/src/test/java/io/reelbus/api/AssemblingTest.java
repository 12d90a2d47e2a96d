package io.reelbus.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reelbus.model.ChunkId;
import io.reelbus.model.LedgerEvent.Captured;
import io.reelbus.model.LedgerEvent.Encoded;
import io.reelbus.recorder.RecorderInfo;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Files that are not written are seen, and what became of everything is counted. */
class AssemblingTest extends LiveDoor {

  private static final Duration SOON = Duration.ofSeconds(60);

  @Test
  void encodedAndNoAssembler_isToldUntilTheFileIsThere() throws Exception {
    RecorderInfo recorder = record("stuck");
    for (int track = 0; track < 2; track++) {
      ChunkId id = new ChunkId(recorder.id(), track, 0);
      agent.publish(new Captured(id, Samples.account(60, 0, 2_000_000), List.of(), false));
      agent.publish(new Encoded(id, 60, 10, "w", 1));
    }

    await().atMost(SOON).until(() -> metric("reelbus_assembler_waiting").equals("1.0"));
    assertThat(new String(get("GET", "/v1/health").body(), StandardCharsets.UTF_8))
        .contains("assemblers", "recording " + recorder.id() + " at slice 0");
    store(recorder.id(), 100);

    System.gc(); // a counter that nothing holds would stand still from here on
    await().atMost(SOON).until(() -> metric("reelbus_assembler_waiting").equals("0.0"));
    await().atMost(SOON).until(() -> units("stored") > 0);
    assertThat(units("captured")).isEqualTo(units("stored") + units("lost"));
  }

  private static double units(String state) throws Exception {
    return Double.parseDouble(
        metric("reelbus_ledger_units_total{kind=\"video\",state=\"" + state + "\"}"));
  }
}
