package io.reelbus.api;

import io.reelbus.bus.Bus;
import io.reelbus.bus.Topics;
import io.reelbus.model.Source;
import io.reelbus.model.StreamSpec;
import io.reelbus.model.StreamSpec.StreamSource;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The topics of pushed sources: each is there for as long as its stream. */
final class PushTopics {

  /** For streams that no agent reads any more; agents free what they have read. */
  private static final Duration RETENTION = Duration.ofHours(1);

  private final Bus bus;
  private final WorkerExecutor workers;

  PushTopics(Bus bus, WorkerExecutor workers) {
    this.bus = bus;
    this.workers = workers;
  }

  static boolean isPushed(StreamSource source) {
    return source.source().kind() == Source.Kind.PUSHED;
  }

  /** The stream, with pushed sources that know their topics. */
  static StreamSpec stream(String streamId, List<StreamSource> sources) {
    List<StreamSource> named = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      StreamSource s = sources.get(i);
      Source at = new Source(s.source().kind(), Topics.push(streamId, i), s.source().options());
      named.add(isPushed(s) ? new StreamSource(s.agentId(), s.deviceId(), at, s.wire()) : s);
    }
    return new StreamSpec(streamId, named, true);
  }

  /** Makes those of a stream. */
  Future<Void> create(StreamSpec spec) {
    return each(topics(spec), topic -> bus.tapes().createDeviceTape(topic, RETENTION));
  }

  /** Removes those of a stream, but for some; nothing happens when they are gone. */
  Future<Void> remove(StreamSpec spec, Set<String> kept) {
    List<String> topics = topics(spec).stream().filter(topic -> !kept.contains(topic)).toList();
    return each(topics, topic -> bus.tapes().deleteTopic(topic));
  }

  /** Those of a stream; tracks that it has of another have that one's. */
  static List<String> topics(StreamSpec spec) {
    return spec.sources().stream()
        .filter(PushTopics::isPushed)
        .map(source -> source.source().url())
        .distinct()
        .toList();
  }

  private interface Change {
    void make(String topic);
  }

  private Future<Void> each(List<String> topics, Change change) {
    if (topics.isEmpty()) {
      return Future.succeededFuture();
    }
    return workers
        .executeBlocking(
            () -> {
              topics.forEach(change::make);
              return "";
            },
            false)
        .mapEmpty();
  }
}
