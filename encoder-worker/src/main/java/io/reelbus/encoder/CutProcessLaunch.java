package io.reelbus.encoder;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a process for cuts is started: a JVM with this one's class path, options and bound of the
 * heap. A crash is reported on stderr and leaves no files.
 */
final class CutProcessLaunch {

  /**
   * What was fetched of a tape, some 4 MiB at a time, has to die young: in the 10 MiB that a heap
   * begins with it would go among the old, and every few fetches the whole heap would be collected.
   */
  private static final int YOUNG_MIB = 64;

  private static final int SURVIVOR_RATIO = 2; // 16 MiB for what is in work at a collection

  private static final int HEAP_AT_START_MIB = YOUNG_MIB + 32;

  /** Options that name a file of this JVM's own. */
  private static final List<String> OURS =
      List.of("-XX:ArchiveClassesAtExit", "-XX:StartFlightRecording", "-XX:ErrorFile");

  private final Class<?> main;

  CutProcessLaunch(Class<?> main) {
    this.main = main;
  }

  Process start() throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command());
    // Not as an option: it may be longer than ps, or some systems, like.
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    return builder.start();
  }

  private List<String> command() {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("-XX:") || option.startsWith("-D"))
        .filter(option -> OURS.stream().noneMatch(option::startsWith))
        .forEach(words::add);
    long mostMib = Runtime.getRuntime().maxMemory() >> 20;
    words.add("-Xmx" + mostMib + "m");
    words.add("-Xms" + Math.min(mostMib, HEAP_AT_START_MIB) + "m"); // a JVM refuses more than most
    words.add("-Xmn" + YOUNG_MIB + "m");
    words.add("-XX:SurvivorRatio=" + SURVIVOR_RATIO);
    words.add("-Xlog:disable");
    words.add("-Xlog:all=error:stderr");
    words.add("-XX:+ExitOnOutOfMemoryError");
    words.add("-XX:+DisplayVMOutputToStderr");
    words.add("-XX:+ErrorFileToStderr");
    words.add("-XX:-CreateCoredumpOnCrash");
    for (String name : List.of("reelbus.log", "reelbus.broker.log")) { // set by REELBUS_LOG
      String level = System.getProperty(name);
      if (level != null) {
        words.add("-D" + name + "=" + level);
      }
    }
    words.add(main.getName());
    return words;
  }
}
