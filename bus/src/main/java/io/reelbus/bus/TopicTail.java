package io.reelbus.bus;

import io.reelbus.model.MediaException;
import io.reelbus.model.MediaException.Next;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows all partitions of a topic on a thread of its own, which owns the consumer. */
final class TopicTail implements Tail {

  /** Where a tail begins. */
  enum From {
    BEGINNING,
    END
  }

  /** Takes one record; a QUARANTINE {@code MediaException} skips it. */
  interface Handler {
    void handle(ConsumerRecord<byte[], byte[]> message);
  }

  private static final Logger LOG = LoggerFactory.getLogger(TopicTail.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration POLL_FOR_WAITERS = Duration.ofMillis(20);
  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration CLOSE = Duration.ofSeconds(10);

  private static final class Waiter {
    final CompletableFuture<Void> done;
    @Nullable Map<TopicPartition, Long> ends;

    Waiter(CompletableFuture<Void> done) {
      this.done = done;
    }
  }

  private final Consumer<byte[], byte[]> consumer;
  private final String topic;
  private final Handler handler;
  private final Thread thread;
  private final CompletableFuture<Void> started = new CompletableFuture<>();
  private final BlockingQueue<CompletableFuture<Void>> asked = new LinkedBlockingQueue<>();
  private final List<Waiter> waiting = new ArrayList<>(); // the tail thread's own
  private volatile boolean closed;
  private volatile @Nullable Throwable failure;
  private final AtomicLong given = new AtomicLong();
  private final AtomicLong skipped = new AtomicLong();

  private TopicTail(Consumer<byte[], byte[]> consumer, String topic, Handler handler, From from) {
    this.consumer = consumer;
    this.topic = topic;
    this.handler = handler;
    this.thread = new Thread(() -> run(from), "reelbus-tail-" + topic);
    thread.setDaemon(true);
  }

  /** Starts one and waits until its place in every partition is fixed. */
  static TopicTail start(
      Consumer<byte[], byte[]> consumer, String topic, Handler handler, From from) {
    TopicTail tail = new TopicTail(consumer, topic, handler, from);
    tail.thread.start();
    try {
      Failures.await("follow " + topic, tail.started, START);
    } catch (MediaException e) {
      tail.close();
      throw e;
    }
    return tail;
  }

  private void run(From from) {
    try (consumer) {
      assign(from);
      started.complete(null);
      while (!closed) {
        runOnce();
      }
    } catch (WakeupException e) {
      LOG.trace("tail of {} closes", topic);
    } catch (RuntimeException | Error e) {
      failure = e;
      LOG.error("tail of {} stopped", topic, e);
    } finally {
      MediaException end = stopped();
      started.completeExceptionally(end);
      waiting.forEach(w -> w.done.completeExceptionally(end));
      for (CompletableFuture<Void> done; (done = asked.poll()) != null; ) {
        done.completeExceptionally(end);
      }
    }
  }

  private void assign(From from) {
    List<PartitionInfo> partitions = consumer.partitionsFor(topic, START);
    if (partitions.isEmpty()) {
      throw new MediaException(
          "NotFoundError", Next.STOP, topic + ": no such topic (expected: ensureTopics() before)");
    }
    List<TopicPartition> places =
        partitions.stream().map(p -> new TopicPartition(topic, p.partition())).toList();
    consumer.assign(places);
    if (from == From.BEGINNING) {
      consumer.seekToBeginning(places);
    } else {
      consumer.seekToEnd(places);
    }
    places.forEach(consumer::position);
  }

  /** One step. A wake-up, which asks for attention, may end it anywhere but inside the handler. */
  private void runOnce() {
    for (CompletableFuture<Void> done; (done = asked.poll()) != null; ) {
      waiting.add(new Waiter(done));
    }
    try {
      for (Waiter waiter : waiting) {
        if (waiter.ends == null) {
          waiter.ends = consumer.endOffsets(consumer.assignment());
        }
      }
      for (ConsumerRecord<byte[], byte[]> message :
          consumer.poll(waiting.isEmpty() ? POLL : POLL_FOR_WAITERS)) {
        handle(message);
      }
      waiting.removeIf(w -> passed(w.ends) && w.done.complete(null));
    } catch (WakeupException e) {
      LOG.trace("tail of {} looks around", topic);
    } catch (RetriableException e) { // the cluster is away: who waits is told when it is back
      LOG.warn("tail of {}: {}", topic, e.getMessage());
    }
  }

  private boolean passed(@Nullable Map<TopicPartition, Long> ends) {
    return ends != null
        && ends.entrySet().stream().allMatch(e -> consumer.position(e.getKey()) >= e.getValue());
  }

  private void handle(ConsumerRecord<byte[], byte[]> message) {
    try {
      given.incrementAndGet();
      handler.handle(message);
    } catch (MediaException e) {
      if (e.next() != Next.QUARANTINE) {
        throw e;
      }
      skipped.incrementAndGet();
      LOG.error("{}-{}@{} skipped", topic, message.partition(), message.offset(), e);
    }
  }

  @Override
  public void awaitCaughtUp(Duration patience) {
    if (Thread.currentThread() == thread) {
      throw new IllegalStateException("called by a listener of the tail itself");
    }
    CompletableFuture<Void> done = new CompletableFuture<>();
    asked.add(done);
    if (!thread.isAlive()) {
      throw stopped();
    }
    wakeUp();
    while (true) {
      long before = given.get();
      try {
        Failures.await("catch up with " + topic, done, patience);
        return;
      } catch (MediaException e) {
        if (!e.name().equals("TimeoutError") || given.get() == before) {
          throw e;
        }
      }
    }
  }

  private void wakeUp() {
    try {
      consumer.wakeup();
    } catch (KafkaException e) {
      LOG.trace("the tail of {} closed meanwhile", topic, e);
    }
  }

  private MediaException stopped() {
    String message = "tail of " + topic + (failure == null ? " is closed" : " has stopped");
    return failure == null
        ? new MediaException("InvalidStateError", Next.STOP, message)
        : new MediaException("InvalidStateError", Next.STOP, message + ": " + failure, failure);
  }

  @Override
  public Health check() {
    if (!thread.isAlive()) {
      return new Health(false, String.valueOf(stopped().getMessage()));
    }
    return new Health(true, topic + (skipped.get() == 0 ? "" : ", skipped records: " + skipped));
  }

  @Override
  public void close() {
    closed = true;
    wakeUp();
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      thread.join(CLOSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
