package io.reelbus.api;

import io.reelbus.api.view.ClusterView;
import io.reelbus.api.view.EventRing;
import io.reelbus.model.LedgerEvent;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code /events}. An event's id is {@code <process>-<number>}: numbers are of the ring of this
 * process, so an id of another process, or of one that fell out of the ring, is answered with a
 * {@code gap} event. Owned by the event loop.
 */
final class EventOperations {

  private static final Pattern ID = Pattern.compile("([0-9a-f]{1,16})-(\\d{1,18})");

  private final Vertx vertx;
  private final ClusterView view;
  private final int limit;
  private final AtomicInteger open;
  private final String process = Long.toHexString(ThreadLocalRandom.current().nextLong());

  EventOperations(Vertx vertx, ClusterView view, int limit, Metrics metrics) {
    this.vertx = vertx;
    this.view = view;
    this.limit = limit;
    this.open = metrics.eventStreams();
  }

  void listen(RoutingContext context) {
    if (open.get() >= limit) {
      throw Refusal.full("event streams", limit);
    }
    EventRing ring = view.events();
    String lastId = context.request().getHeader("Last-Event-ID");
    if (lastId == null || lastId.isEmpty()) {
      lastId = Answers.query(context, "lastEventId");
    }
    boolean oldest = "oldest".equals(Answers.query(context, "from"));
    long next = oldest ? ring.oldest() : ring.next();
    boolean gap = false;
    if (lastId != null) {
      Matcher id = ID.matcher(lastId);
      if (!id.matches()) {
        throw Refusal.field(
            "TypeError", "Last-Event-ID", "Last-Event-ID: not one of ours", "the id of an event");
      }
      gap = !id.group(1).equals(process);
      next = gap ? ring.oldest() : Long.parseLong(id.group(2)) + 1;
    }
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader("X-Accel-Buffering", "no")
        .setChunked(true);
    open.incrementAndGet();
    Predicate<LedgerEvent> matches =
        filter(Answers.query(context, "recorder"), Answers.query(context, "stream"));
    new EventStream(vertx, ring, process, matches, context.response(), open::decrementAndGet)
        .start(next, gap);
  }

  private Predicate<LedgerEvent> filter(@Nullable String recorder, @Nullable String stream) {
    return event ->
        (recorder == null || recorder.equals(event.subjectId()))
            && (stream == null
                || stream.equals(event.subjectId())
                || stream.equals(view.recordings().streamOf(event.subjectId())));
  }
}
