package io.reelbus.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

  @TempDir private Path root;

  @Test
  void open_heldByAnother_refusesAndNamesOwner() throws IOException {
    try (DataFolder held = DataFolder.open(root)) {
      held.describeOwner("process 1, --api http://127.0.0.1:8080");
      assertThatThrownBy(() -> DataFolder.open(root))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("--data: " + root)
          .hasMessageContaining("--api http://127.0.0.1:8080");
    }
    DataFolder.open(root).close();
  }

  @Test
  void open_notAFolder_refuses() throws IOException {
    Path file = Files.createFile(root.resolve("file"));
    assertThatThrownBy(() -> DataFolder.open(file))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--data: " + file);
  }

  @Test
  void credentials_madeOnce_keptForTheOwnerOnly() throws IOException {
    KeyPair made;
    try (DataFolder folder = DataFolder.open(root)) {
      made = folder.credentials();
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(folder.credentialsFile())))
          .isEqualTo("rw-------");
    }
    try (DataFolder folder = DataFolder.open(root)) {
      assertThat(folder.credentials()).isEqualTo(made);
    }
    assertThat(made.secretKey()).hasSize(40);
    assertThat(made.toString()).doesNotContain(made.secretKey());
  }
}
