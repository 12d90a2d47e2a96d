package io.reelbus.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.security.MessageDigest;
import java.security.Security;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Digests in machine code are Java's own, only sooner there. */
class NativeDigestsTest {

  @BeforeAll
  static void install() throws InterruptedException {
    assumeTrue(
        !System.getProperty("os.name").startsWith("Windows"), "the library is not for Windows");
    assertThat(NativeDigests.awaitInstalled()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"MD5", "SHA-256"})
  void getInstance_anyLength_isNativeAndTheSameAsJavas(String algorithm) throws Exception {
    Random random = new Random(7);
    for (int length : new int[] {0, 1, 63, 64, 65, 4096, 100_003}) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      MessageDigest quick = MessageDigest.getInstance(algorithm);
      assertThat(quick.getProvider().getName()).isEqualTo("Reelbus");
      for (int at = 0; at < length; at += 1000) {
        quick.update(bytes, at, Math.min(1000, length - at));
      }
      assertThat(quick.digest())
          .as("%s of %s bytes", algorithm, length)
          .isEqualTo(MessageDigest.getInstance(algorithm, "SUN").digest(bytes));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Cipher", "SecureRandom", "Signature", "Mac"})
  void install_othersThanDigests_areLeftAlone(String type) {
    assertThat(Security.getProvider("Reelbus").getServices())
        .noneMatch(service -> service.getType().equals(type));
  }
}
