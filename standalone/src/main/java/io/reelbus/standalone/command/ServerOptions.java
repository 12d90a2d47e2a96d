package io.reelbus.standalone.command;

import io.reelbus.standalone.Role;
import io.reelbus.standalone.Session;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which server a command works with: a running one, or one embedded for as long as it runs. */
final class ServerOptions {

  @Option(
      names = "--api",
      paramLabel = "URL",
      description = "A running server, e.g. http://localhost:8080 (default: an embedded one).")
  @Nullable String api;

  @Mixin DataOption data = new DataOption();
  @Mixin AgentOptions agent = new AgentOptions();
  @Mixin LanesOption lanes = new LanesOption();

  /** The server named, or an embedded one with all roles on any free ports. */
  Session open() {
    return remote()
        .orElseGet(
            () ->
                Session.embedded(
                    EmbeddedSettings.of(Role.all(), data.folder, agent, lanes.lanes(), 0)));
  }

  /** The server named, if one was. */
  Optional<Session> remote() {
    return api == null
        ? Optional.empty()
        : Optional.of(Session.remote(Checks.httpUrl("--api", api)));
  }

  /** Folder of an embedded server. */
  Path folder() {
    return data.folder;
  }
}
