package io.reelbus.agent;

import io.reelbus.bus.StateTopic;
import io.reelbus.model.AgentInfo;
import io.reelbus.model.Device;
import io.reelbus.model.Source;
import io.reelbus.model.StreamSpec.StreamSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says every few seconds that the agent is there and what it has. Owns its thread. */
final class Announcer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);
  private static final Duration EVERY = Duration.ofSeconds(3);
  private static final int LOOK_EVERY = 4; // announcements; looking asks sound servers

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(r -> Threads.daemon("reelbus-agent-announce", r));
  private final AgentContext context;
  private final StateTopic<AgentInfo> agents;
  private volatile List<Device> devices = List.of();
  private volatile String trouble = "";
  private int announced;

  Announcer(AgentContext context) {
    this.context = context;
    this.agents = context.bus().agents();
  }

  void start() {
    var unused =
        thread.scheduleWithFixedDelay(this::announce, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void announce() {
    try {
      if (announced++ % LOOK_EVERY == 0) {
        devices = MachineDevices.find(context.settings());
      }
      AgentSettings settings = context.settings();
      agents
          .put(new AgentInfo(settings.agentId(), settings.host(), context.clock().nowUs(), devices))
          .toCompletableFuture()
          .get(30, TimeUnit.SECONDS);
      trouble = "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      trouble = "not announced: " + e.getMessage();
      LOG.warn("The announcement is repeated in {} s", EVERY.toSeconds(), e);
    }
  }

  /** What a person calls a source. */
  String label(StreamSource opened) {
    Source source = opened.source();
    for (Device device : devices) {
      if (device.deviceId().equals(opened.deviceId()) || device.source().equals(source)) {
        return device.label();
      }
    }
    if (source.kind() == Source.Kind.PUSHED) {
      return "Pushed stream";
    }
    String url = source.url();
    return source.kind() == Source.Kind.TEST ? url : url.substring(url.lastIndexOf('/') + 1);
  }

  /** What is wrong; empty when nothing is. */
  String trouble() {
    return trouble;
  }

  /** Stops and takes the announcement back. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(3, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
      agents.remove(context.settings().agentId()).toCompletableFuture().get(3, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      LOG.warn("The announcement stays until it is old: {}", e.toString());
    }
  }
}
