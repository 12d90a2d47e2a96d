package io.reelbus.bus.embedded;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.ObjectName;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes leave of a broker that was killed, before its folder gets another one.
 *
 * <p>The controller believes in a killed broker until its session is over. One that comes back
 * before that leads its partitions as they were left, loses them, and leads them again: Kafka's
 * coordinators load their state twice. Where the first load ends after the second has begun, as on
 * a busy machine, Kafka 4.3 takes the one for the other, and can give out nothing of a cut queue
 * until it is started again. So the controller runs alone first, with a session that is over at
 * once. The new broker is registered sooner for that, too: it waits for no session.
 */
final class FormerBroker {

  private static final Logger LOG = LoggerFactory.getLogger(FormerBroker.class);
  private static final String LOCK = ".lock";
  private static final String GOODBYE = ".kafka_cleanshutdown"; // written last, removed at start
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long LOOK_MS = 20;

  private FormerBroker() {}

  /**
   * Whether a folder's broker runs, in whatever process. Kafka looks at its lock, too, but only
   * when a second controller has begun to write.
   */
  static boolean isAlive(Path dir) throws IOException {
    try (FileChannel file =
            FileChannel.open(
                dir.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = file.tryLock()) {
      return lock == null;
    } catch (OverlappingFileLockException e) {
      return true; // in this process
    }
  }

  /** Whether a folder's last broker had no time to say goodbye. */
  static boolean wasKilled(Path dir) {
    return !Files.exists(dir.resolve(GOODBYE));
  }

  /**
   * Returns when the controller knows that it is gone, or does not hear of it for 30 s.
   *
   * @param controllerPort free
   */
  static void dismiss(Path dir, int controllerPort) {
    Properties config = BrokerSettings.controllerAlone(dir, controllerPort);
    KafkaRaftServer controller =
        new KafkaRaftServer(KafkaConfig.fromProps(config, false), Time.SYSTEM);
    try {
      controller.startup();
      awaitGone();
    } finally {
      controller.shutdown();
      controller.awaitShutdown();
    }
  }

  private static void awaitGone() {
    long until = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (brokers("Fenced") < 1 || brokers("Active") > 0) {
        if (System.nanoTime() - until > 0) {
          LOG.warn("The last broker of this folder is not known to be gone; going on");
          return;
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How many the controller knows of in a state; -1 when it knows nothing yet. */
  private static int brokers(String state) {
    String name = "kafka.controller:type=KafkaController,name=" + state + "BrokerCount";
    try {
      Object count =
          ManagementFactory.getPlatformMBeanServer().getAttribute(new ObjectName(name), "Value");
      return ((Number) count).intValue();
    } catch (JMException e) {
      return -1;
    }
  }
}
