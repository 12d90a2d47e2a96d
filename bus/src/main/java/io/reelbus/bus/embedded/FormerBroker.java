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
 * Fences a broker that was killed, before its folder gets another one. One at a time in a JVM.
 *
 * <p>The controller believes in a killed broker until its session is over. One that comes back
 * before that leads its partitions as they were left, loses them, and leads them again: Kafka's
 * coordinators load their state twice. Where the first load ends after the second has begun, as on
 * a busy machine, Kafka 4.3 takes the one for the other; when it has failed, a cut queue gives out
 * nothing until the next start. So the controller runs alone first, with a session that is over at
 * once.
 */
final class FormerBroker {

  private static final Logger LOG = LoggerFactory.getLogger(FormerBroker.class);
  private static final String LOCK = ".lock";
  private static final String CLEAN_SHUTDOWN = ".kafka_cleanshutdown"; // while none runs
  private static final String FIRST_LOG = InternalTopics.OFFSETS + "-0";
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

  /** Whether a folder's last broker led something and had no time to say goodbye. */
  static boolean wasKilled(Path dir) {
    return Files.exists(dir.resolve(FIRST_LOG)) && !Files.exists(dir.resolve(CLEAN_SHUTDOWN));
  }

  /**
   * Returns when the controller has fenced it, or has not heard of it within 30 s.
   *
   * @param controllerPort free
   * @throws IllegalStateException the controller cannot start, or the thread was interrupted
   */
  static void fence(Path dir, int controllerPort) {
    Properties config = BrokerSettings.controllerAlone(dir, controllerPort);
    KafkaRaftServer controller =
        new KafkaRaftServer(KafkaConfig.fromProps(config, false), Time.SYSTEM);
    boolean interrupted = false;
    try {
      controller.startup();
      awaitFenced(dir);
    } catch (InterruptedException e) {
      interrupted = true; // Kafka's shutdown must not see it
    } finally {
      controller.shutdown();
      controller.awaitShutdown();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted");
    }
  }

  private static void awaitFenced(Path dir) throws InterruptedException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (brokers("Fenced") < 1 || brokers("Active") > 0) {
      if (System.nanoTime() - until > 0) {
        LOG.warn(
            "{}: its last broker, which was killed, is not fenced after {} s; the new one may have"
                + " to wait for its session",
            dir,
            PATIENCE.toSeconds());
        return;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MS);
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
