package io.reelbus.standalone;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** A port that is taken is said at once and in our words, not after a broker's start. */
final class Ports {

  private static final String LOOPBACK = "127.0.0.1";

  private Ports() {}

  /**
   * Checks the ports that roles of this process will listen on.
   *
   * @throws UsageException naming the option of the first that is in use
   */
  static void requireFree(ClusterSettings settings) {
    if (settings.has(Role.BUS)) {
      requireFree("--kafka-port", LOOPBACK, settings.kafkaPort());
    }
    if (settings.has(Role.STORE)) {
      requireFree("--s3-port", LOOPBACK, settings.s3Port());
    }
    if (settings.has(Role.API)) {
      requireFree("--port", settings.host(), settings.port());
    }
  }

  private static void requireFree(String option, String host, int port) {
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new UsageException("--host: '" + host + "' (expected: an address of this machine)");
    }
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true); // as the servers themselves do
      socket.bind(address);
    } catch (IOException e) {
      throw new UsageException(
          option
              + ": "
              + port
              + " on "
              + host
              + " cannot be used (expected: a free port, or 0 for any; "
              + e.getMessage()
              + ")",
          e);
    }
  }
}
