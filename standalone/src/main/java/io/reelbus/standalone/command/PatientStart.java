package io.reelbus.standalone.command;

import io.reelbus.model.MediaException;
import io.reelbus.standalone.Cluster;
import io.reelbus.standalone.ClusterSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Starts roles whose bus or store is elsewhere, and waits for it when it does not answer yet: the
 * processes of a cluster may be started in any order, also by a machine that comes back.
 */
final class PatientStart {

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private PatientStart() {}

  /**
   * The running cluster; null when the process was asked to stop before.
   *
   * @throws MediaException when what is elsewhere refuses
   */
  static @Nullable Cluster start(Context context, ClusterSettings settings)
      throws InterruptedException {
    do {
      try {
        return Cluster.start(settings);
      } catch (MediaException e) {
        if (e.next() != MediaException.Next.RETRY) {
          throw e;
        }
        context.console().say("waiting: " + e.getMessage());
      }
    } while (!context.stop().await(PAUSE));
    return null;
  }
}
