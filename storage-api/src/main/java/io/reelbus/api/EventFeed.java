package io.reelbus.api;

import io.reelbus.api.events.Cursor;
import io.reelbus.api.events.Event;
import io.reelbus.api.events.EventReader;
import io.reelbus.api.events.EventReader.Told;
import io.reelbus.api.view.ClusterView;
import io.reelbus.model.BlobPlace;
import io.reelbus.model.LedgerEvent.BlobMade;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One client that listens to events. It remembers only a place: when the client is slow, nothing is
 * queued for it beyond one batch and its connection's queue; when its place is no longer kept it
 * gets a {@code gap} event, and when it takes nothing for {@value #STUCK_BEATS} beats it is closed.
 * Owned by the event loop.
 */
final class EventFeed {

  /**
   * What a client wants to hear.
   *
   * @param events which of the ledger's
   * @param devices whether {@code devicechange}
   * @param blobs where the bytes of blobs come from; null for events alone
   */
  record Wish(Predicate<Event> events, boolean devices, @Nullable BlobSource blobs) {}

  private static final long BEAT_MS = 15_000;
  private static final int STUCK_BEATS = 3;

  /** Larger blobs are told, not sent: {@code binary} says so. */
  static final int LARGEST_BLOB_BYTES = 16 << 20;

  private final Vertx vertx;
  private final Context context;
  private final ClusterView view;
  private final Wish wish;
  private final EventOutlet outlet;
  private final EventReader reader;
  private final Runnable onEnd;
  private final AtomicBoolean woken = new AtomicBoolean();
  private final Runnable listener = this::wake;
  private final Deque<Told> batch = new ArrayDeque<>();
  private Cursor cursor;
  private boolean lost;
  private boolean waiting; // for room, or for a blob's bytes
  private int stuckBeats;
  private long timer;
  private boolean ended;

  /**
   * Makes one.
   *
   * @param start where it begins
   * @param lost whether the client's own place is unknown here
   */
  EventFeed(
      Vertx vertx,
      ClusterView view,
      Wish wish,
      EventOutlet outlet,
      Cursor start,
      boolean lost,
      Runnable onEnd) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.view = view;
    this.wish = wish;
    this.outlet = outlet;
    this.reader = new EventReader(view.events(), start.place());
    this.cursor = start;
    this.lost = lost;
    this.onEnd = onEnd;
  }

  void start() {
    timer = vertx.setPeriodic(BEAT_MS, beat -> beat());
    view.events().listen(listener);
    outlet.send(EventJson.position(cursor.encode()));
    pump();
  }

  /** By any thread: there may be something new. */
  void wake() {
    if (woken.compareAndSet(false, true)) {
      context.runOnContext(
          v -> {
            woken.set(false);
            pump();
          });
    }
  }

  private void pump() {
    while (!ended && !waiting) {
      if (outlet.isFull()) {
        outlet.flush();
        await();
        outlet.onDrain(this::goOn);
        return;
      }
      tellDevices();
      Told next = batch.poll();
      if (next != null) {
        tell(next);
      } else if (!readOn()) {
        outlet.flush();
        return;
      }
    }
  }

  /** False when there is nothing more by now. */
  private boolean readOn() {
    EventReader.Batch read = reader.read(wish.events());
    if (read.missed() || lost) {
      lost = false;
      outlet.send(EventJson.gap(cursor.encode()));
    }
    batch.addAll(read.events());
    if (batch.isEmpty()) {
      at(new Cursor(cursor.ledger(), cursor.devices(), reader.place()));
    }
    outlet.flush();
    return !batch.isEmpty() || !read.end();
  }

  private void at(Cursor now) {
    cursor = now;
  }

  private void tellDevices() {
    if (!wish.devices()) {
      return;
    }
    int devices = view.agents().fingerprint();
    if (devices != cursor.devices()) {
      at(new Cursor(cursor.ledger(), devices, cursor.place()));
      outlet.send(EventJson.deviceChange(cursor.encode(), view));
    }
  }

  private void tell(Told told) {
    at(new Cursor(cursor.ledger(), cursor.devices(), told.place()));
    JsonObject json = EventJson.event(told.event(), cursor.encode(), view);
    BlobSource blobs = wish.blobs();
    if (blobs == null || !(told.event() instanceof Event.DataAvailable data)) {
      outlet.send(json);
      return;
    }
    BlobMade blob = data.blob();
    BlobPlace place = blob.place();
    if (place == null || blob.toByte() - blob.fromByte() > LARGEST_BLOB_BYTES) {
      outlet.send(json.put("binary", false));
      return;
    }
    Future<Buffer> reading = blobs.read(place);
    if (reading.isComplete()) {
      tellBlob(json, reading.result());
      return;
    }
    await();
    reading.onComplete(
        read -> {
          if (!ended) {
            tellBlob(json, read.result());
            goOn();
          }
        });
  }

  /** One that left the bus, or cannot be read now, is for the client to ask for. */
  private void tellBlob(JsonObject json, @Nullable Buffer bytes) {
    outlet.send(json.put("binary", bytes != null));
    if (bytes != null) {
      outlet.sendBlob(bytes);
    }
  }

  private void await() {
    waiting = true;
  }

  private void goOn() {
    waiting = false;
    stuckBeats = 0;
    pump();
  }

  private void beat() {
    if (ended) {
      return;
    }
    if (waiting) {
      if (++stuckBeats >= STUCK_BEATS) {
        stop("too slow: nothing was taken for long; come back with lastEventId");
      }
      return;
    }
    if (!outlet.isAlive()) {
      stop("no answer to pings");
      return;
    }
    outlet.send(EventJson.position(cursor.encode()));
    outlet.flush();
  }

  private void stop(String reason) {
    end();
    outlet.close(reason);
  }

  /** The connection is gone. */
  void end() {
    if (!ended) {
      ended = true;
      vertx.cancelTimer(timer);
      view.events().unlisten(listener);
      onEnd.run();
    }
  }
}
