package io.reelbus.agent;

import io.reelbus.bus.PushPart;
import io.reelbus.bus.PushReader;
import io.reelbus.ffmpeg.ByteSource;
import io.reelbus.model.MediaException;
import io.reelbus.model.MediaException.Next;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bytes of a pushed stream, from its topic. Who is silent for {@value #SILENCE_US} microseconds
 * is gone: the storage API says every two seconds that the pusher is still there. While the bus is
 * away nobody can be heard, and that does not count. The capture thread's, but for {@link #free}.
 */
final class PushedBytes implements ByteSource, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PushedBytes.class);
  private static final long FIRST_US = 60_000_000;
  private static final long SILENCE_US = 10_000_000;
  private static final Duration POLL = Duration.ofMillis(100);

  private final AgentContext context;
  private final String topic;
  private final BooleanSupplier closing;
  private final PushReader reader;
  private final Deque<PushPart> ready = new ArrayDeque<>();
  private long position; // of the next byte in the stream
  private long heardAtUs;
  private long firstAtUs;
  private boolean ended;
  private @Nullable MediaException failure;
  private volatile long consumed; // offset of the last record that was read
  private volatile long freed;

  /**
   * Makes one.
   *
   * @param closing whether to come to an end soon
   */
  PushedBytes(AgentContext context, String topic, BooleanSupplier closing) {
    this.context = context;
    this.topic = topic;
    this.closing = closing;
    this.reader = context.bus().pushReader(topic);
    this.heardAtUs = context.clock().nowUs();
  }

  /**
   * Waits for the first byte.
   *
   * @throws MediaException {@code TimeoutError} nobody has pushed anything for a minute
   */
  void awaitFirst() {
    long giveUpAtUs = context.clock().nowUs() + FIRST_US;
    while (!ended && !hasBytes()) {
      if (context.clock().nowUs() > giveUpAtUs) {
        throw new MediaException(
            "TimeoutError",
            Next.STOP,
            topic + ": nothing was pushed for " + FIRST_US / 1_000_000 + " s");
      }
      heardAtUs = context.clock().nowUs(); // the minute decides
      step();
    }
    firstAtUs = context.clock().nowUs();
  }

  /** Wall clock when the first byte was there. */
  long firstAtUs() {
    return firstAtUs;
  }

  /** Why it ended; null when the pusher ended it, or it is being closed. */
  @Nullable MediaException failure() {
    return failure;
  }

  @Override
  public int read(byte[] into) {
    if (!hasBytes() && !ended) {
      step();
    }
    if (!hasBytes()) {
      return ended ? -1 : 0;
    }
    PushPart part = ready.element();
    int from = (int) (position - part.position());
    int count = Math.min(into.length, part.bytes().length - from);
    System.arraycopy(part.bytes(), from, into, 0, count);
    position += count;
    return count;
  }

  /** Whether the first part in the queue has the next byte; those that have been read leave. */
  private boolean hasBytes() {
    while (!ready.isEmpty() && ready.element().endPosition() <= position) {
      consumed = ready.remove().offset();
    }
    return !ready.isEmpty();
  }

  private void step() {
    try {
      for (PushPart part : reader.poll(POLL)) {
        heardAtUs = context.clock().nowUs();
        take(part);
      }
      if (!ended && ready.isEmpty() && context.clock().nowUs() - heardAtUs > SILENCE_US) {
        silent();
      }
    } catch (MediaException e) {
      if (e.next() == Next.RETRY) {
        heardAtUs = context.clock().nowUs();
      } else {
        end(e);
      }
    }
    if (closing.getAsBoolean()) {
      ended = true;
    }
  }

  private void take(PushPart part) {
    long known = ready.isEmpty() ? position : ready.getLast().endPosition();
    if (ended) {
      return;
    }
    if (ready.isEmpty()) {
      consumed = part.offset();
    }
    switch (part.kind()) {
      case ALIVE -> {}
      case END -> end(null);
      case DATA -> {
        if (part.position() > known) {
          end(
              new MediaException(
                  "DataError",
                  Next.STOP,
                  topic + ": bytes are missing at " + known + " (up to " + part.position() + ")"));
        } else if (part.endPosition() > known) {
          ready.add(part);
        }
      }
    }
  }

  /** The bus decides whether it was the pusher who was silent. */
  private void silent() {
    PushPart unused = reader.last();
    if (context.clock().nowUs() - heardAtUs > SILENCE_US && reader.poll(POLL).isEmpty()) {
      end(
          new MediaException(
              "NetworkError",
              Next.STOP,
              topic
                  + ": the connection of the pusher was lost for "
                  + SILENCE_US / 1_000_000
                  + " s"));
    }
  }

  private void end(@Nullable MediaException why) {
    ended = true;
    failure = why;
  }

  /** Frees what was read. Waits for the cluster; not the capture thread's. */
  void free() {
    long before = consumed; // the last record stays: it says how far the pusher has come
    if (before <= freed) {
      return;
    }
    try {
      context.bus().tapes().free(topic, 0, before);
      freed = before;
    } catch (MediaException e) {
      LOG.warn("{} is freed later: {}", topic, e.getMessage());
    }
  }

  @Override
  public void close() {
    reader.close();
  }
}
