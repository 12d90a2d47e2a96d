package io.reelbus.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reelbus.model.Source;
import io.reelbus.recorder.HealthInfo;
import io.reelbus.recorder.RecorderInfo;
import io.reelbus.recorder.RecorderRequest;
import io.reelbus.recorder.ReelbusClient;
import io.reelbus.recorder.SourceRequest;
import io.reelbus.recorder.StreamInfo;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A disk that fills up: live recordings begin as ever, others do not. */
class DiskGateTest extends LiveDoor {

  private static final AtomicReference<DiskSpace> SPACE =
      new AtomicReference<>(new DiskSpace(1000, 100, 10));

  @Test
  void start_diskNearlyFull_onlyLiveBegins() {
    try (StorageApi door =
        new StorageApi(ApiSettings.defaults("127.0.0.1", 0), bus, store, SPACE::get)) {
      door.start();
      ReelbusClient there = ReelbusClient.connect(URI.create("http://127.0.0.1:" + door.port()));
      String batch = recorder(there, SourceRequest.url("/media/a.mov", Source.Kind.FILE));
      String live = recorder(there, SourceRequest.url("rtsp://a/1", Source.Kind.NETWORK));
      assertThat(disk(there).status()).isEqualTo("up");

      SPACE.set(new DiskSpace(50, 100, 10));
      await().until(() -> disk(there).status().equals("down"));
      assertThat(there.health().status()).as("the door is").isEqualTo("up");
      there.start(batch, null, null);

      SPACE.set(new DiskSpace(9, 100, 10));
      String another = recorder(there, SourceRequest.url("/media/b.mov", Source.Kind.FILE));
      assertRefused(() -> there.start(another, null, null), "QuotaExceededError");
      assertThat(there.start(batch, null, null).state()).as("it runs").isEqualTo("recording");
      assertThat(there.start(live, null, null).state()).isEqualTo("recording");
      await().until(() -> disk(there).message().contains("only live recordings begin"));

      SPACE.set(new DiskSpace(1000, 100, 10));
      assertThat(there.start(another, null, null).state()).isEqualTo("recording");
    }
  }

  private static String recorder(ReelbusClient there, SourceRequest source) {
    StreamInfo stream = there.openStream(List.of(source));
    RecorderInfo made = there.createRecorder(RecorderRequest.of(stream.id(), "video/webm"));
    return made.id();
  }

  private static HealthInfo.Check disk(ReelbusClient there) {
    return there.health().checks().stream()
        .filter(check -> check.name().equals("disk"))
        .findFirst()
        .orElseThrow();
  }
}
