package io.reelbus.agent;

import io.reelbus.model.Source;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;

/** Device identities: the same after a restart, different on every agent. */
final class DeviceIds {

  private static final int HEX_DIGITS = 32;

  private DeviceIds() {}

  /** The identity of a source on an agent. */
  static String of(String agentId, Source source) {
    String text =
        agentId
            + "\n"
            + source.kind()
            + "\n"
            + source.url()
            + "\n"
            + new TreeMap<>(source.options());
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, HEX_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
