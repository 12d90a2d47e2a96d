package io.reelbus.agent;

import io.reelbus.bus.Bus;
import io.reelbus.bus.Health;
import io.reelbus.bus.StateChange;
import io.reelbus.bus.StateTopic;
import io.reelbus.bus.Tail;
import io.reelbus.model.LedgerEvent;
import io.reelbus.model.LedgerEvent.Failed;
import io.reelbus.model.LedgerEvent.FileStored;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The capture agent of one machine: announces its devices, holds open what streams ask for, and
 * cuts tapes for recordings. May be used from any thread.
 */
public final class CaptureAgent implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CaptureAgent.class);
  private static final Duration SILENCE = Duration.ofSeconds(60); // ends an attempt
  private static final long RETRY_MS = 500;
  private static final long TICK_MS = 250;
  private static final int OPENERS = 4;
  private static final String OPENING = "opening what was open before";

  private final AgentContext context;
  private final Announcer announcer;
  private final ScheduledExecutorService control =
      Executors.newSingleThreadScheduledExecutor(r -> Threads.daemon("reelbus-agent-control", r));
  private final ExecutorService openers =
      Executors.newFixedThreadPool(OPENERS, r -> Threads.daemon("reelbus-agent-open", r));
  private final LedgerView ledger = new LedgerView();
  private final List<Tail> tails = new ArrayList<>();
  private @Nullable StreamReconciler streams;
  private @Nullable RecordingReconciler recordings;
  private @Nullable PoolLeftovers leftovers;
  private volatile String trouble = "not started";
  private boolean started;
  private volatile boolean closed;

  /** Makes an agent; nothing happens before {@link #start()}. The bus stays the caller's. */
  public CaptureAgent(AgentSettings settings, Bus bus) {
    this(AgentContext.of(settings, bus, SteadyClock.SYSTEM));
  }

  /**
   * One on a machine with an embedded bus.
   *
   * @param diskTight whether its disk is nearly full: files are not read on then, and live tapes
   *     keep little for recorders that start late; asked by any thread
   */
  public CaptureAgent(AgentSettings settings, Bus bus, BooleanSupplier diskTight) {
    this(AgentContext.of(settings, bus, SteadyClock.SYSTEM).with(diskTight));
  }

  CaptureAgent(AgentContext context) {
    this.context = context;
    this.announcer = new Announcer(context);
  }

  /**
   * Starts announcing and reconciling; returns at once.
   *
   * @throws IllegalStateException when started before
   */
  public synchronized void start() {
    if (started) {
      throw new IllegalStateException("started before");
    }
    started = true;
    trouble = "starting";
    control.execute(this::begin);
  }

  /** Reads what is desired and what was done, then follows both. Repeated until the bus answers. */
  private void begin() {
    if (closed) {
      return;
    }
    Attempt attempt = new Attempt(this::onControl);
    try {
      context.bus().ensureTopics();
      String poolTopic = context.bus().tapes().pool(context.settings().agentId());
      int partitions = context.bus().tapes().partitions(poolTopic);
      PoolPartitions pool =
          new PoolPartitions(partitions, p -> context.tracker().isUsed(poolTopic, p));
      streams =
          new StreamReconciler(
              context, attempt, openers, ledger, announcer::label, poolTopic, this::streamChanged);
      recordings = new RecordingReconciler(context, streams, ledger, pool, poolTopic, openers);
      follow(attempt);
      leftovers =
          new PoolLeftovers(
              context.bus().tapes(), pool, poolTopic, partitions, openers, System::nanoTime);
      announcer.start();
      var unused =
          control.scheduleWithFixedDelay(this::tick, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
      trouble = OPENING;
      LOG.info("Agent {} is up", context.settings().agentId());
    } catch (RuntimeException e) {
      trouble = "not started: " + e.getMessage();
      LOG.warn("The agent starts later", e);
      attempt.failed();
      closeTails();
      if (!closed) {
        var unusedRetry = control.schedule(this::begin, RETRY_MS, TimeUnit.MILLISECONDS);
      }
    }
  }

  /**
   * The ledger first, then streams, then recordings: what the earlier life of this agent did is
   * known before anything is started. Streams and recordings hand over to this thread, which is
   * busy here, so that what their tails give is handled in this order too.
   */
  private void follow(Attempt attempt) {
    long startUs = context.clock().nowUs();
    Bus bus = context.bus();
    caughtUp(bus.ledgerTail(e -> attempt.take(() -> guarded(() -> event(e)))));
    latestFirst(attempt, bus.streams(), c -> streams().reconcile(c.key(), c.value()));
    latestFirst(
        attempt, bus.recordings(), c -> recordings().reconcile(c.key(), c.value(), startUs));
    attempt.caughtUp();
    context.tracker().caughtUp();
  }

  private <T> void latestFirst(
      Attempt attempt, StateTopic<T> topic, Consumer<StateChange<T>> handler) {
    LatestFirst<T> changes = new LatestFirst<>(c -> attempt.execute(() -> handler.accept(c)));
    caughtUp(topic.tail(changes));
    changes.release();
  }

  private void caughtUp(Tail tail) {
    synchronized (tails) {
      tails.add(tail);
    }
    tail.awaitCaughtUp(SILENCE);
  }

  private StreamReconciler streams() {
    return Objects.requireNonNull(streams);
  }

  private RecordingReconciler recordings() {
    return Objects.requireNonNull(recordings);
  }

  private PoolLeftovers leftovers() {
    return Objects.requireNonNull(leftovers);
  }

  private void streamChanged(String streamId) {
    recordings().streamChanged(streamId);
  }

  private void event(LedgerEvent event) {
    ledger.event(event);
    context.tracker().event(event);
    if (event instanceof FileStored || event instanceof Failed) {
      recordings().finished(event.subjectId());
    }
  }

  private void tick() {
    guarded(
        () -> {
          streams().tick(!recordings().isCatchingUp());
          recordings().tick();
          leftovers().tick();
          if (trouble.equals(OPENING) && !streams().isOpening()) {
            trouble = "";
          }
        });
  }

  private void onControl(Runnable task) {
    try {
      control.execute(() -> guarded(task));
    } catch (RejectedExecutionException e) {
      LOG.debug("Closed before it was handled");
    }
  }

  /** What goes wrong with one stream or recording is that one's; the agent goes on. */
  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("A change could not be handled", e);
    }
  }

  /** Whether the agent works, as a value. */
  public Health check() {
    for (String t :
        List.of(
            trouble, announcer.trouble(), context.outbox().trouble(), context.spool().trouble())) {
      if (!t.isEmpty()) {
        return new Health(false, t);
      }
    }
    synchronized (tails) {
      for (Tail tail : tails) {
        if (!tail.check().up()) {
          return tail.check();
        }
      }
    }
    return new Health(true, "agent " + context.settings().agentId());
  }

  /**
   * Stops: the agent's announcement is removed and all devices are closed. Its recordings are not
   * over: the agent that comes again goes on with them, and names the time between (I1). What its
   * spool has is waited for while the bus takes it. Returns within about fifteen seconds.
   */
  @Override
  public void close() {
    closed = true;
    trouble = "closed";
    try {
      closeTails();
      control
          .submit(
              () -> {
                if (recordings != null && streams != null) {
                  recordings.closeAll();
                  streams.closeAll();
                }
              })
          .get(5, TimeUnit.SECONDS);
      if (streams != null) {
        streams.awaitClosed(5000);
        context.spool().awaitEmpty(5000);
      }
      context.emitter().settled().get(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
      LOG.warn("Closed before everything was queued: {}", e.toString());
    }
    control.shutdownNow();
    openers.shutdownNow();
    announcer.close();
    context.outbox().close();
    context.spool().close();
  }

  private void closeTails() {
    synchronized (tails) {
      tails.forEach(Tail::close);
      tails.clear();
    }
  }
}
