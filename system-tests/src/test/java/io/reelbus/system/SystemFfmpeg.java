package io.reelbus.system;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The FFmpeg of this machine: another build than ours, which makes inputs and reads outputs. */
public final class SystemFfmpeg {

  private static final long DEADLINE_S = 120;

  private SystemFfmpeg() {}

  /** Skips the test where there is none. */
  public static void assumeInstalled() {
    for (String program : List.of("ffmpeg", "ffprobe")) {
      boolean found = false;
      for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
        found |= Files.isExecutable(Path.of(folder, program));
      }
      assumeTrue(found, program + " is not on PATH: this test needs one that is not our build");
    }
  }

  /** Runs ffmpeg; {@code words} are split at spaces, paths are not. */
  public static byte[] ffmpeg(Object... words) {
    return run("ffmpeg", List.of("-nostdin", "-v", "error", "-y"), words);
  }

  /** Runs ffprobe. */
  public static String ffprobe(Object... words) {
    return new String(run("ffprobe", List.of("-v", "error"), words), StandardCharsets.UTF_8);
  }

  private static byte[] run(String program, List<String> options, Object... words) {
    List<String> command = new ArrayList<>();
    command.add(program);
    command.addAll(options);
    for (Object word : words) {
      if (word instanceof Path) {
        command.add(word.toString());
      } else {
        command.addAll(List.of(word.toString().split(" +")));
      }
    }
    try {
      Path errors = Files.createTempFile("ffmpeg", ".txt");
      Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
      try (InputStream out = process.getInputStream()) {
        byte[] bytes = out.readAllBytes();
        if (!process.waitFor(DEADLINE_S, TimeUnit.SECONDS)) {
          throw new AssertionError(command + " did not end");
        }
        String said = Files.readString(errors, StandardCharsets.UTF_8).strip();
        if (process.exitValue() != 0 || !said.isEmpty()) {
          throw new AssertionError(
              String.join(" ", command) + "\nends with " + process.exitValue() + ": " + said);
        }
        return bytes;
      } finally {
        process.destroyForcibly();
        Files.delete(errors);
      }
    } catch (IOException e) {
      throw new AssertionError(String.join(" ", command), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
