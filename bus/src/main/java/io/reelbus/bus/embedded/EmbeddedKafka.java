package io.reelbus.bus.embedded;

import java.nio.file.Path;

/** One Kafka broker in this JVM. Its data stay in the folder across restarts. */
public final class EmbeddedKafka implements AutoCloseable {

  private EmbeddedKafka() {}

  /**
   * Starts a broker and waits until it takes requests.
   *
   * @param dataDir its folder, made when missing; one broker at a time
   * @param port 0 for any free one
   */
  public static EmbeddedKafka start(Path dataDir, int port) {
    return todo();
  }

  /** {@code host:port} for clients. */
  public String bootstrapServers() {
    return todo();
  }

  /** Shuts down in order and waits for it. */
  @Override
  public void close() {}

  @SuppressWarnings("TypeParameterUnusedInFormals")
  private static <T> T todo() {
    throw new UnsupportedOperationException();
  }
}
