package io.reelbus.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reelbus.model.MediaException;
import io.reelbus.objectstore.embedded.EmbeddedS3;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the real S3 protocol over a real folder. */
class StreamingUploadTest {

  private static final int PART = StoreSettings.MIN_PART_BYTES;

  @TempDir Path folder;
  private EmbeddedS3 s3;
  private ObjectStore store;

  @BeforeEach
  void start() {
    // A relative folder, as people give it: the harder case for the file store.
    Path relative = Path.of("").toAbsolutePath().relativize(folder.toAbsolutePath());
    s3 = EmbeddedS3.start(relative, 0, "key", "secret");
    store = ObjectStore.connect(settings(s3.endpoint()));
    store.ensureBucket();
  }

  @AfterEach
  void stop() {
    store.close();
    s3.close();
  }

  private static StoreSettings settings(URI endpoint) {
    return StoreSettings.of(endpoint, "key", "secret", "reels")
        .withRetryDeadline(Duration.ofSeconds(20));
  }

  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static void writeInPieces(StreamingUpload upload, byte[] bytes) {
    int piece = 777_777;
    for (int at = 0; at < bytes.length; at += piece) {
      upload.write(ByteBuffer.wrap(bytes, at, Math.min(piece, bytes.length - at)));
    }
  }

  private byte[] fileOf(String key) throws IOException {
    return Files.readAllBytes(folder.resolve("reels").resolve(key));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, PART - 1, PART, PART + 1, 2 * PART, 3 * PART + 12345})
  void complete_anyLength_storesPatchedBytesAsPlainFile(int length) throws IOException {
    byte[] bytes = noise(length);
    StoredObject stored;
    try (StreamingUpload upload = store.upload("recordings/a/b.mp4", "video/mp4")) {
      writeInPieces(upload, bytes);
      if (length >= 1) {
        byte[] patch = noise(Math.min(40, length));
        int offset = Math.min(length, PART) - patch.length;
        upload.patch(offset, patch);
        System.arraycopy(patch, 0, bytes, offset, patch.length);
      }
      assertThat(upload.length()).isEqualTo(length);
      stored = upload.complete();
    }
    assertThat(stored.sizeBytes()).isEqualTo(length);
    assertThat(stored.sha256()).isEqualTo(Digests.sha256Hex(bytes, length));
    assertThat(fileOf("recordings/a/b.mp4")).isEqualTo(bytes);
    assertThat(store.unfinishedUploads("")).isEmpty();
  }

  @Test
  void complete_sameKeyTwice_overwrites() throws IOException {
    for (int length : new int[] {2 * PART, PART + 5}) {
      try (StreamingUpload upload = store.upload("k.mp4", "video/mp4")) {
        writeInPieces(upload, noise(length));
        upload.complete();
      }
    }
    assertThat(fileOf("k.mp4")).isEqualTo(noise(PART + 5));
  }

  @Test
  void patch_outsideHead_isRefused() {
    try (StreamingUpload upload = store.upload("k.mp4", "video/mp4")) {
      writeInPieces(upload, noise(PART + 100));
      assertThatThrownBy(() -> upload.patch(PART - 1, new byte[2]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected: within [0, " + PART);
    }
  }

  @Test
  void abort_withPartsSent_leavesNothing() {
    StreamingUpload upload = store.upload("recordings/x.mp4", "video/mp4");
    writeInPieces(upload, noise(3 * PART));
    upload.abort();
    assertThat(store.unfinishedUploads("recordings/")).isEmpty();
    assertThat(store.stat("recordings/x.mp4")).isNull();
  }

  @Test
  void abortUnfinished_afterCrash_findsUploadsByPrefix() {
    StreamingUpload crashed = store.upload("recordings/1/x.mp4", "video/mp4");
    writeInPieces(crashed, noise(3 * PART));
    StreamingUpload other = store.upload("recordings/2/x.mp4", "video/mp4");
    writeInPieces(other, noise(3 * PART));

    assertThat(store.unfinishedUploads("recordings/"))
        .extracting(UnfinishedUpload::key)
        .containsExactlyInAnyOrder("recordings/1/x.mp4", "recordings/2/x.mp4");
    assertThat(store.abortUnfinished("recordings/1/")).isEqualTo(1);
    assertThat(store.unfinishedUploads("recordings/"))
        .extracting(UnfinishedUpload::key)
        .containsExactly("recordings/2/x.mp4");
    other.complete();
    assertThat(store.stat("recordings/2/x.mp4")).isNotNull();
  }

  @Test
  void write_connectionsCutWhileSending_stillExact() throws IOException {
    byte[] bytes = noise(5 * PART + 99);
    try (FaultyLink link = new FaultyLink(s3.endpoint());
        ObjectStore far = ObjectStore.connect(settings(link.endpoint()))) {
      try (StreamingUpload upload = far.upload("cut.mp4", "video/mp4")) {
        for (int at = 0; at < bytes.length; at += PART) {
          link.cutAfter(PART / 2);
          upload.write(ByteBuffer.wrap(bytes, at, Math.min(PART, bytes.length - at)));
        }
        link.cutAfter(2 * PART); // in the read-back
        StoredObject stored = upload.complete();
        assertThat(stored.sha256()).isEqualTo(Digests.sha256Hex(bytes, bytes.length));
      }
      assertThat(link.cuts()).isGreaterThanOrEqualTo(2);
    }
    assertThat(fileOf("cut.mp4")).isEqualTo(bytes);
  }

  @Test
  void complete_storeDownForAWhile_waitsAndStores() throws Exception {
    byte[] bytes = noise(2 * PART);
    try (FaultyLink link = new FaultyLink(s3.endpoint());
        ObjectStore far = ObjectStore.connect(settings(link.endpoint()));
        StreamingUpload upload = far.upload("down.mp4", "video/mp4")) {
      writeInPieces(upload, bytes);
      link.down(true);
      Thread repair =
          new Thread(
              () -> {
                while (link.cuts() < 4) {
                  Thread.onSpinWait();
                }
                link.down(false);
              });
      repair.start();
      assertThat(upload.complete().sha256()).isEqualTo(Digests.sha256Hex(bytes, bytes.length));
      repair.join(10_000);
    }
  }

  @Test
  void write_storeGoneForGood_failsWithRetryAfterDeadline() {
    try (ObjectStore gone =
            ObjectStore.connect(
                settings(URI.create("http://127.0.0.1:1"))
                    .withRetryDeadline(Duration.ofMillis(300)));
        StreamingUpload upload = gone.upload("gone.mp4", "video/mp4")) {
      upload.write(ByteBuffer.wrap(noise(100)));
      assertThatThrownBy(upload::complete)
          .isInstanceOfSatisfying(
              MediaException.class,
              e -> {
                assertThat(e.next()).isEqualTo(MediaException.Next.RETRY);
                assertThat(e).hasMessageContaining("gone.mp4");
              });
      assertThat(gone.check().ok()).isFalse();
    }
  }

  @Test
  void complete_objectDamagedInStore_isNoticed() throws IOException {
    byte[] bytes = noise(2 * PART + 5);
    store.put("d.mp4", bytes, "video/mp4");
    byte[] other = bytes.clone();
    other[PART + 3] ^= 1;
    StreamingUpload.SentPart one =
        StreamingUpload.SentPart.sha256(PART, Digests.sha256Hex(bytes, PART));
    byte[] rest = java.util.Arrays.copyOfRange(other, PART, other.length);
    StreamingUpload.SentPart two =
        StreamingUpload.SentPart.sha256(rest.length, Digests.sha256Hex(rest, rest.length));
    assertThatThrownBy(() -> ReadBack.verify(store, "d.mp4", List.of(one, two), List.of()))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("part 2");
  }

  @Test
  void read_range_givesExactlyThoseBytesAcrossACut() throws IOException {
    byte[] bytes = noise(PART);
    store.put("r.bin", bytes, "application/octet-stream");
    try (FaultyLink link = new FaultyLink(s3.endpoint());
        ObjectStore far = ObjectStore.connect(settings(link.endpoint()))) {
      link.cutAfter(PART / 3);
      try (InputStream in = far.read("r.bin", 1000, PART - 1000)) {
        assertThat(in.readAllBytes())
            .isEqualTo(java.util.Arrays.copyOfRange(bytes, 1000, PART - 1000));
      }
      assertThat(link.cuts()).isEqualTo(1);
    }
  }
}
