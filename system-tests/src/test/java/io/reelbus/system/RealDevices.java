package io.reelbus.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A screen with a clock and a logo on it, and a loudspeaker with a tone of 997 Hz: an X server and
 * a sound server of the test's own. They end with it.
 */
final class RealDevices implements AutoCloseable {

  /** Where the logo is: x, y, width, height. */
  static final String LOGO = "400 40 200 200";

  /** Where the clock with a second hand is. */
  static final String CLOCK = "20 20 300 300";

  private static final Duration SOON = Duration.ofSeconds(20);

  private final Path folder;
  private final Deque<Process> processes = new ArrayDeque<>();
  private String display = "";
  private @Nullable Process xServer;
  private @Nullable Process soundServer;

  private RealDevices(Path folder) {
    this.folder = folder;
  }

  /** Skips the test where a program is missing. */
  static void assumeInstalled() {
    for (String program : List.of("Xvfb", "xlogo", "xclock", "pulseaudio")) {
      boolean found = false;
      for (String place : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
        found |= Files.isExecutable(Path.of(place, program));
      }
      assumeTrue(found, program + " is not on PATH: no real devices to be had without it");
    }
  }

  /** Starts them. */
  static RealDevices start(Path folder) {
    RealDevices devices = new RealDevices(folder);
    try {
      devices.screen();
      devices.loudspeaker();
      return devices;
    } catch (IOException e) {
      devices.close();
      throw new AssertionError(e);
    } catch (RuntimeException e) {
      devices.close();
      throw e;
    }
  }

  private void screen() throws IOException {
    Path number = Files.createFile(folder.resolve("display"));
    xServer =
        run(number, "Xvfb", "-displayfd", "1", "-screen", "0", "1280x720x24", "-nolisten", "tcp");
    await().atMost(SOON).until(() -> Files.readString(number).endsWith("\n"));
    display = ":" + Files.readString(number).strip();
    run(folder.resolve("xlogo"), "xlogo", "-geometry", "200x200+400+40");
    run(folder.resolve("xclock"), "xclock", "-update", "1", "-geometry", "300x300+20+20");
  }

  private void loudspeaker() throws IOException {
    soundServer =
        run(
            folder.resolve("pulseaudio"),
            "pulseaudio",
            "-n",
            "--daemonize=no",
            "--use-pid-file=no",
            "--disable-shm=yes",
            "--exit-idle-time=-1",
            "--load=module-null-sink sink_name=test rate=48000"
                + " sink_properties=device.description=Loudspeaker",
            "--load=module-sine sink=test frequency=997",
            "--load=module-native-protocol-unix auth-anonymous=1 socket=" + socket());
    await().atMost(SOON).until(() -> Files.exists(socket()));
  }

  private Path socket() {
    return folder.resolve("pulse.sock");
  }

  private Process run(Path output, String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(command)));
    builder.environment().put("DISPLAY", display);
    for (String home : List.of("HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME")) {
      builder.environment().put(home, folder.toString()); // not the user's own sound server
    }
    builder.redirectError(ProcessBuilder.Redirect.DISCARD).redirectOutput(output.toFile());
    Process started = builder.start();
    processes.push(started);
    return started;
  }

  /** Unplugs the screen. */
  void endScreen() {
    Objects.requireNonNull(xServer).destroyForcibly();
  }

  /** Unplugs the loudspeaker. */
  void endLoudspeaker() {
    Objects.requireNonNull(soundServer).destroyForcibly();
  }

  /** What a process needs to see them. */
  Map<String, String> environment() {
    return Map.of("DISPLAY", display, "PULSE_SERVER", "unix:" + socket());
  }

  /** What the screen is called. */
  String screenLabel() {
    return "Screen " + display;
  }

  @Override
  public void close() {
    for (Process process : processes) { // the last one first: the X server goes after its clients
      process.destroy();
      try {
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }
}
