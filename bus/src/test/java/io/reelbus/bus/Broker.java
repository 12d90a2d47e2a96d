package io.reelbus.bus;

import io.reelbus.bus.embedded.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A real broker for the tests of a class, with all topics made. */
public final class Broker implements BeforeAllCallback, AfterAllCallback {

  private final Duration cutLock;
  private Path dir;
  private EmbeddedKafka kafka;
  private Bus bus;

  Broker(Duration cutLock) {
    this.cutLock = cutLock;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    dir = Files.createTempDirectory("reelbus-bus");
    kafka = EmbeddedKafka.start(dir, 0);
    bus = connect();
    bus.ensureTopics();
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    bus.close();
    kafka.close();
    delete(dir);
  }

  Bus bus() {
    return bus;
  }

  /** A further connection, with records of at most 64 KiB. */
  Bus connect() {
    return Bus.connect(settings(kafka.bootstrapServers(), cutLock));
  }

  /** Small records, so that splitting is seen with small data. */
  static BusSettings settings(String bootstrapServers, Duration cutLock) {
    return new BusSettings(bootstrapServers, Map.of(), 64 << 10, (short) 1, 4, 2, cutLock);
  }

  static void delete(Path dir) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(dir)) {
      paths = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.deleteIfExists(path);
    }
  }
}
