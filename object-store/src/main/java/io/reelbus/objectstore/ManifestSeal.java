package io.reelbus.objectstore;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The last member of a manifest, {@code seal}: the SHA-256 of the manifest without it. It shows
 * that a manifest was damaged, or changed by somebody who did not mean to deceive; it is no
 * signature.
 */
public final class ManifestSeal {

  private static final String MEMBER = ",\n  \"seal\" : \"";
  private static final String END = "\n}";
  private static final int DIGITS = 64;

  private ManifestSeal() {}

  /** The object {@code json}, whose last line is its closing brace, with its seal. */
  static byte[] close(byte[] json) {
    String text = new String(json, StandardCharsets.UTF_8);
    if (!text.endsWith(END)) {
      throw new IllegalArgumentException("manifest: not an object in lines");
    }
    String body = text.substring(0, text.length() - END.length());
    return (body + MEMBER + Digests.sha256Hex(json, json.length) + '"' + END)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** What is wrong with the seal of a manifest, for a person; null when it is whole. */
  public static @Nullable String finding(byte[] manifest) {
    String text = new String(manifest, StandardCharsets.UTF_8);
    int at = text.lastIndexOf(MEMBER);
    if (at < 0) {
      return "manifest: has no seal (expected: the SHA-256 of the rest as its last member)";
    }
    byte[] body = (text.substring(0, at) + END).getBytes(StandardCharsets.UTF_8);
    String expected = Digests.sha256Hex(body, body.length);
    String tail = text.substring(at + MEMBER.length());
    if (tail.equals(expected + '"' + END)) {
      return null;
    }
    String found = tail.substring(0, Math.min(DIGITS, tail.length()));
    return "manifest: was changed: its seal is " + found + " (expected: " + expected + ")";
  }
}
