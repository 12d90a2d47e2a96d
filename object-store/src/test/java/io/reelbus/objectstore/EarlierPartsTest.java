package io.reelbus.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reelbus.model.MediaException;
import io.reelbus.objectstore.EarlierParts.StoredPart;
import io.reelbus.objectstore.embedded.EmbeddedS3;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a killed writer has sent, against the real S3 protocol over a real folder. */
class EarlierPartsTest {

  private static final int PART = StoreSettings.MIN_PART_BYTES;

  /** One part may be sent again: its answer came late, or its writer left before it was whole. */
  private static final long TWICE = PART;

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String KEY = "recordings/a/b.mp4";

  @TempDir Path folder;
  private EmbeddedS3 s3;
  private FaultyLink link;
  private ObjectStore first;
  private ObjectStore second; // its bytes are counted

  @BeforeEach
  void start() throws IOException {
    s3 = EmbeddedS3.start(folder, 0, "key", "secret");
    link = new FaultyLink(s3.endpoint());
    StoreSettings settings =
        StoreSettings.of(s3.endpoint(), "key", "secret", "reels")
            .withRetryDeadline(Duration.ofSeconds(20));
    first = ObjectStore.connect(settings);
    first.ensureBucket();
    second =
        ObjectStore.connect(
            StoreSettings.of(link.endpoint(), "key", "secret", "reels")
                .withRetryDeadline(Duration.ofSeconds(20)));
  }

  @AfterEach
  void stop() throws IOException {
    second.close();
    first.close();
    link.close();
    s3.close();
  }

  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(1).nextBytes(bytes); // shorter noise is the beginning of longer noise
    return bytes;
  }

  /** Begins an upload of whose parts all full ones but part 1 are in the store. */
  private StreamingUpload begin(byte[] bytes) throws IOException {
    return begin(KEY, bytes);
  }

  private StreamingUpload begin(String key, byte[] bytes) throws IOException {
    long before = partFiles();
    StreamingUpload upload = first.upload(key, "video/mp4");
    upload.write(ByteBuffer.wrap(bytes));
    awaitParts(before + bytes.length / PART - 1);
    return upload;
  }

  private void awaitParts(long number) {
    await().atMost(SOON).until(() -> partFiles() >= number);
  }

  private long partFiles() throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("reels"))) {
      return all.filter(path -> path.toString().matches(".*/\\.mpus-.*-[0-9]+")).count();
    }
  }

  private void writeAgain(byte[] bytes) throws IOException {
    try (StreamingUpload upload = second.uploadAgain(KEY, "video/mp4")) {
      upload.write(ByteBuffer.wrap(bytes));
      StoredObject stored = upload.complete();
      assertThat(stored.sha256()).isEqualTo(Digests.sha256Hex(bytes, bytes.length));
    }
    assertThat(Files.readAllBytes(folder.resolve("reels").resolve(KEY))).isEqualTo(bytes);
    assertThat(first.unfinishedUploads("")).isEmpty();
  }

  private void restart() {
    int port = s3.endpoint().getPort();
    s3.close();
    s3 = EmbeddedS3.start(folder, port, "key", "secret");
  }

  private void assertNothingIsLeft() throws IOException {
    assertThat(first.unfinishedUploads("")).isEmpty();
    try (Stream<Path> all = Files.walk(folder.resolve("reels"))) {
      assertThat(all.filter(Files::isRegularFile))
          .containsExactly(folder.resolve("reels").resolve(KEY));
    }
  }

  @Test
  void uploadAgain_partsAreThere_sendsOnlyTheOthers() throws IOException {
    byte[] bytes = noise(7 * PART + 99);
    begin(bytes).leave();

    writeAgain(bytes);

    assertNothingIsLeft();
    assertThat(link.sentBytes())
        .as("part 1 and the last 99 bytes")
        .isBetween(1L * PART, 2L * PART + TWICE);
  }

  @Test
  void uploadAgain_partWithOtherBytes_isSentAgain() throws IOException {
    byte[] bytes = noise(7 * PART + 99);
    byte[] others = bytes.clone();
    others[3 * PART + 7] ^= 1; // part 4
    begin(others).leave();

    writeAgain(bytes);

    assertNothingIsLeft();
    assertThat(link.sentBytes()).isBetween(2L * PART, 3L * PART + TWICE);
  }

  @Test
  void uploadAgain_partsOfAnotherSize_areSentAgain() throws IOException {
    byte[] bytes = noise(4 * PART);
    StoreSettings large =
        new StoreSettings(
            s3.endpoint(), "key", "secret", "reels", "us-east-1", PART + 1, SOON, SOON);
    try (ObjectStore before = ObjectStore.connect(large)) {
      StreamingUpload upload = before.upload(KEY, "video/mp4");
      upload.write(ByteBuffer.wrap(bytes));
      awaitParts(2);
      upload.leave();
    }

    writeAgain(bytes);
  }

  @Test
  void uploadAgain_severalUnfinished_goesOnWithTheLongestAndAbortsTheOthers() throws IOException {
    byte[] bytes = noise(6 * PART + 99);
    begin(noise(3 * PART + 1)).leave();
    begin(bytes).leave();
    begin(noise(4 * PART + 1)).leave();
    StreamingUpload other = begin(KEY + "x", bytes); // its key only begins the same

    try (StreamingUpload upload = second.uploadAgain(KEY, "video/mp4")) {
      assertThat(first.unfinishedUploads(""))
          .extracting(UnfinishedUpload::key)
          .containsExactlyInAnyOrder(KEY, KEY + "x");
      other.abort();
      upload.leave();
    }
    writeAgain(bytes);

    assertNothingIsLeft();
    assertThat(link.sentBytes()).isLessThan(2L * PART + TWICE);
  }

  @Test
  void uploadAgain_fileIsSmallNow_throwsThePartsAway() throws IOException {
    begin(noise(4 * PART)).leave();

    writeAgain(noise(1000));
    assertNothingIsLeft();
  }

  @Test
  void uploadAgain_abort_leavesNothing() throws IOException {
    begin(noise(4 * PART)).leave();

    second.uploadAgain(KEY, "video/mp4").abort();

    assertThat(first.unfinishedUploads("")).isEmpty();
  }

  @Test
  void complete_earlierWriterStillSends_isHarmless() throws IOException {
    byte[] bytes = noise(6 * PART + 99);
    StreamingUpload earlier = begin(noise(3 * PART + 1));
    try (StreamingUpload upload = second.uploadAgain(KEY, "video/mp4")) {
      upload.write(ByteBuffer.wrap(bytes, 0, 4 * PART));
      earlier.write(ByteBuffer.wrap(bytes, 3 * PART + 1, 3 * PART)); // the same parts
      upload.write(ByteBuffer.wrap(bytes, 4 * PART, 2 * PART + 99));
      awaitParts(5);
      earlier.leave();
      assertThat(upload.complete().sha256()).isEqualTo(Digests.sha256Hex(bytes, bytes.length));
    }
    assertThat(Files.readAllBytes(folder.resolve("reels").resolve(KEY))).isEqualTo(bytes);
  }

  @Test
  void write_uploadIsOverMeanwhile_embeddedStoreKeepsNothing() throws IOException {
    byte[] bytes = noise(6 * PART + 99);
    StreamingUpload late = begin(noise(3 * PART + 1));
    writeAgain(bytes);
    late.write(ByteBuffer.wrap(bytes, 3 * PART + 1, PART)); // S3 would refuse the part
    awaitParts(1);
    StreamingUpload open = first.upload("open.mp4", "video/mp4");
    open.write(ByteBuffer.wrap(bytes));
    awaitParts(1 + 5);

    restart();

    assertThat(partFiles()).as("of the upload that is open").isEqualTo(5);
    open.abort();
    assertNothingIsLeft();
  }

  @Test
  void complete_earlierWriterAborts_isWrittenAnew() throws IOException {
    byte[] bytes = noise(6 * PART + 99);
    StreamingUpload earlier = begin(noise(4 * PART + 1));
    StreamingUpload upload = second.uploadAgain(KEY, "video/mp4");
    upload.write(ByteBuffer.wrap(bytes, 0, 4 * PART));
    earlier.abort();
    assertThatThrownBy(
            () -> {
              upload.write(ByteBuffer.wrap(bytes, 4 * PART, 2 * PART + 99));
              upload.complete();
            })
        .isInstanceOf(MediaException.class);
    upload.abort();

    writeAgain(bytes);
  }

  @Test
  void complete_earlierWriterCompletes_sameObjectInTheEnd() throws IOException {
    byte[] bytes = noise(6 * PART + 99);
    StreamingUpload earlier = begin(bytes);
    StreamingUpload upload = second.uploadAgain(KEY, "video/mp4");
    upload.write(ByteBuffer.wrap(bytes, 0, 4 * PART));
    earlier.complete();
    try {
      upload.write(ByteBuffer.wrap(bytes, 4 * PART, 2 * PART + 99));
      upload.complete();
    } catch (MediaException refused) { // what S3 says; a store may also find that all is done
      upload.abort();
    }

    writeAgain(bytes);
  }

  @Test
  void same_etagIsNoMd5_partIsSentAgain() {
    byte[] bytes = noise(10);
    String md5 = Digests.md5Hex(bytes, 10);
    assertThat(parts("0".repeat(32)).same(2, bytes, 10)).isNull();
    assertThat(parts("").same(2, bytes, 10)).isNull();
    assertThat(parts(md5).same(3, bytes, 10)).isNull();
    assertThat(parts(md5).same(2, bytes, 9)).isNull();
    assertThat(parts(md5).same(2, bytes, 10)).isNotNull();
  }

  private static EarlierParts parts(String etag) {
    return new EarlierParts("upload", List.of(new StoredPart(2, 10, etag)));
  }
}
