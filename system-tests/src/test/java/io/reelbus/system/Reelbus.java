package io.reelbus.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reelbus.bus.BusSettings;
import io.reelbus.objectstore.StoreSettings;
import io.reelbus.standalone.ClusterSettings;
import io.reelbus.standalone.Role;
import io.reelbus.standalone.Session;
import io.reelbus.standalone.StopSignal;
import io.reelbus.standalone.command.ReelbusCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A server with all roles in this JVM, used the way people do: by command line. Shared by the tests
 * of a run, see {@link SharedServer}; one thread at a time.
 */
final class Reelbus implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What {@code reelbus ingest --json} did: its exit code, its lines, and what it said. */
  record Ingested(int exitCode, List<Line> lines, String said) {

    /** The only line. */
    Line only() {
      if (lines.size() != 1) {
        throw new AssertionError("lines: " + lines + " (expected: one; it said: " + said + ")");
      }
      return lines.get(0);
    }
  }

  /** One line of {@code --json}. */
  record Line(
      String input,
      Path output,
      long frames,
      long durationUs,
      String sha256,
      String state,
      String error) {

    static Line of(JsonNode node) {
      return new Line(
          node.get("input").asText(),
          Path.of(node.get("output").isNull() ? "" : node.get("output").asText()),
          node.get("frames").asLong(),
          node.get("durationUs").asLong(),
          node.get("sha256").asText(),
          node.get("state").asText(),
          node.path("error").asText(""));
    }
  }

  private final Path folder;
  private final Session session;
  private int runs;

  private Reelbus(Path folder, Session session) {
    this.folder = folder;
    this.session = session;
  }

  /** Starts one that has everything embedded. */
  static Reelbus start(int lanes) {
    StoreSettings store = StoreSettings.of(URI.create("http://localhost"), "-", "-", "reelbus");
    return start(Role.all(), store, lanes);
  }

  /** Starts one that uses a store somewhere else. */
  static Reelbus startWithStore(StoreSettings store) {
    Set<Role> roles = EnumSet.allOf(Role.class);
    roles.remove(Role.STORE);
    return start(roles, store, 2);
  }

  private static Reelbus start(Set<Role> roles, StoreSettings store, int lanes) {
    try {
      Path folder = Files.createTempDirectory("reelbus-system-tests");
      ClusterSettings settings =
          new ClusterSettings(
              roles,
              folder.resolve("data"),
              0,
              0,
              BusSettings.defaults("localhost:0"),
              store,
              null,
              "127.0.0.1",
              0,
              "system-tests",
              null,
              lanes);
      return new Reelbus(folder, Session.embedded(settings));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  Session session() {
    return session;
  }

  /** Where its storage API is. */
  URI api() {
    return session.cluster().orElseThrow().api();
  }

  /** Ingests into a folder of its own. */
  Ingested ingest(List<Path> inputs, String... options) {
    List<String> args = new ArrayList<>(List.of("ingest"));
    inputs.forEach(input -> args.add(input.toString()));
    args.addAll(List.of(options));
    args.addAll(List.of("--output", folder.resolve("out" + runs++).toString(), "--json"));
    args.addAll(List.of("--api", session.cluster().orElseThrow().api().toString()));
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    ByteArrayOutputStream words = new ByteArrayOutputStream();
    PrintStream out = System.out;
    PrintStream err = System.err;
    int code;
    try {
      System.setOut(new PrintStream(data, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(words, true, StandardCharsets.UTF_8));
      code = ReelbusCommand.run(args.toArray(new String[0]), Map.of(), new StopSignal());
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    List<Line> lines =
        data.toString(StandardCharsets.UTF_8).lines().map(Reelbus::json).map(Line::of).toList();
    return new Ingested(code, lines, words.toString(StandardCharsets.UTF_8));
  }

  /** The manifest of the recording whose file has this digest. */
  JsonNode manifest(Line line) {
    return json(manifestText(line));
  }

  /** The same, byte for byte. */
  String manifestText(Line line) {
    String id =
        session.client().recordings(null, 100, null).recordings().stream()
            .filter(r -> r.file() != null && r.file().sha256().equals(line.sha256()))
            .findFirst()
            .orElseThrow()
            .id();
    return session.client().manifest(id);
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new AssertionError("not JSON: " + text, e);
    }
  }

  @Override
  public void close() {
    session.close();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new IllegalStateException("not removed: " + Objects.toString(folder), e);
    }
  }
}
