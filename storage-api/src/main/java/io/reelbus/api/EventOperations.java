package io.reelbus.api;

import io.reelbus.api.EventFeed.Wish;
import io.reelbus.api.events.Cursor;
import io.reelbus.api.events.Event;
import io.reelbus.api.events.Place;
import io.reelbus.api.view.ClusterView;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.RoutingContext;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * {@code /events}, as server-sent events or, when the client asks for an upgrade, over a WebSocket.
 * An event's id is a {@link Cursor}, good at every API process of the cluster. Owned by the event
 * loop.
 */
final class EventOperations {

  private static final long DEVICES_MS = 500;

  private final Vertx vertx;
  private final ClusterView view;
  private final BlobSource blobs;
  private final int limit;
  private final AtomicInteger open;
  private final Set<EventFeed> feeds = new HashSet<>();
  private int devices;

  EventOperations(Vertx vertx, ClusterView view, BlobSource blobs, int limit, Metrics metrics) {
    this.vertx = vertx;
    this.view = view;
    this.blobs = blobs;
    this.limit = limit;
    this.open = metrics.eventStreams();
  }

  /** Looks for devices that came or went; an agent that dies says nothing. */
  void watchDevices() {
    vertx.setPeriodic(
        DEVICES_MS,
        timer -> {
          int now = view.agents().fingerprint();
          if (now != devices) {
            devices = now;
            List.copyOf(feeds).forEach(EventFeed::wake);
          }
        });
  }

  void listen(RoutingContext context) {
    boolean socket = Upgrade.isWanted(context.request());
    String binary = Answers.query(context, "blobs");
    if (binary != null && !socket) {
      throw Refusal.field(
          "TypeError", "blobs", "blobs: server-sent events are text", "absent, or a WebSocket");
    }
    Wish wish = wish(context, binary == null ? null : blobs);
    Cursor known = cursor(context);
    boolean lost = known != null && known.ledger() != view.ledger();
    Cursor start = known == null || lost ? fresh(context, lost) : known;
    if (open.get() >= limit) {
      throw Refusal.full("event streams", limit);
    }
    if (!socket) {
      HttpServerResponse response = context.response();
      EventFeed feed = feed(wish, new SseOutlet(response), start, lost);
      response.closeHandler(closed -> feed.end());
      response.exceptionHandler(failure -> feed.end());
      feed.start();
      return;
    }
    Upgrade.check(context.request());
    open.incrementAndGet(); // counts from now: the handshake takes its time
    context
        .request()
        .toWebSocket()
        .onComplete(done -> open.decrementAndGet())
        .onFailure(failure -> context.fail(400, failure))
        .onSuccess(accepted -> serve(accepted, wish, start, lost));
  }

  private void serve(ServerWebSocket socket, Wish wish, Cursor start, boolean lost) {
    EventFeed feed = feed(wish, new SocketOutlet(socket), start, lost);
    socket.closeHandler(closed -> feed.end());
    socket.exceptionHandler(failure -> feed.end());
    feed.start();
  }

  private EventFeed feed(Wish wish, EventOutlet outlet, Cursor start, boolean lost) {
    EventFeed[] made = new EventFeed[1];
    made[0] =
        new EventFeed(
            vertx,
            view,
            wish,
            outlet,
            start,
            lost,
            () -> {
              open.decrementAndGet();
              feeds.remove(made[0]);
            });
    open.incrementAndGet();
    feeds.add(made[0]);
    return made[0];
  }

  /** Where a client without a known place begins: one whose place is unknown gets all there is. */
  private Cursor fresh(RoutingContext context, boolean lost) {
    boolean oldest = lost || "oldest".equals(Answers.query(context, "from"));
    Place place = oldest ? view.events().oldest() : view.events().now();
    return new Cursor(view.ledger(), lost ? 0 : view.agents().fingerprint(), place);
  }

  private static @Nullable Cursor cursor(RoutingContext context) {
    String id = context.request().getHeader("Last-Event-ID");
    if (id == null || id.isEmpty()) {
      id = Answers.query(context, "lastEventId");
    }
    if (id == null || id.isEmpty()) {
      return null;
    }
    try {
      return Cursor.decode(id);
    } catch (IllegalArgumentException e) {
      throw Refusal.field(
          "TypeError", "lastEventId", "lastEventId: not one of ours", "the id of an event");
    }
  }

  private Wish wish(RoutingContext context, @Nullable BlobSource blobSource) {
    String recorder = Answers.query(context, "recorder");
    String stream = Answers.query(context, "stream");
    Set<String> types = types(Answers.query(context, "types"));
    Predicate<Event> events =
        event ->
            types.contains(EventJson.type(event))
                && (recorder == null || recorder.equals(event.subjectId()))
                && (stream == null
                    || stream.equals(event.subjectId())
                    || stream.equals(view.recordings().streamOf(event.subjectId())));
    boolean wantsDevices =
        recorder == null && stream == null && types.contains(EventJson.DEVICE_CHANGE);
    return new Wish(events, wantsDevices, blobSource);
  }

  private static Set<String> types(@Nullable String list) {
    if (list == null) {
      return EventJson.TYPES;
    }
    Set<String> types = Set.copyOf(List.of(list.split(",", -1)));
    for (String type : types) {
      if (!EventJson.TYPES.contains(type)) {
        throw Refusal.field(
            "TypeError",
            "types",
            "types: " + type + " is not a type of event",
            "of " + EventJson.TYPES + ", with commas between");
      }
    }
    return types;
  }
}
