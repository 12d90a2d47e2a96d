package io.reelbus.standalone;

import io.reelbus.model.MediaException;
import io.reelbus.recorder.DeviceInfo;
import io.reelbus.recorder.MediaDevices;
import io.reelbus.recorder.ReelbusClient;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A client with a server behind it: a running one, or one that is embedded for as long as the
 * session is open. One thread opens, uses and closes it.
 */
public final class Session implements AutoCloseable {

  private static final Duration AGENT_DEADLINE = Duration.ofSeconds(10);

  private final URI api;
  private final ReelbusClient client;
  private final @Nullable Cluster cluster;

  private Session(URI api, @Nullable Cluster cluster) {
    this.api = api;
    this.client = ReelbusClient.connect(api);
    this.cluster = cluster;
  }

  /** A running server; nothing is sent yet. */
  public static Session remote(URI api) {
    return new Session(api, null);
  }

  /**
   * Starts a server in this JVM and waits until its agent takes work.
   *
   * @throws UsageException when its folder or ports cannot be used
   * @throws MediaException when it does not come up
   */
  public static Session embedded(ClusterSettings settings) {
    Cluster cluster = Cluster.start(settings);
    try {
      Session session = new Session(cluster.api(), cluster);
      session.devices();
      return session;
    } catch (MediaException e) {
      cluster.close();
      throw e;
    } catch (InterruptedException e) {
      cluster.close();
      Thread.currentThread().interrupt();
      throw new MediaException("AbortError", MediaException.Next.STOP, "interrupted", e);
    }
  }

  public ReelbusClient client() {
    return client;
  }

  /** The server's devices, by the SDK's interfaces; the caller closes them. */
  public MediaDevices connect() {
    return MediaDevices.connect(api);
  }

  /** The embedded cluster, empty when the server is another process. */
  public Optional<Cluster> cluster() {
    return Optional.ofNullable(cluster);
  }

  /**
   * All devices; with an embedded server, waits until its agent has announced them.
   *
   * @throws MediaException {@code TimeoutError} when it does not
   */
  public List<DeviceInfo> devices() throws InterruptedException {
    long end = System.nanoTime() + AGENT_DEADLINE.toNanos();
    while (true) {
      List<DeviceInfo> devices = client.devices();
      if (cluster == null || !devices.isEmpty()) {
        return devices;
      }
      if (System.nanoTime() > end) {
        throw new MediaException(
            "TimeoutError",
            MediaException.Next.RETRY,
            "the embedded agent announced nothing within " + AGENT_DEADLINE.toSeconds() + " s");
      }
      Thread.sleep(20);
    }
  }

  @Override
  public void close() {
    if (cluster != null) {
      cluster.close();
    }
  }
}
