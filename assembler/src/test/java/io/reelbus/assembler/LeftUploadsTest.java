package io.reelbus.assembler;

import static org.assertj.core.api.Assertions.assertThat;

import io.reelbus.bus.StateChange;
import io.reelbus.model.Container;
import io.reelbus.model.Lane;
import io.reelbus.model.RecordingSpec;
import io.reelbus.objectstore.ArchiveLayout;
import io.reelbus.objectstore.ObjectStore;
import io.reelbus.objectstore.StoreSettings;
import io.reelbus.objectstore.StreamingUpload;
import io.reelbus.objectstore.UnfinishedUpload;
import io.reelbus.objectstore.embedded.EmbeddedS3;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What killed assemblers leave in the store. */
@Timeout(60)
class LeftUploadsTest {

  @TempDir private Path folder;
  private EmbeddedS3 s3;
  private ObjectStore store;
  private final Book book = new Book();

  @BeforeEach
  void start() {
    s3 = EmbeddedS3.start(folder, 0, "key", "secret");
    store = ObjectStore.connect(StoreSettings.of(s3.endpoint(), "key", "secret", "reels"));
    store.ensureBucket();
  }

  @AfterEach
  void stop() {
    store.close();
    s3.close();
  }

  private static RecordingSpec spec(String id) {
    return new RecordingSpec(
        id,
        "name",
        "s",
        List.of("s/0/0"),
        "video/mp4",
        0,
        0,
        1_000_000,
        Lane.LIVE,
        RecordingSpec.Desired.RECORDING,
        1_700_000_000_000_000L,
        0);
  }

  /** Begins an upload, and dies. */
  private String leave(String id) {
    String key = ArchiveLayout.fileKey(spec(id), Container.MP4);
    StreamingUpload upload = store.upload(key, "video/mp4");
    for (int i = 0; i < 3; i++) {
      upload.write(ByteBuffer.wrap(new byte[5 << 20])); // more than part 1: something is sent
    }
    return key;
  }

  private int sweptAfter(Duration age) {
    return new LeftUploads(store, book, () -> InstantSource.system().instant().plus(age)).sweep();
  }

  private List<String> left() {
    return store.unfinishedUploads("").stream().map(UnfinishedUpload::key).toList();
  }

  @Test
  void sweep_finishedRecording_isThrownAwayWhenItIsOld() {
    leave("done");
    book.finish("done");

    assertThat(sweptAfter(Duration.ZERO)).as("who knows whose clock is right").isZero();
    assertThat(sweptAfter(Duration.ofMinutes(11))).isEqualTo(1);
    assertThat(left()).isEmpty();
  }

  @Test
  void sweep_deletedRecording_isThrownAway() {
    leave("gone");
    book.changed(new StateChange<>("gone", spec("gone"), 0));
    book.changed(new StateChange<>("gone", null, 1));

    assertThat(sweptAfter(Duration.ofMinutes(11))).isEqualTo(1);
  }

  @Test
  void sweep_openRecordingHoweverOld_isLeftAlone() {
    String key = leave("open");
    book.changed(new StateChange<>("open", spec("open"), 0));

    assertThat(sweptAfter(Duration.ofDays(400))).isZero();
    assertThat(left()).containsExactly(key);
  }

  @Test
  void sweep_unknownRecording_mayBeAnotherClustersForAWeek() {
    leave("unknown");

    assertThat(sweptAfter(Duration.ofDays(6))).isZero();
    assertThat(sweptAfter(Duration.ofDays(8))).isEqualTo(1);
  }

  @Test
  void sweep_otherKeys_areNotOurs() {
    StreamingUpload other = store.upload("elsewhere/2023/11/14/x/name.mp4", "video/mp4");
    for (int i = 0; i < 3; i++) {
      other.write(ByteBuffer.wrap(new byte[5 << 20]));
    }

    assertThat(sweptAfter(Duration.ofDays(400))).isZero();
    assertThat(left()).hasSize(1);
  }
}
