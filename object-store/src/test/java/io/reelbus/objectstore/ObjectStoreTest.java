package io.reelbus.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reelbus.model.MediaException;
import io.reelbus.objectstore.embedded.EmbeddedS3;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectStoreTest {

  @TempDir Path folder;
  private EmbeddedS3 s3;
  private ObjectStore store;

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

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void ensureBucket_twice_isFine() {
    store.ensureBucket();
    assertThat(store.check().ok()).isTrue();
  }

  @Test
  void check_wrongSecret_saysNo() {
    StoreSettings wrong = StoreSettings.of(s3.endpoint(), "key", "other", "reels");
    try (ObjectStore stranger = ObjectStore.connect(wrong)) {
      assertThat(stranger.check().ok()).isFalse();
      assertThatThrownBy(() -> stranger.put("a", text("x"), "text/plain"))
          .isInstanceOfSatisfying(
              MediaException.class, e -> assertThat(e.name()).isEqualTo("NotAllowedError"));
    }
    assertThat(wrong.toString()).doesNotContain("other");
  }

  @Test
  void list_prefix_givesKeysInOrderAndPages() {
    for (String key : List.of("a/2", "a/1", "b/1", "a/3")) {
      store.put(key, text(key), "text/plain");
    }
    assertThat(store.list("a/")).extracting(StoredObject::key).containsExactly("a/1", "a/2", "a/3");
    assertThat(store.list("a/", "a/1", 1)).extracting(StoredObject::key).containsExactly("a/2");
    assertThat(store.list("c/")).isEmpty();
  }

  @Test
  void delete_missing_isFine() {
    store.put("x", text("x"), "text/plain");
    store.delete("x");
    store.delete("x");
    assertThat(store.stat("x")).isNull();
  }

  @Test
  void read_missing_isNotFound() {
    assertThatThrownBy(() -> store.read("nope", 0, 10).close())
        .isInstanceOfSatisfying(
            MediaException.class, e -> assertThat(e.name()).isEqualTo("NotFoundError"));
  }

  @Test
  void restart_sameFolder_keepsObjects() {
    store.put("kept/é ü.txt", text("here"), "text/plain");
    s3.close();
    s3 = EmbeddedS3.start(folder, 0, "key", "secret");
    try (ObjectStore again =
        ObjectStore.connect(StoreSettings.of(s3.endpoint(), "key", "secret", "reels"))) {
      StoredObject stat = again.stat("kept/é ü.txt");
      assertThat(stat).isNotNull();
      assertThat(stat.sizeBytes()).isEqualTo(4);
      assertThat(stat.modifiedAtUs()).isPositive();
    }
  }
}
