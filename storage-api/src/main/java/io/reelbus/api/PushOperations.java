package io.reelbus.api;

import io.reelbus.api.view.ClusterView;
import io.reelbus.api.view.SourceState.Phase;
import io.reelbus.api.view.StreamState;
import io.reelbus.bus.Bus;
import io.reelbus.bus.PushPart;
import io.reelbus.bus.PushReader;
import io.reelbus.model.StreamSpec.StreamSource;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code /streams/{id}/media}: a client pushes a container, over a WebSocket or as the body of a
 * PUT. Any API process may take it, and another one when it comes again: how far the stream is says
 * the end of its topic. Owned by the event loop.
 */
final class PushOperations {

  /** At the same time; each takes up to 3 MiB. */
  static final int MAX_PUSHES = 64;

  private final Vertx vertx;
  private final ClusterView view;
  private final Bus bus;
  private final WorkerExecutor workers;
  private final Map<String, PushSession> sessions = new HashMap<>(); // by topic
  private int open;

  PushOperations(Vertx vertx, ClusterView view, Bus bus, WorkerExecutor workers) {
    this.vertx = vertx;
    this.view = view;
    this.bus = bus;
    this.workers = workers;
  }

  /** Over a WebSocket. */
  void socket(RoutingContext context) {
    if (!Upgrade.isWanted(context.request())) {
      throw Refusal.field(
          "TypeError", "Upgrade", "Upgrade: media is pushed over a WebSocket", "websocket, or PUT");
    }
    Upgrade.check(context.request());
    String topic = topic(context);
    begin(context, topic)
        .onSuccess(
            position ->
                context
                    .request()
                    .toWebSocket()
                    .onFailure(
                        failure -> {
                          open--;
                          context.fail(400, failure);
                        })
                    .onSuccess(
                        socket -> {
                          PushSocket client = new PushSocket(vertx, socket);
                          PushSession session = session(context, topic, position, client);
                          client.start(session, () -> over(topic, session));
                          session.start();
                        }));
  }

  /** As the body of a PUT, which has been paused. */
  void body(RoutingContext context) {
    String topic = topic(context);
    begin(context, topic)
        .onSuccess(
            position -> {
              PushBody client = new PushBody(context);
              PushSession session = session(context, topic, position, client);
              client.start(session, () -> over(topic, session));
              session.start();
            });
  }

  /** Finds out how far the stream is; an earlier connection of it comes to its end before. */
  private Future<Long> begin(RoutingContext context, String topic) {
    if (open >= MAX_PUSHES) {
      throw Refusal.full("pushed streams", MAX_PUSHES);
    }
    open++;
    PushSession before = sessions.get(topic);
    return (before == null ? Future.<Void>succeededFuture() : before.replace())
        .compose(stopped -> workers.executeBlocking(() -> acknowledged(topic), false))
        .map(
            position -> {
              check(context, position);
              return position;
            })
        .onFailure(
            failure -> {
              open--;
              context.fail(failure);
            });
  }

  private long acknowledged(String topic) {
    try (PushReader reader = bus.pushReader(topic)) {
      PushPart last = reader.last();
      if (last != null && last.kind() == PushPart.Kind.END) {
        throw ended();
      }
      return last == null ? 0 : last.endPosition();
    }
  }

  private static void check(RoutingContext context, long position) {
    Long from = offset(context);
    if (from == null ? position > 0 : from > position) {
      throw Refusal.field(
          "InvalidStateError",
          "offset",
          "offset: " + (from == null ? "absent" : from) + "; the bus has " + position + " bytes",
          "0 to " + position + ", where the bytes to come begin");
    }
  }

  private static @Nullable Long offset(RoutingContext context) {
    String text = Answers.query(context, "offset");
    return text == null ? null : Long.valueOf(text);
  }

  private PushSession session(
      RoutingContext context, String topic, long position, PushSession.Client client) {
    Long from = offset(context);
    PushSession session =
        new PushSession(
            vertx,
            workers,
            bus.pushWriter(topic),
            bus.tapes(),
            topic,
            position,
            from == null ? 0 : from,
            client);
    PushSession other = sessions.put(topic, session);
    if (other != null) { // came while this one began
      var unused = other.replace();
    }
    return session;
  }

  private void over(String topic, PushSession session) {
    open--;
    sessions.remove(topic, session);
    var unused = session.stop();
  }

  private String topic(RoutingContext context) {
    String id = Answers.path(context, "streamId");
    StreamState stream =
        view.streams().stream(id).orElseThrow(() -> Refusal.notFound("stream", id));
    List<StreamSource> sources = stream.spec().sources();
    int index = Answers.query(context, "source", first(sources));
    if (index < 0 || index >= sources.size() || !PushTopics.isPushed(sources.get(index))) {
      throw Refusal.field(
          "InvalidStateError",
          "source",
          "source: nothing can be pushed to it",
          "the index of a source of kind PUSHED");
    }
    String topic = sources.get(index).source().url();
    if (view.streams().all().stream().noneMatch(each -> takes(each, topic))) {
      throw ended();
    }
    return topic;
  }

  /** Whether a stream, the one it was made for or one that has its tracks, goes on with it. */
  private static boolean takes(StreamState stream, String topic) {
    for (int i = 0; stream.spec().open() && i < stream.sources().size(); i++) {
      Phase phase = stream.sources().get(i).phase();
      if ((phase == Phase.OPENING || phase == Phase.OPEN)
          && stream.spec().sources().get(i).source().url().equals(topic)) {
        return true;
      }
    }
    return false;
  }

  private static int first(List<StreamSource> sources) {
    for (int i = 0; i < sources.size(); i++) {
      if (PushTopics.isPushed(sources.get(i))) {
        return i;
      }
    }
    return -1;
  }

  private static Refusal ended() {
    return Refusal.of("InvalidStateError", "the source has ended; push to a new stream");
  }
}
