package io.reelbus.assembler;

import io.reelbus.bus.Bus;
import io.reelbus.bus.Tail;
import io.reelbus.model.MediaException;
import io.reelbus.objectstore.ObjectStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The assembler role. Any number of them share the recordings, by the partition of {@code chunks}
 * each recording is in.
 *
 * <p>When the bus or the store is away it keeps trying and says so in {@link #check}; nothing is
 * committed meanwhile.
 */
public final class Assembler implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Assembler.class);
  private static final Duration CATCH_UP = Duration.ofSeconds(60);
  private static final long SHORTEST_PAUSE_MS = 200;
  private static final long LONGEST_PAUSE_MS = 10_000;
  private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(15);

  private final AssemblerSettings settings;
  private final Bus bus;
  private final ObjectStore store;
  private final Counters counters = new Counters();
  private final CountDownLatch stop = new CountDownLatch(1);
  private volatile String trouble = "not started";
  private long pauseMs = SHORTEST_PAUSE_MS; // its thread's own
  private @Nullable Thread thread;

  /** Makes one; the bus and the store stay the caller's. */
  public Assembler(AssemblerSettings settings, Bus bus, ObjectStore store) {
    this.settings = settings;
    this.bus = bus;
    this.store = store;
  }

  /** Starts its threads. Topics and bucket must exist. */
  public void start() {
    if (thread != null) {
      throw new IllegalStateException("assembler: started twice");
    }
    Thread made = new Thread(this::run, "reelbus-assembler");
    made.setDaemon(true);
    thread = made;
    made.start();
  }

  private void run() {
    while (!isStopped()) {
      try {
        work();
      } catch (MediaException e) {
        trouble = String.valueOf(e.getMessage());
        log.warn("{}; again in {} ms", trouble, pauseMs);
      } catch (RuntimeException e) {
        trouble = e.toString();
        log.error("unforeseen; starting over in {} ms", pauseMs, e);
      }
      if (pause(pauseMs)) {
        return;
      }
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    }
  }

  /** From joining the group to the first failure, or the stop. */
  private void work() {
    Book book = new Book();
    ExecutorService writers = writers();
    try (Tail ledger = bus.ledgerTail(book::heard);
        Tail recordings = bus.recordings().tail(book::changed)) {
      ledger.awaitCaughtUp(CATCH_UP);
      recordings.awaitCaughtUp(CATCH_UP);
      FileWriter.Outlets outlets =
          new FileWriter.Outlets(
              store, bus.blobPublisher(), bus.ledgerPublisher(), FileMuxer::ffmpeg);
      Runnable catchUp =
          () -> {
            ledger.awaitCaughtUp(CATCH_UP);
            recordings.awaitCaughtUp(CATCH_UP);
          };
      try (AssemblyLoop loop =
          new AssemblyLoop(
              settings,
              outlets,
              writers,
              book,
              catchUp,
              counters,
              System::nanoTime,
              bus::chunkConsumer)) {
        trouble = "";
        pauseMs = SHORTEST_PAUSE_MS;
        LeftUploads left = new LeftUploads(store, book, InstantSource.system());
        long sweptNanos = System.nanoTime() - LeftUploads.EVERY.toNanos();
        while (!isStopped()) {
          loop.runOnce();
          if (System.nanoTime() - sweptNanos >= LeftUploads.EVERY.toNanos()) {
            sweptNanos = System.nanoTime();
            writers.execute(left::sweep);
          }
          requireUp(ledger);
          requireUp(recordings);
        }
      }
    } finally {
      finish(writers);
    }
  }

  /** A loop that hears nothing new would call chunks nobody's: better to start over. */
  private static void requireUp(Tail tail) {
    io.reelbus.bus.Health health = tail.check();
    if (!health.up()) {
      throw new MediaException("NetworkError", MediaException.Next.RETRY, health.detail());
    }
  }

  private ExecutorService writers() {
    AtomicInteger number = new AtomicInteger();
    return Executors.newFixedThreadPool(
        settings.writers(),
        task -> {
          Thread made = new Thread(task, "reelbus-assembler-writer-" + number.getAndIncrement());
          made.setDaemon(true);
          return made;
        });
  }

  /** Lets the writers end what they do; their files are let go by their own last task. */
  private static void finish(ExecutorService writers) {
    writers.shutdown();
    try {
      if (!writers.awaitTermination(CLOSE_DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("writers still busy after {}; left behind", CLOSE_DEADLINE);
        writers.shutdownNow();
      }
    } catch (InterruptedException e) {
      writers.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private boolean isStopped() {
    return stop.getCount() == 0;
  }

  private boolean pause(long ms) {
    try {
      return stop.await(ms, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Whether it works. */
  public Health check() {
    if (!trouble.isEmpty()) {
      return new Health(false, trouble);
    }
    if (!counters.trouble.isEmpty()) {
      return new Health(false, counters.trouble);
    }
    return new Health(true, counters.openRecordings + " recordings open");
  }

  /** Counters. */
  public AssemblerStats stats() {
    return counters.stats();
  }

  /** Stops. Unfinished files are gone on with by whoever gets their partitions. */
  @Override
  public void close() {
    stop.countDown();
    Thread running = thread;
    if (running == null) {
      return;
    }
    try {
      running.join(CLOSE_DEADLINE.multipliedBy(2).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    trouble = "stopped";
  }
}
