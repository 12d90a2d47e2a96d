package io.reelbus.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reelbus.objectstore.StoreSettings;
import io.reelbus.objectstore.embedded.EmbeddedS3;
import io.reelbus.recorder.HealthInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store goes away in the middle of an ingest and comes back. */
class StoreOutageIT {

  private static final String KEY = "outage-test-key";
  private static final String SECRET = "outage-test-secret";

  @TempDir private Path folder;

  @Test
  void storeUnreachableForAWhile_isReportedRetriedAndNothingIsLost() throws IOException {
    SystemFfmpeg.assumeInstalled();
    Path input =
        new Inputs(folder)
            .make(
                "long.mp4",
                Inputs.PICTURES
                    + " "
                    + Inputs.NOISE
                    + " -t 40 -threads 1 -pix_fmt yuv420p -preset ultrafast -c:v libx264 -b:v 4M"
                    + " -g 25 -c:a aac");
    try (EmbeddedS3 s3 = EmbeddedS3.start(folder.resolve("s3"), 0, KEY, SECRET);
        Relay relay = new Relay(s3.endpoint());
        Reelbus reelbus =
            Reelbus.startWithStore(StoreSettings.of(relay.endpoint(), KEY, SECRET, "reelbus"))) {
      relay.down(true);
      CompletableFuture<Reelbus.Ingested> running =
          CompletableFuture.supplyAsync(
              () -> reelbus.ingest(List.of(input), "--mime-type", "video/webm;codecs=vp8,opus"));
      await().atMost(Duration.ofSeconds(60)).until(() -> relay.refused() > 3 && !healthy(reelbus));
      assertThat(running).as("it waits, it does not fail").isNotDone();
      relay.down(false);
      Reelbus.Ingested ingested = running.orTimeout(120, TimeUnit.SECONDS).join();
      assertThat(ingested.only().state()).as(ingested.said()).isEqualTo("stored");
      assertThat(ingested.only().frames()).isEqualTo(1000);
      Exact.of(input, ingested.only().output(), 40_000_000).isRight();
    }
  }

  private static boolean healthy(Reelbus reelbus) {
    HealthInfo health = reelbus.session().client().health();
    return health.status().equals("up");
  }
}
