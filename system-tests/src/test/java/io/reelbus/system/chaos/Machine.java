package io.reelbus.system.chaos;

import static org.awaitility.Awaitility.await;

import io.reelbus.model.MediaException;
import io.reelbus.recorder.ReelbusClient;
import io.reelbus.system.ReelbusProcess;
import io.reelbus.system.Relay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A cluster whose parts are processes. Each may be killed and started again: it has its ports and
 * its folder for as long as the machine is there. Any thread, one at a time for each part.
 */
final class Machine implements AutoCloseable {

  static final String AGENT_ID = "camera-host";
  static final String KEY = "chaos-key";
  static final String SECRET = "only-for-chaos";

  /** For a start on a machine that has other things to do. */
  private static final Duration START = Duration.ofMinutes(3);

  private static final Duration LOOK = Duration.ofMillis(50);

  private static final int FIRST_PORT = 20_000; // below those that outgoing connections take

  private static final Pattern HANDLES = Pattern.compile("\"nativeHandles\":(\\d+)");

  private static final Pattern CLIENT_ID = Pattern.compile("reelbus-.*-(\\d+)-\\d+");

  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  private final Path folder;
  private final Relay busLink; // the network between the bus and everybody
  private final Relay storeLink;
  private final Map<Part, Integer> ports = new EnumMap<>(Part.class);
  private final Map<Part, ReelbusProcess> processes = new ConcurrentHashMap<>();
  private final List<ReelbusProcess> ended = new CopyOnWriteArrayList<>();
  private final Map<String, String> environment = new HashMap<>();

  /** Makes one; nothing runs before {@link #start}. */
  Machine(Path folder) throws IOException {
    this.folder = folder;
    int port = FIRST_PORT + (int) (ProcessHandle.current().pid() % 10_000);
    for (Part part : Part.values()) {
      port = freePort(port + 1);
      ports.put(part, port);
    }
    this.busLink = new Relay(at(Part.BUS));
    this.storeLink = new Relay(at(Part.STORE));
    environment.put("DISPLAY", ""); // the machine's own devices are not for this test
    environment.put("REELBUS_BOOTSTRAP_SERVERS", bus());
    environment.put("REELBUS_S3_ENDPOINT", store().toString());
    environment.put("REELBUS_S3_ACCESS_KEY", KEY);
    environment.put("REELBUS_S3_SECRET_KEY", SECRET);
  }

  /** An option of the processes that are started from now on. */
  void set(String variable, Object value) {
    environment.put(variable, value.toString());
  }

  private static int freePort(int from) throws IOException {
    for (int port = from; ; port++) {
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (java.net.BindException taken) {
        if (port > from + 1000) {
          throw taken;
        }
      }
    }
  }

  /** Where what the parts keep and say is. */
  Path folder() {
    return folder;
  }

  /** For what an agent has no room for in memory. */
  Path spool() {
    return folder.resolve("spool");
  }

  URI api() {
    return at(Part.API);
  }

  URI store() {
    return storeLink.endpoint();
  }

  String bus() {
    return busLink.endpoint().getAuthority();
  }

  /** The network between the bus and all others. */
  Relay busLink() {
    return busLink;
  }

  /** The network between the store and all others. */
  Relay storeLink() {
    return storeLink;
  }

  /**
   * Pulls the cables between these parts and the bus, and puts the others back; the bus's own, and
   * the store's, are those to everybody.
   */
  void cutOff(List<Part> parts) {
    storeLink.silent(parts.contains(Part.STORE));
    Map<String, Boolean> known = new ConcurrentHashMap<>();
    busLink.silentFor(
        client ->
            parts.contains(Part.BUS)
                || known.computeIfAbsent(
                    client, id -> parts.stream().anyMatch(part -> isOf(part, id))));
  }

  /** Whether a client of the bus is in a part's process, or in one that it started. */
  private boolean isOf(Part part, String clientId) {
    Matcher named = CLIENT_ID.matcher(clientId);
    if (!named.matches() || !processes.containsKey(part)) {
      return false;
    }
    ProcessHandle owner = process(part).handle();
    return ProcessHandle.of(Long.parseLong(named.group(1)))
        .filter(one -> one.equals(owner) || one.parent().filter(owner::equals).isPresent())
        .isPresent();
  }

  ReelbusClient client() {
    return ReelbusClient.connect(api());
  }

  private URI at(Part part) {
    return URI.create("http://127.0.0.1:" + ports.get(part));
  }

  /** Starts all parts, those first that need the bus and the store, and waits for them. */
  Machine start() {
    List<Part> parts = new ArrayList<>(List.of(Part.values()));
    parts.sort(Comparator.comparing(part -> part == Part.BUS || part == Part.STORE));
    parts.forEach(this::start);
    awaitUp();
    await().atMost(START).until(this::hasDevices);
    return this;
  }

  private boolean hasDevices() {
    try {
      return !client().devices().isEmpty();
    } catch (MediaException notYet) {
      return false;
    }
  }

  /** Starts a part; returns at once. */
  void start(Part part) {
    ReelbusProcess before = processes.get(part);
    if (before != null && before.isAlive()) {
      throw new IllegalStateException(part + " runs");
    }
    processes.put(part, ReelbusProcess.start(folder, environment, arguments(part).toArray()));
  }

  private List<Object> arguments(Part part) {
    Object port = ports.get(part);
    return switch (part) {
      case BUS ->
          List.of(
              "serve",
              "--roles=bus",
              "--data",
              folder.resolve("bus"),
              "--kafka-port",
              port,
              "--kafka-advertised-port",
              busLink.endpoint().getPort());
      case STORE ->
          List.of("serve", "--roles=store", "--data", folder.resolve("store"), "--s3-port", port);
      case API -> List.of("api", "--port", port);
      case AGENT -> List.of("agent", "--agent-id", AGENT_ID, "--health-port", port);
      case ENCODER, ENCODER2 -> List.of("encoder", "--lanes", 1, "--health-port", port);
      case ASSEMBLER -> List.of("assembler", "--health-port", port);
    };
  }

  /** Waits until a part says of itself that it works. */
  void awaitUp(Part part) {
    await(part.word()).atMost(START).pollInterval(LOOK).until(() -> isUpOrStarted(part));
  }

  /** Waits until every part says of itself that it works; in which order they did. */
  List<Part> awaitUp() {
    List<Part> up = new ArrayList<>();
    await("all of " + folder)
        .atMost(START)
        .pollInterval(LOOK)
        .until(
            () -> {
              for (Part part : Part.values()) {
                if (!up.contains(part) && isUpOrStarted(part)) {
                  up.add(part);
                }
              }
              return up.size() == Part.values().length;
            });
    return up;
  }

  private boolean isUpOrStarted(Part part) {
    if (!process(part).isAlive()) {
      ended.add(process(part));
      start(part);
    }
    return isUp(part);
  }

  /** Processes that ended by themselves, and were started again as a service manager does. */
  List<ReelbusProcess> ended() {
    return ended;
  }

  /** Whether a part says of itself that it works. */
  boolean isUp(Part part) {
    if (part == Part.BUS || part == Part.STORE) {
      return process(part).words().contains("up; Ctrl-C");
    }
    try {
      return health(part).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** How many native objects a part that has no API of its own says are open. */
  int nativeHandles(Part part) {
    try {
      String said = health(part).body();
      Matcher number = HANDLES.matcher(said);
      if (!number.find()) {
        throw new AssertionError(part.word() + " says " + said);
      }
      return Integer.parseInt(number.group(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpResponse<String> health(Part part) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(at(part).resolve("/v1/health"))
            .timeout(Duration.ofSeconds(10))
            .build();
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** {@code kill -9}. */
  void kill(Part part) {
    process(part).kill();
  }

  /** {@code kill -9} of several at once. */
  void kill(List<Part> parts) {
    parts.parallelStream().forEach(this::kill);
  }

  /** As a service manager stops them, several at once. */
  void stop(List<Part> parts) {
    parts.parallelStream().forEach(part -> process(part).terminate());
  }

  ReelbusProcess process(Part part) {
    ReelbusProcess process = processes.get(part);
    if (process == null) {
      throw new IllegalStateException(part + " was not started");
    }
    return process;
  }

  /** A command as a process, with this cluster's settings. */
  ReelbusProcess run(Object... arguments) {
    return ReelbusProcess.start(folder, environment, arguments);
  }

  @Override
  public void close() throws IOException {
    processes.values().forEach(ReelbusProcess::kill);
    busLink.close();
    storeLink.close();
  }
}
