package io.reelbus.standalone.command;

import picocli.CommandLine.Option;

/** Where the API listens. */
final class HttpOptions {

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "Address the API listens on (default: ${DEFAULT-VALUE}, this machine only).")
  String host = "127.0.0.1";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "Port of the API, 0 for any (default: ${DEFAULT-VALUE}).")
  int port = 8080;

  /** The port, checked. */
  int port() {
    return Checks.port("--port", port);
  }
}
