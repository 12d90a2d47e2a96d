package io.reelbus.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ManifestSealTest {

  private final byte[] sealed =
      ManifestSeal.close(bytes("{\n  \"name\" : \"Tür, Hof\",\n  \"lost\" : 0\n}"));

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Test
  void finding_untouched_none() {
    assertThat(ManifestSeal.finding(sealed)).isNull();
  }

  @Test
  void finding_anyByteChanged_isNamed() {
    for (int at = 0; at < sealed.length; at++) {
      byte[] edited = sealed.clone();
      edited[at] ^= 1;
      assertThat(ManifestSeal.finding(edited)).as("byte %d", at).startsWith("manifest: ");
    }
  }

  @Test
  void finding_memberAddedBehindTheSeal_isNamed() {
    String edited = text(sealed).replaceFirst("\n}$", ",\n  \"lost\" : 1\n}");
    assertThat(ManifestSeal.finding(bytes(edited))).contains("was changed");
  }

  @Test
  void finding_sealTakenAway_isNamed() {
    assertThat(ManifestSeal.finding(bytes("{\n  \"lost\" : 0\n}"))).contains("has no seal");
  }

  @Test
  void close_notAnObject_isRefused() {
    assertThatThrownBy(() -> ManifestSeal.close(bytes("[]")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
