package io.reelbus.standalone;

import java.nio.file.Path;
import java.util.List;

/**
 * An S3 key pair. Its file form can be sourced by a shell.
 *
 * @param accessKey public half
 * @param secretKey secret half, never printed
 */
public record KeyPair(String accessKey, String secretKey) {

  private static final String ACCESS = "REELBUS_S3_ACCESS_KEY=";
  private static final String SECRET = "REELBUS_S3_SECRET_KEY=";

  List<String> lines() {
    return List.of(ACCESS + accessKey, SECRET + secretKey);
  }

  static KeyPair parse(List<String> lines, Path file) {
    return new KeyPair(value(lines, ACCESS, file), value(lines, SECRET, file));
  }

  private static String value(List<String> lines, String name, Path file) {
    return lines.stream()
        .filter(line -> line.startsWith(name) && line.length() > name.length())
        .map(line -> line.substring(name.length()).strip())
        .findFirst()
        .orElseThrow(
            () -> new UsageException("--data: " + file + " (expected: a line " + name + "...)"));
  }

  @Override
  public String toString() {
    return "KeyPair[" + accessKey + ", ***]";
  }
}
