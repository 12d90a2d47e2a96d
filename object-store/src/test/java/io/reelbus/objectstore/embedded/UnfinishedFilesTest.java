package io.reelbus.objectstore.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reelbus.objectstore.ObjectStore;
import io.reelbus.objectstore.StoreSettings;
import io.reelbus.objectstore.StreamingUpload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnfinishedFilesTest {

  private static final int PART = StoreSettings.MIN_PART_BYTES;
  private static final String ID = "0a8f3c52-1b7e-4d0c-9a55-77c2f1e0d9ab";

  @TempDir private Path folder;

  private void file(String path, int size) throws IOException {
    Path file = folder.resolve("reels").resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, new byte[size]);
  }

  @Test
  void bytes_upload_isTheSizeOfItsPartsUntilItIsComplete() {
    try (EmbeddedS3 s3 = EmbeddedS3.start(folder, 0, "key", "secret");
        ObjectStore store =
            ObjectStore.connect(StoreSettings.of(s3.endpoint(), "key", "secret", "reels"))) {
      store.ensureBucket();
      assertThat(s3.unfinishedBytes()).isZero();
      try (StreamingUpload upload = store.upload("recordings/a-1/front door.mp4", "video/mp4")) {
        upload.write(ByteBuffer.wrap(new byte[3 * PART])); // part 1 is sent last
        await().until(() -> s3.unfinishedBytes() == 2L * PART);
        upload.complete();
      }
      assertThat(s3.unfinishedBytes()).isZero();
    }
  }

  @Test
  void bytes_beingWrittenAnew_isWhatIsStillToCome() throws IOException {
    String parts = ".mpus-" + ID + "-recordings/a-1/";
    file(parts + "front door.mp4-1", 100);
    file(parts + "front door.mp4-2", 50);
    file("recordings/a-1/manifest.json", 7);
    assertThat(UnfinishedFiles.bytes(folder)).isEqualTo(150);

    file("recordings/a-1/front door.mp4-" + ID, 60);
    assertThat(UnfinishedFiles.bytes(folder)).isEqualTo(90);
  }

  @Test
  void bytes_partsOfAnObjectThatIsThere_areNotToCome() throws IOException {
    file(".mpus-" + ID + "-k.mp4-1", 100);
    assertThat(UnfinishedFiles.bytes(folder)).isEqualTo(100);
    file("k.mp4", 100);
    assertThat(UnfinishedFiles.bytes(folder)).isZero();
  }
}
