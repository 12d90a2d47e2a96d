package io.reelbus.encoder;

import io.reelbus.bus.Bus;
import io.reelbus.model.Cut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An encoder worker with one lane as a process of its own. */
final class WorkerProcess implements AutoCloseable {

  private final Process process;

  private WorkerProcess(Process process) {
    this.process = process;
  }

  /** One that the poisoned cut ends. */
  static WorkerProcess poisoned(Farm farm) {
    return start(farm.bootstrapServers(), "");
  }

  /** One that begins its first cut, says so by a file, and does not end it while that is there. */
  static WorkerProcess waiting(Farm farm, Path busy) {
    return start(farm.bootstrapServers(), busy.toString());
  }

  private static WorkerProcess start(String servers, String busy) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx256m",
                  "-XX:TieredStopAtLevel=1",
                  "-XX:+DisplayVMOutputToStderr",
                  "-XX:+ErrorFileToStderr",
                  "-XX:-CreateCoredumpOnCrash",
                  WorkerProcess.class.getName(),
                  servers,
                  busy));
      builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
      return new WorkerProcess(
          builder
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  public static void main(String[] args) throws InterruptedException {
    Path busy = Path.of(args[1]);
    try (Bus bus = Bus.connect(Farm.settings(args[0]));
        EncoderWorker worker =
            new EncoderWorker(
                new EncoderSettings(
                    "process-" + ProcessHandle.current().pid(), 1, Isolation.SUSPECTS),
                bus,
                args[1].isEmpty() ? Poison::new : (name, b) -> new Waiting(name, b, busy),
                PoisonedProcess.class)) {
      worker.start();
      Thread.currentThread().join();
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for its end. */
  void awaitEnd() throws InterruptedException {
    if (!process.waitFor(Farm.SOON.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("the worker did not end");
    }
  }

  /** {@code KILL}, {@code STOP} or {@code CONT}. */
  void signal(String name) {
    try {
      assertThat0(new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertThat0(int code) {
    if (code != 0) {
      throw new AssertionError("kill ends with " + code);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** Works on a cut when a file is gone that it makes. */
  private record Waiting(CutWork work, Path busy) implements CutWork {

    Waiting(String worker, Bus bus, Path busy) {
      this(new WorkHere(worker, bus), busy);
    }

    @Override
    public Made make(Cut cut, int attempt, Runnable progress) {
      try {
        Files.createFile(busy);
        while (Files.exists(busy)) {
          TimeUnit.MILLISECONDS.sleep(20);
        }
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return work.make(cut, attempt, progress);
    }

    @Override
    public boolean abort() {
      return false;
    }

    @Override
    public boolean isUsable() {
      return true;
    }

    @Override
    public void close() {
      work.close();
    }
  }
}
