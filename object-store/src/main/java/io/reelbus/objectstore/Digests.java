package io.reelbus.objectstore;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** Digests every Java has. */
final class Digests {

  private Digests() {}

  static MessageDigest sha256() {
    return of("SHA-256");
  }

  static String sha256Hex(byte[] bytes, int length) {
    MessageDigest digest = sha256();
    digest.update(bytes, 0, length);
    return hex(digest);
  }

  /** S3's Content-MD5 header: the store refuses a body that was damaged on the way. */
  static String md5Base64(byte[] bytes, int length) {
    return Base64.getEncoder().encodeToString(md5(bytes, length));
  }

  /** S3's ETag of a part, unless the store encrypts with keys of its own. */
  static String md5Hex(byte[] bytes, int length) {
    return HexFormat.of().formatHex(md5(bytes, length));
  }

  private static byte[] md5(byte[] bytes, int length) {
    MessageDigest digest = of("MD5");
    digest.update(bytes, 0, length);
    return digest.digest();
  }

  /** Finishes a digest. */
  static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Every Java has MD5 and SHA-256. */
  static MessageDigest of(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(algorithm + " is required of every Java platform", e);
    }
  }
}
