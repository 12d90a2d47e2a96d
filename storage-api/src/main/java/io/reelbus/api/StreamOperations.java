package io.reelbus.api;

import io.reelbus.api.DeviceChooser.Chosen;
import io.reelbus.api.view.ClusterView;
import io.reelbus.api.view.SourceState;
import io.reelbus.api.view.SourceState.Phase;
import io.reelbus.api.view.StreamState;
import io.reelbus.model.LiveTrack;
import io.reelbus.model.MediaException;
import io.reelbus.model.StreamSpec;
import io.reelbus.model.StreamSpec.StreamSource;
import io.reelbus.model.constraints.ConstrainableProperty;
import io.reelbus.model.constraints.OverconstrainedException;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /devices} and {@code /streams}. Owned by the event loop. */
final class StreamOperations {

  private static final Logger LOG = LoggerFactory.getLogger(StreamOperations.class);
  private static final long CLOSE_SECONDS = 10;
  private static final long ABANDONED_MS = 60_000;

  private final ClusterView view;
  private final Waits waits;
  private final Turns turns;
  private final Duration openDeadline;
  private final TrackSetOperations trackSets;
  private final SourceReader reader;
  private final DeviceChooser chooser;
  private final PushTopics pushTopics;
  private final AwayAgents awayAgents;
  private final DiskGate disk;
  private final Set<String> abandoned = new HashSet<>(); // streams nobody was told of

  /**
   * Makes one.
   *
   * @param turns of streams, by id
   */
  StreamOperations(
      ClusterView view,
      Waits waits,
      Turns turns,
      PushTopics pushTopics,
      Duration openDeadline,
      TrackSetOperations trackSets,
      DiskGate disk) {
    this.disk = disk;
    this.pushTopics = pushTopics;
    this.trackSets = trackSets;
    this.view = view;
    this.waits = waits;
    this.turns = turns;
    this.openDeadline = openDeadline;
    this.awayAgents = new AwayAgents(view.agents(), openDeadline);
    this.reader = new SourceReader(view.agents());
    this.chooser = new DeviceChooser(view.agents());
  }

  Future<JsonObject> devices(RoutingContext context) {
    JsonArray devices = new JsonArray();
    view.agents().devices().forEach(device -> devices.add(StreamJson.device(device)));
    JsonArray agents = new JsonArray();
    view.agents()
        .live()
        .forEach(
            agent ->
                agents.add(
                    new JsonObject()
                        .put("agentId", agent.agentId())
                        .put("host", agent.host())
                        .put("seenAtUs", agent.seenAtUs())));
    return Future.succeededFuture(
        new JsonObject()
            .put("devices", devices)
            .put("agents", agents)
            .put("supportedConstraints", ConstraintsJson.supported()));
  }

  Future<JsonObject> list(RoutingContext context) {
    JsonArray streams = new JsonArray();
    view.streams().all().stream()
        .filter(stream -> stream.spec().open())
        .forEach(stream -> streams.add(StreamJson.stream(stream, view.agents())));
    return Future.succeededFuture(new JsonObject().put("streams", streams));
  }

  Future<JsonObject> get(RoutingContext context) {
    String id = Answers.path(context, "streamId");
    StreamState stream =
        view.streams().stream(id).orElseThrow(() -> Refusal.notFound("stream", id));
    return Future.succeededFuture(StreamJson.stream(stream, view.agents()));
  }

  Future<JsonObject> open(RoutingContext context) {
    JsonObject named = Answers.body(context);
    JsonObject body = NamedRequests.unnamed(named);
    if (body.size() != 1) {
      throw Refusal.field(
          "TypeError",
          "body",
          "body: has " + body.size() + " of sources, constraints, display and tracks",
          "one of them");
    }
    String id = NamedRequests.id("stream", named);
    return turns.take(id, () -> open(context, id, body));
  }

  private Future<JsonObject> open(RoutingContext context, String id, JsonObject body) {
    Optional<StreamState> known = view.streams().stream(id);
    if (known.isPresent()) {
      return openedBefore(context, known.get().spec());
    }
    if (body.containsKey("tracks")) {
      return open(context, trackSets.composed(id, body.getJsonArray("tracks")), List.of());
    }
    if (body.containsKey("sources")) {
      return awayAgents
          .find(
              context.vertx(), () -> Future.succeededFuture(sources(body.getJsonArray("sources"))))
          .compose(sources -> openNew(context, id, sources, List.of()));
    }
    // The algorithm may look at thousands of sizes per device.
    return awayAgents
        .find(context.vertx(), () -> context.vertx().executeBlocking(() -> chosen(body), false))
        .compose(
            chosen -> openNew(context, id, chosen.stream().map(Chosen::source).toList(), chosen));
  }

  /** A live source is written to its tape from now on, whether it is recorded or not. */
  private Future<JsonObject> openNew(
      RoutingContext context, String id, List<StreamSource> sources, List<Chosen> chosen) {
    if (sources.stream().anyMatch(source -> source.source().live())) {
      disk.refuseLive();
    }
    return open(context, PushTopics.stream(id, sources), chosen);
  }

  /** The same request again: its answer did not reach the client. */
  private Future<JsonObject> openedBefore(RoutingContext context, StreamSpec spec) {
    if (!spec.open()) {
      throw Refusal.of(
          "InvalidStateError", "stream " + spec.streamId() + " of this request was closed");
    }
    return answered(
        context,
        spec,
        waits.see(spec.streamId(), openDeadline.toSeconds(), StreamOperations::settled),
        List.of());
  }

  /** W3C {@code MediaStream.clone()}. */
  Future<JsonObject> cloneStream(RoutingContext context) {
    String id = Answers.path(context, "streamId");
    StreamState stream =
        view.streams().stream(id).orElseThrow(() -> Refusal.notFound("stream", id));
    return open(context, trackSets.cloned(stream), List.of());
  }

  private List<StreamSource> sources(JsonArray requested) {
    List<StreamSource> sources = new ArrayList<>();
    for (int i = 0; i < requested.size(); i++) {
      sources.add(reader.read(requested.getJsonObject(i), "sources[" + i + "]"));
    }
    return sources;
  }

  private List<Chosen> chosen(JsonObject body) {
    JsonObject display = body.getJsonObject("display");
    return display != null
        ? chooser.displayMedia(ConstraintsReader.displayMedia(display, "display"))
        : chooser.userMedia(
            ConstraintsReader.userMedia(body.getJsonObject("constraints"), "constraints"),
            "constraints");
  }

  private Future<JsonObject> open(RoutingContext context, StreamSpec spec, List<Chosen> chosen) {
    return answered(
        context,
        spec,
        pushTopics
            .create(spec)
            .compose(made -> waits.put(spec, openDeadline.toSeconds(), StreamOperations::settled)),
        chosen);
  }

  private Future<JsonObject> answered(
      RoutingContext context,
      StreamSpec spec,
      Future<@Nullable StreamState> opening,
      List<Chosen> chosen) {
    return opening
        .compose(state -> openedOrWhyNot(spec, state, chosen))
        .recover(failure -> closeAgain(spec, failure))
        .onSuccess(
            json -> {
              abandoned.remove(spec.streamId());
              if (context.response().closed()) {
                abandoned.add(spec.streamId());
                boolean again = Answers.body(context).containsKey(NamedRequests.MEMBER);
                context.vertx().setTimer(again ? ABANDONED_MS : 1, timer -> closeAbandoned(spec));
              }
            });
  }

  /** Nobody was told of it, nor asked again, so nobody will ever close it. */
  private void closeAbandoned(StreamSpec spec) {
    if (abandoned.remove(spec.streamId())) {
      closeAgain(spec, new TimeoutException());
    }
  }

  Future<JsonObject> close(RoutingContext context) {
    String id = Answers.path(context, "streamId");
    return turns.take(
        id,
        () -> {
          StreamState stream =
              view.streams().stream(id).orElseThrow(() -> Refusal.notFound("stream", id));
          return stream.spec().open() && onBus(id) ? close(stream.spec()) : done();
        });
  }

  private boolean onBus(String id) {
    return view.streams().all().stream().anyMatch(stream -> stream.id().equals(id));
  }

  private Future<JsonObject> close(StreamSpec spec) {
    return waits
        .put(spec.closed(), CLOSE_SECONDS, now -> now == null || !now.spec().open())
        .map(now -> new JsonObject());
  }

  private static Future<JsonObject> done() {
    return Future.succeededFuture(new JsonObject());
  }

  /**
   * Whether there is an answer: all are open, or one failed. An ended source was open once, and a
   * pushed one opens when something is pushed; one whose tracks the stream has of another is open.
   */
  private static boolean settled(@Nullable StreamState state) {
    if (state == null) {
      return false;
    }
    boolean opening = false;
    for (int i = 0; i < state.sources().size(); i++) {
      opening |=
          state.sources().get(i).phase() == Phase.OPENING
              && !(PushTopics.isPushed(state.spec().sources().get(i))
                  && state.spec().tracksOf(i).isEmpty());
    }
    return !opening || state.sources().stream().anyMatch(s -> s.phase() == Phase.FAILED);
  }

  private Future<JsonObject> openedOrWhyNot(
      StreamSpec spec, @Nullable StreamState state, List<Chosen> chosen) {
    if (state == null) {
      return Future.failedFuture(Refusal.of("AbortError", "the stream was removed meanwhile"));
    }
    for (int i = 0; i < state.sources().size(); i++) {
      SourceState source = state.sources().get(i);
      if (source.phase() == Phase.FAILED) {
        return Future.failedFuture(
            Refusal.field(
                source.errorName().isEmpty() ? "NotReadableError" : source.errorName(),
                chosen.isEmpty() ? "sources[" + i + "]" : StreamJson.kind(chosen.get(i).kind()),
                source.errorMessage(),
                "a source that agent " + spec.sources().get(i).agentId() + " can open"));
      }
    }
    for (int i = 0; i < chosen.size(); i++) {
      refuseOther(chosen.get(i), state.sources().get(i));
    }
    return Future.succeededFuture(StreamJson.stream(state, view.agents()));
  }

  /** A device that another stream has open, or a driver with its own mind, gives other settings. */
  private void refuseOther(Chosen chosen, SourceState opened) {
    for (LiveTrack track : opened.tracks()) {
      ConstrainableProperty violated =
          DeviceChooser.violated(
              chosen.constraints().only(track.format().kind()),
              SourceSettings.of(
                  track, chosen.source(), StreamJson.device(chosen.source(), view.agents())));
      if (violated != null && track.format().kind() == chosen.kind()) {
        throw new OverconstrainedException(
            violated.text(), violated + ": " + track.label() + " was opened with another setting");
      }
    }
  }

  private Future<JsonObject> closeAgain(StreamSpec spec, Throwable failure) {
    Throwable told =
        failure instanceof TimeoutException
            ? new MediaException(
                "TimeoutError",
                MediaException.Next.STOP,
                "the agents did not open the stream within " + openDeadline.toSeconds() + " s")
            : failure;
    return close(spec)
        .onFailure(e -> LOG.warn("stream {} stays open: {}", spec.streamId(), e.toString()))
        .transform(closed -> Future.failedFuture(told));
  }
}
