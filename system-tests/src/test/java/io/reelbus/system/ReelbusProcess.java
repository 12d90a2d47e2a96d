package io.reelbus.system;

import static org.awaitility.Awaitility.await;

import io.reelbus.standalone.Main;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A {@code reelbus} command as a process of its own, on this JVM's class path. */
public final class ReelbusProcess implements AutoCloseable {

  /** Nothing here may take longer, also on a busy machine. */
  public static final Duration DEADLINE = Duration.ofSeconds(60);

  /** What the launcher gives to single commands. */
  private static final Map<String, List<String>> LAUNCHER_OPTIONS =
      Map.of(
          "assembler",
          List.of("-Xms256m", "-Xmn96m", "-XX:SurvivorRatio=4"),
          "api",
          List.of("-Xms44m", "-Xmn32m", "-XX:MinHeapFreeRatio=20", "-XX:MaxHeapFreeRatio=40"));

  private final String name;
  private final Process process;
  private final Path data;
  private final Path words;

  private ReelbusProcess(String name, Process process, Path data, Path words) {
    this.name = name;
    this.process = process;
    this.data = data;
    this.words = words;
  }

  /**
   * Starts a command; the environment is this process's and {@code environment}.
   *
   * @param folder for what it says, and under {@code tmp} for its temporary files
   */
  public static ReelbusProcess start(Path folder, Map<String, String> environment, Object... args) {
    try {
      String name = String.valueOf(args[0]);
      Path data = Files.createTempFile(folder, name, ".out");
      Path words = Files.createTempFile(folder, name, ".err");
      Path temporary = Files.createDirectories(folder.resolve("tmp"));
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
      command.addAll(LAUNCHER_OPTIONS.getOrDefault(name, List.of()));
      command.add("-Djava.awt.headless=true");
      command.add("-Djava.io.tmpdir=" + temporary);
      command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
      for (Object arg : args) {
        command.add(arg.toString());
      }
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().put("LC_ALL", "C.UTF-8");
      builder.environment().putAll(environment);
      builder.redirectOutput(data.toFile()).redirectError(words.toFile());
      return new ReelbusProcess(name, builder.start(), data, words);
    } catch (IOException e) {
      throw new AssertionError("cannot start " + List.of(args), e);
    }
  }

  /** What it printed for programs. */
  public String data() {
    return read(data);
  }

  /** What it said to people. */
  public String words() {
    return read(words);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits until it says something. */
  public void awaitWords(String part) {
    await().atMost(DEADLINE).until(() -> words().contains(part) || !process.isAlive());
    if (!words().contains(part)) {
      throw new AssertionError("expected: '" + part + "'; " + describe());
    }
  }

  /** What it says behind {@code label} on a line. */
  public String value(String label) {
    return words()
        .lines()
        .filter(line -> line.startsWith(label))
        .map(line -> line.substring(label.length()).strip())
        .findFirst()
        .orElseThrow(() -> new AssertionError("no '" + label + "': " + describe()));
  }

  /** Waits for its end; its exit code. */
  public int awaitEnd() {
    try {
      if (!process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("did not end: " + describe());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Ctrl-C, or SIGTERM where the test runs in the background and Ctrl-C is ignored. */
  public void interrupt() {
    try {
      signal(isInterruptIgnored() ? "-TERM" : "-INT");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** {@code kill -TERM}, and its end. */
  public void terminate() {
    signal("-TERM");
    awaitEnd();
  }

  /** {@code kill -QUIT}: the threads are soon in {@link #data}. */
  public void dumpThreads() {
    signal("-QUIT");
  }

  /** {@code kill -STOP}: it is there, and does nothing. */
  public void freeze() {
    signal("-STOP");
  }

  /** {@code kill -CONT}. */
  public void thaw() {
    signal("-CONT");
  }

  /**
   * From now on its writes fail that make a file larger than this, as on a disk that is full.
   *
   * @param bytes or {@code unlimited}
   */
  public void limitFiles(String bytes) {
    run("prlimit", "--pid", Long.toString(process.pid()), "--fsize=" + bytes + ":");
  }

  private void signal(String signal) {
    run("kill", signal, Long.toString(process.pid()));
  }

  private void run(String... command) {
    try {
      int code = new ProcessBuilder(command).start().waitFor();
      if (code != 0) {
        throw new AssertionError(List.of(command) + " ends with " + code + ": " + describe());
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static boolean isInterruptIgnored() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return false;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
  }

  /** The process itself. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  /** Whether it runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** {@code kill -9}. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  private String describe() {
    return name
        + (process.isAlive() ? " runs" : " ended with " + process.exitValue())
        + ", it said: "
        + words();
  }

  @Override
  public String toString() {
    return describe();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
