package io.reelbus.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reelbus.model.Blob;
import io.reelbus.model.BlobPlace;
import io.reelbus.model.LedgerEvent.BlobMade;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Blobs by URL: from the bus, from the file, and not at all. */
class BlobsTest extends LiveDoor {

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  @Test
  void blob_whileRecording_comesFromTheBus() throws Exception {
    String id = record("growing").id();
    byte[] large = bytes(20_000_000); // in parts
    publishBlob(new Blob(id, 0, 0, false, bytes(1000)), 0);
    publishBlob(new Blob(id, 1, 0, false, large), 1000);
    await().until(() -> client.recording(id).blobs() == 2);

    HttpResponse<byte[]> first = get("GET", "/v1/recorders/" + id + "/blobs/0");
    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(first.headers().firstValue("Content-Type")).hasValue("video/mp4");
    assertThat(first.body()).isEqualTo(bytes(1000));
    assertThat(get("GET", "/v1/recordings/" + id + "/blobs/1").body()).isEqualTo(large);
    String etag = first.headers().firstValue("ETag").orElseThrow();
    assertThat(get("GET", "/v1/recordings/" + id + "/blobs/0", "If-None-Match", etag).statusCode())
        .isEqualTo(304);
  }

  @Test
  void blob_onceStored_comesFromTheFile() throws Exception {
    String id = record("stored").id();
    byte[] file = store(id, 300_000);
    client.awaitFinished(id, Duration.ofSeconds(20), r -> {});

    HttpResponse<byte[]> blob = get("GET", "/v1/recorders/" + id + "/blobs/0");
    assertThat(blob.body()).isEqualTo(file);
    assertThat(blob.headers().firstValue("ETag").orElseThrow())
        .contains(client.recording(id).file().sha256());
    assertNotFound("/v1/recordings/" + id + "/blobs/1");
  }

  @Test
  void blob_notMadeOrGoneOrUnknown_isNotFound() throws Exception {
    String id = record("sparse").id();
    agent.publish(new BlobMade(id, 0, 0, 10, 0, 1, new BlobPlace(0, 1_000_000_000L)));
    agent.publish(new BlobMade(id, 1, 10, 20, 0, 1, null));
    await().until(() -> client.recording(id).blobs() == 2);

    assertNotFound("/v1/recordings/" + id + "/blobs/0"); // left the bus
    assertNotFound("/v1/recordings/" + id + "/blobs/1"); // of an older release
    assertNotFound("/v1/recordings/" + id + "/blobs/2");
    assertNotFound("/v1/recordings/nope/blobs/0");
    for (String bad : new String[] {"-1", "x", "1.5", "99999999999", "%00"}) {
      assertThat(get("GET", "/v1/recordings/" + id + "/blobs/" + bad).statusCode())
          .as(bad)
          .isEqualTo(400);
    }
  }

  private static void assertNotFound(String path) throws Exception {
    HttpResponse<byte[]> response = get("GET", path);
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(new String(response.body(), StandardCharsets.UTF_8)).contains("NotFoundError");
  }
}
