package io.reelbus.bus.embedded;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Kafka broker in this JVM, broker and controller in one. Its data stay in the folder across
 * restarts, also when the JVM was killed. It listens on the loopback address only. When it cannot
 * go on, as on a full disk, the process ends with a line that says so and a code that is not 0.
 */
public final class EmbeddedKafka implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);
  private static final String FORMATTED = "meta.properties";

  private final KafkaRaftServer server;
  private final int port;

  private EmbeddedKafka(KafkaRaftServer server, int port) {
    this.server = server;
    this.port = port;
  }

  /**
   * Starts a broker and waits until it takes requests: some seconds.
   *
   * @param dataDir its folder, made when missing; one broker at a time
   * @param port 0 for any free one, which may be another one after a restart
   * @throws IllegalStateException when the broker cannot start, or another one runs in the folder
   */
  public static EmbeddedKafka start(Path dataDir, int port) {
    return start(dataDir, port, 0);
  }

  /**
   * The same behind a proxy.
   *
   * @param advertisedPort where clients are told to come to, 0 for the broker's own port
   */
  public static EmbeddedKafka start(Path dataDir, int port, int advertisedPort) {
    try {
      Files.createDirectories(dataDir);
      Path dir = dataDir.toAbsolutePath();
      BrokerEnd.announce(dir);
      if (!Files.exists(dir.resolve(FORMATTED))) {
        format(dir);
      } else if (FormerBroker.isAlive(dir)) {
        throw new IllegalStateException("another broker runs in this folder");
      } else if (FormerBroker.wasKilled(dir)) {
        FormerBroker.fence(dir, freePorts()[0]);
      }
      int[] free = freePorts();
      int controllerPort = free[0];
      int brokerPort = port == 0 ? free[1] : port;
      Properties config =
          BrokerSettings.of(
              dir, brokerPort, advertisedPort == 0 ? brokerPort : advertisedPort, controllerPort);
      KafkaRaftServer server =
          new KafkaRaftServer(KafkaConfig.fromProps(config, false), Time.SYSTEM);
      try {
        server.startup();
        InternalTopics.ensure(BrokerSettings.HOST + ":" + brokerPort);
      } catch (RuntimeException | Error e) {
        server.shutdown();
        throw e;
      }
      LOG.info("Kafka listens on {}:{}, data in {}", BrokerSettings.HOST, brokerPort, dir);
      return new EmbeddedKafka(server, brokerPort);
    } catch (IOException e) {
      throw new UncheckedIOException("Kafka cannot use " + dataDir + ": " + e.getMessage(), e);
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "Kafka cannot start in " + dataDir + " on port " + port + ": " + e.getMessage(), e);
    }
  }

  /** {@code host:port} for clients. */
  public String bootstrapServers() {
    return BrokerSettings.HOST + ":" + port;
  }

  /** Shuts down in order and waits for it. */
  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }

  /** Gives an empty folder its identity; {@code meta.properties} is written last. */
  private static void format(Path dir) {
    ByteArrayOutputStream report = new ByteArrayOutputStream();
    try {
      new Formatter()
          .setPrintStream(new PrintStream(report, true, StandardCharsets.UTF_8))
          .setNodeId(BrokerSettings.NODE_ID)
          .setClusterId(Uuid.randomUuid().toString())
          .addDirectory(dir.toString())
          .setMetadataLogDirectory(dir.toString())
          .setControllerListenerName(BrokerSettings.CONTROLLER)
          .run();
    } catch (Exception e) {
      throw new IllegalStateException("cannot format " + dir + ": " + e.getMessage(), e);
    }
    LOG.debug("{}", report.toString(StandardCharsets.UTF_8));
  }

  /** Two free ports, surely different: both are held until both are known. */
  private static int[] freePorts() throws IOException {
    InetAddress here = InetAddress.getLoopbackAddress();
    try (ServerSocket one = new ServerSocket(0, 1, here);
        ServerSocket two = new ServerSocket(0, 1, here)) {
      return new int[] {one.getLocalPort(), two.getLocalPort()};
    }
  }
}
