package io.reelbus.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs other programs and times them. */
final class Program {

  private static final long DEADLINE_MINUTES = 30;

  private Program() {}

  /** The ffmpeg program of the FFmpeg build that Reelbus uses. */
  static String ffmpeg() {
    return org.bytedeco.javacpp.Loader.load(org.bytedeco.ffmpeg.ffmpeg.class);
  }

  /** Wall seconds of a program that must leave with 0. */
  static double seconds(List<String> command) throws InterruptedException {
    long start = System.nanoTime();
    try {
      Process process = new ProcessBuilder(command).inheritIO().start();
      if (!process.waitFor(DEADLINE_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IllegalStateException(command + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return (System.nanoTime() - start) / 1e9;
  }

  /** A command line of the ffmpeg program. */
  static List<String> ffmpeg(Object... arguments) {
    List<String> command = new ArrayList<>(List.of(ffmpeg(), "-v", "error", "-y", "-nostdin"));
    for (Object argument : arguments) {
      if (argument instanceof List<?> several) {
        several.forEach(one -> command.add(one.toString()));
      } else {
        command.add(argument instanceof Path path ? path.toString() : argument.toString());
      }
    }
    return command;
  }

  /** Ends a server and waits for it, for a minute. */
  static void stop(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
