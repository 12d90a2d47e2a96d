package io.reelbus.api;

import io.reelbus.bus.PushPart;
import io.reelbus.bus.PushWriter;
import io.reelbus.bus.TapeAdmin;
import io.reelbus.model.MediaException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of a pusher: its bytes go to the topic one part after the other, and are
 * acknowledged when the bus has them (I1). Owned by the event loop.
 *
 * <p>Full (I8): the connection is not read while {@value #QUEUE_BYTES} bytes wait here, or {@value
 * #UNREAD_BYTES} on the topic, because the agent is slow, away, or holds what comes too early. A
 * part that the bus did not take is written again at the same position, which readers know to be
 * the same bytes.
 */
final class PushSession {

  static final long QUEUE_BYTES = 1 << 20;
  static final long UNREAD_BYTES = 128 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(PushSession.class);
  private static final long BEAT_MS = 500;
  private static final int BEATS_ALIVE = 4; // an agent waits for five times that
  private static final int MAX_UNTAKEN_BEATS = 120;
  private static final byte[] NOTHING = {};

  /** The other end. Called on the event loop. */
  interface Client {
    /** Reads no more by now. */
    void pause();

    /** Reads on. */
    void resume();

    /** The bus has everything before this position. */
    void acknowledged(long position);

    /** Asks whether it is still there; false when it is not. */
    boolean isAlive();

    /** The stream has ended as the client wanted. */
    void ended(long position);

    /** It cannot go on. */
    void failed(String why);
  }

  private record Written(long offset, long endPosition) {}

  private final Vertx vertx;
  private final Context context;
  private final WorkerExecutor workers;
  private final PushWriter writer;
  private final TapeAdmin topics;
  private final String topic;
  private final Client client;
  private final Promise<Void> closed = Promise.promise();
  private final Deque<Buffer> queue = new ArrayDeque<>();
  private final Deque<Written> unread = new ArrayDeque<>();
  private long queuedBytes;
  private long position; // acknowledged
  private long readTo; // by the agent
  private long skip; // bytes to come that the bus has already
  private long timer = -1;
  private int quietBeats;
  private int untakenBeats;
  private boolean writing;
  private boolean looking;
  private boolean paused;
  private boolean ending;
  private boolean stopped;

  /**
   * Makes one.
   *
   * @param position how much of the stream the bus has
   * @param from where the client's bytes begin, at or before it
   */
  PushSession(
      Vertx vertx,
      WorkerExecutor workers,
      PushWriter writer,
      TapeAdmin topics,
      String topic,
      long position,
      long from,
      Client client) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.workers = workers;
    this.writer = writer;
    this.topics = topics;
    this.topic = topic;
    this.position = position;
    this.readTo = position;
    this.skip = position - from;
    this.client = client;
  }

  /** Begins: says how far the bus is. */
  void start() {
    timer = vertx.setPeriodic(BEAT_MS, beat -> beat());
    client.acknowledged(position);
    write(PushPart.Kind.ALIVE, NOTHING);
  }

  /** The client has sent bytes. */
  void received(Buffer bytes) {
    if (stopped || ending) {
      return;
    }
    int known = (int) Math.min(skip, bytes.length());
    skip -= known;
    if (known == bytes.length()) {
      return;
    }
    queue.add(known == 0 ? bytes : bytes.slice(known, bytes.length()));
    queuedBytes += bytes.length() - known;
    if (queuedBytes >= QUEUE_BYTES && !paused) {
      paused = true;
      client.pause();
    }
    pump();
  }

  /** The client has sent everything. */
  void end() {
    ending = true;
    pump();
  }

  /**
   * The connection is gone, or another one has taken its place: what is not acknowledged will come
   * again.
   *
   * @return as {@link #closed()}
   */
  Future<Void> stop() {
    if (!stopped) {
      stopped = true;
      vertx.cancelTimer(timer);
      queue.clear();
      if (!writing) {
        closed.complete();
      }
    }
    return closed.future();
  }

  /** Complete when nothing more is written. */
  Future<Void> closed() {
    return closed.future();
  }

  /**
   * Another connection has taken its place.
   *
   * @return as {@link #closed()}
   */
  Future<Void> replace() {
    if (!stopped) {
      client.failed("another connection took its place");
    }
    return stop();
  }

  private void pump() {
    if (writing || stopped) {
      return;
    }
    if (!queue.isEmpty()) {
      if (position - readTo < UNREAD_BYTES) {
        write(PushPart.Kind.DATA, take());
      }
    } else if (ending) {
      write(PushPart.Kind.END, NOTHING);
    }
    if (paused && queuedBytes < QUEUE_BYTES / 2) {
      paused = false;
      client.resume();
    }
  }

  private byte[] take() {
    Buffer part = Buffer.buffer();
    while (!queue.isEmpty() && part.length() < writer.maxPartBytes()) {
      Buffer next = queue.remove();
      int room = Math.min(next.length(), writer.maxPartBytes() - part.length());
      part.appendBuffer(next, 0, room);
      if (room < next.length()) {
        queue.addFirst(next.slice(room, next.length()));
      }
    }
    queuedBytes -= part.length();
    return part.getBytes();
  }

  private void write(PushPart.Kind kind, byte[] bytes) {
    writing = true;
    quietBeats = 0;
    append(new PushPart(0, kind, position, bytes));
  }

  /** The producer may wait for room or metadata, hence the worker. */
  private void append(PushPart part) {
    workers
        .executeBlocking(() -> writer.append(part), false)
        .compose(stage -> Future.fromCompletionStage(stage, context))
        .onSuccess(offset -> written(part, offset))
        .onFailure(failure -> notWritten(part, failure));
  }

  private void written(PushPart part, long offset) {
    writing = false;
    untakenBeats = 0;
    position = part.endPosition();
    if (stopped) {
      closed.tryComplete();
      return;
    }
    if (part.kind() == PushPart.Kind.DATA) {
      unread.add(new Written(offset, position));
      client.acknowledged(position);
    } else if (part.kind() == PushPart.Kind.END) {
      var unused = stop();
      client.ended(position);
      return;
    }
    pump();
  }

  private void notWritten(PushPart part, Throwable failure) {
    boolean again =
        failure instanceof MediaException e
            && e.next() == MediaException.Next.RETRY
            && ++untakenBeats < MAX_UNTAKEN_BEATS;
    if (again && !stopped) {
      vertx.setTimer(BEAT_MS, timeout -> append(part));
      return;
    }
    writing = false;
    if (stopped) {
      closed.tryComplete();
      return;
    }
    LOG.warn("{}: not written: {}", topic, failure.toString());
    var unused = stop();
    client.failed("the bus did not take it");
  }

  private void beat() {
    if (!paused && !client.isAlive()) {
      var unused = stop();
      client.failed("no answer to pings");
      return;
    }
    if (position - readTo > UNREAD_BYTES / 4 && !looking) {
      look();
    }
    if (++quietBeats >= BEATS_ALIVE && !writing) {
      write(PushPart.Kind.ALIVE, NOTHING);
    }
  }

  /** How far the agent has come: it frees what it has read. */
  private void look() {
    looking = true;
    workers
        .executeBlocking(() -> topics.startOffset(topic, 0), false)
        .onComplete(
            done -> {
              looking = false;
              while (done.succeeded()
                  && !unread.isEmpty()
                  && unread.element().offset() < done.result()) {
                readTo = unread.remove().endPosition();
              }
              pump();
            });
  }
}
