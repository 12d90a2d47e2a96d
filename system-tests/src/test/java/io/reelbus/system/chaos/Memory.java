package io.reelbus.system.chaos;

import io.reelbus.system.ReelbusProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What the processes of a machine hold in memory while things happen to it, looked at every few
 * seconds: resident pages of each part's process and of those it started. What a process holds in
 * its first minute is not counted. Linux only; elsewhere it has nothing to say.
 */
final class Memory implements AutoCloseable {

  private static final long LOOK_S = 5;
  private static final Duration GROWN_UP = Duration.ofMinutes(1);

  private final Machine machine;
  private final Map<Part, List<Double>> mib = new EnumMap<>(Part.class);
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();

  Memory(Machine machine) {
    this.machine = machine;
    var unused = thread.scheduleWithFixedDelay(this::look, LOOK_S, LOOK_S, TimeUnit.SECONDS);
  }

  private synchronized void look() {
    for (Part part : Part.values()) {
      ReelbusProcess process = machine.process(part);
      if (process.isAlive() && isGrownUp(process.handle())) {
        mib.computeIfAbsent(part, p -> new ArrayList<>())
            .add(
                Stream.concat(Stream.of(process.handle()), process.handle().children())
                    .mapToDouble(Memory::residentMib)
                    .sum());
      }
    }
  }

  private static boolean isGrownUp(ProcessHandle process) {
    return process
        .info()
        .startInstant()
        .filter(start -> start.plus(GROWN_UP).isBefore(Instant.now()))
        .isPresent();
  }

  private static double residentMib(ProcessHandle process) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
          .sum();
    } catch (IOException | java.io.UncheckedIOException e) {
      return 0; // it has just ended
    }
  }

  /** A table: the first and the last quarter tell whether it grows. */
  synchronized List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            "%-10s %8s %14s %14s %8s", "memory", "looks", "first quarter", "last quarter", "max"));
    mib.forEach(
        (part, seen) -> {
          int quarter = Math.max(1, seen.size() / 4);
          lines.add(
              String.format(
                  Locale.ROOT,
                  "%-10s %8d %10.0f MiB %10.0f MiB %8.0f",
                  part.word(),
                  seen.size(),
                  average(seen.subList(0, quarter)),
                  average(seen.subList(seen.size() - quarter, seen.size())),
                  seen.stream().mapToDouble(Double::doubleValue).max().orElse(0)));
        });
    return lines;
  }

  private static double average(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
