package io.reelbus.api.view;

import io.reelbus.model.AgentInfo;
import io.reelbus.model.Device;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Agents that announced themselves within the last 9 s, and their devices.
 *
 * <p>Age is measured from when an announcement came here, so an agent with a wrong clock is live
 * too. Only announcements read while catching up are judged by the time written in them.
 */
public final class AgentsView {

  /**
   * How long an agent lives without announcing itself: three announcements missed. One that dies is
   * gone, and listeners are told, within 10 s.
   */
  public static final Duration EXPIRY = Duration.ofSeconds(9);

  /** How long an agent that fell silent, without saying goodbye, may be one that is restarted. */
  static final Duration RETURN = Duration.ofSeconds(60);

  private record Seen(AgentInfo info, long atNanos) {}

  private final InstantSource wall;
  private final LongSupplier nanos;
  private final Map<String, Seen> agents = new TreeMap<>();

  /**
   * Makes an empty view.
   *
   * @param wall wall clock
   * @param nanos monotonic clock
   */
  public AgentsView(InstantSource wall, LongSupplier nanos) {
    this.wall = wall;
    this.nanos = nanos;
  }

  /** An announcement; {@code replayed} when it may be old. */
  synchronized void put(AgentInfo info, boolean replayed) {
    long ageUs = 0;
    if (replayed) {
      long nowUs = TimeUnit.MILLISECONDS.toMicros(wall.millis());
      ageUs = Math.min(Math.max(0, nowUs - info.seenAtUs()), 2 * RETURN.toNanos() / 1000);
    }
    agents.put(info.agentId(), new Seen(info, nanos.getAsLong() - ageUs * 1000));
    agents.values().removeIf(seen -> age(seen) >= RETURN.toNanos());
  }

  synchronized void remove(String agentId) {
    agents.remove(agentId);
  }

  /** Live agents by id. */
  public synchronized List<AgentInfo> live() {
    return agents.values().stream().filter(this::alive).map(Seen::info).toList();
  }

  /** Whether an agent fell silent so lately that it may be back soon. */
  public synchronized boolean mayReturn() {
    return agents.values().stream().anyMatch(seen -> !alive(seen) && age(seen) < RETURN.toNanos());
  }

  /** All devices of live agents. */
  public List<Device> devices() {
    List<Device> all = new ArrayList<>();
    live().forEach(agent -> all.addAll(agent.devices()));
    return all;
  }

  /** A device of a live agent. */
  public Optional<Device> device(String deviceId) {
    return devices().stream().filter(d -> d.deviceId().equals(deviceId)).findFirst();
  }

  /** A live agent. */
  public Optional<AgentInfo> agent(String agentId) {
    return live().stream().filter(a -> a.agentId().equals(agentId)).findFirst();
  }

  /** A number that changes when an agent or a device comes, goes or is named anew. */
  public int fingerprint() {
    List<List<Object>> all = new ArrayList<>();
    for (AgentInfo agent : live()) {
      all.add(List.of(agent.agentId(), agent.host()));
      for (Device device : agent.devices()) {
        all.add(
            List.of(
                device.deviceId(),
                device.kind().name(),
                device.label(),
                device.groupId(),
                device.agentId()));
      }
    }
    return all.hashCode(); // of strings only: the same in every process
  }

  private boolean alive(Seen seen) {
    return age(seen) < EXPIRY.toNanos();
  }

  private long age(Seen seen) {
    return nanos.getAsLong() - seen.atNanos();
  }
}
