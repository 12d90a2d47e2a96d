package io.reelbus.bus.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A broker in a process of its own, which can be killed as a power cut would. */
final class BrokerProcess implements AutoCloseable {

  private static final String READY = "broker at ";

  private final Process process;
  private final String bootstrapServers;

  BrokerProcess(Path dir) throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                BrokerProcess.class.getName(),
                dir.toString())
            .redirectErrorStream(true)
            .start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    StringBuilder said = new StringBuilder();
    for (String line; (line = out.readLine()) != null; said.append(line).append('\n')) {
      if (line.startsWith(READY)) {
        bootstrapServers = line.substring(READY.length());
        return;
      }
    }
    throw new IllegalStateException("the broker did not start: " + said);
  }

  /** The child's entry. Ends by itself when its parent does. */
  public static void main(String[] args) throws IOException {
    EmbeddedKafka kafka = EmbeddedKafka.start(Path.of(args[0]), 0);
    System.out.println(READY + kafka.bootstrapServers());
    if (System.in.read() < 0) {
      Runtime.getRuntime().halt(1);
    }
  }

  String bootstrapServers() {
    return bootstrapServers;
  }

  /** SIGKILL, and waits until it is gone. */
  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
