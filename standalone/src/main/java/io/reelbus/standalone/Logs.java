package io.reelbus.standalone;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Logging to stderr: warnings, or what {@code REELBUS_LOG} says for our own packages. */
final class Logs {

  private static final Set<String> LEVELS = Set.of("trace", "debug", "info", "warn", "error");

  private Logs() {}

  /** Must run before the first logger is made. */
  static void configure(Map<String, String> environment) {
    String level = environment.getOrDefault("REELBUS_LOG", "warn").toLowerCase(Locale.ROOT);
    if (LEVELS.contains(level)) {
      System.setProperty("reelbus.log", level); // read by logback.xml
      if (level.equals("trace")) {
        System.setProperty("reelbus.broker.log", "info");
      }
    } else {
      System.err.println("REELBUS_LOG: '" + level + "' (expected: one of " + LEVELS + ")");
    }
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }
}
