package io.reelbus.api;

import static org.awaitility.Awaitility.await;

import io.reelbus.bus.Bus;
import io.reelbus.bus.LedgerPublisher;
import io.reelbus.bus.Tail;
import io.reelbus.model.AgentInfo;
import io.reelbus.model.Device;
import io.reelbus.model.LedgerEvent;
import io.reelbus.model.LedgerEvent.SourceEnded;
import io.reelbus.model.LedgerEvent.SourceFailed;
import io.reelbus.model.LedgerEvent.SourceOpened;
import io.reelbus.model.LedgerEvent.SourceTracks;
import io.reelbus.model.LiveTrack;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.StreamSpec;
import io.reelbus.model.StreamTrack;
import io.reelbus.model.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Plays the agent on a real bus: announces a camera, opens every source with a video and an audio
 * track. A URL with {@code missing} is not found; one with {@code silent} is never answered. Its
 * other devices give one track with the settings asked for.
 */
final class FakeAgent implements AutoCloseable {

  static final String ID = "cam-host";

  private final Bus bus;
  private final LedgerPublisher ledger;
  private final Timer announcer = new Timer("announcer", true);
  private final Tail streams;
  private final Tail recordings;
  private final Map<String, StreamSpec> streamSpecs = new ConcurrentHashMap<>();
  private final Map<String, RecordingSpec> recordingSpecs = new ConcurrentHashMap<>();

  FakeAgent(Bus bus) {
    this.bus = bus;
    this.ledger = bus.ledgerPublisher();
    announcer.schedule(
        new TimerTask() {
          @Override
          public void run() {
            announce();
          }
        },
        0,
        1000);
    streams =
        bus.streams()
            .tail(
                change -> {
                  StreamSpec spec = change.value();
                  if (spec == null) {
                    streamSpecs.remove(change.key());
                  } else {
                    streamSpecs.put(change.key(), spec);
                    answer(spec);
                  }
                });
    recordings =
        bus.recordings()
            .tail(
                change -> {
                  RecordingSpec spec = change.value();
                  if (spec == null) {
                    recordingSpecs.remove(change.key());
                  } else {
                    recordingSpecs.put(change.key(), spec);
                  }
                });
  }

  /** Desired states as the agent sees them. */
  Map<String, StreamSpec> streamSpecs() {
    return streamSpecs;
  }

  /** A recording as the agent sees it, once it has heard of it. */
  RecordingSpec recording(String id) {
    return await().until(() -> recordingSpecs.get(id), Objects::nonNull);
  }

  void publish(LedgerEvent event) {
    ledger.publish(event).toCompletableFuture().join();
  }

  private void announce() {
    AgentInfo plain = Samples.agent(ID, TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis()));
    List<Device> devices = new ArrayList<>(plain.devices());
    devices.addAll(ConstrainedDevices.of(ID));
    bus.agents().put(new AgentInfo(ID, plain.host(), plain.seenAtUs(), devices));
  }

  private void answer(StreamSpec spec) {
    for (int i = 0; i < spec.sources().size(); i++) {
      String url = spec.sources().get(i).source().url();
      if (!spec.open()) {
        ledger.publish(new SourceEnded(spec.streamId(), i));
      } else if (url.contains("missing")) {
        ledger.publish(new SourceFailed(spec.streamId(), i, "NotFoundError", url + ": no file"));
      } else if (!url.contains("silent")) {
        answer(spec, i);
      }
    }
  }

  private void answer(StreamSpec spec, int source) {
    List<LiveTrack> tracks = new ArrayList<>();
    List<StreamTrack> desired = spec.tracksOf(source);
    if (desired.isEmpty()) {
      tracks.add(track(spec, source, StreamTrack.opened(spec.streamId(), source, 0)));
      if (!ConstrainedDevices.has(spec.sources().get(source))) {
        tracks.add(track(spec, source, StreamTrack.opened(spec.streamId(), source, 1)));
      }
    } else {
      desired.forEach(track -> tracks.add(track(spec, source, track)));
      ledger.publish(
          new SourceTracks(
              spec.streamId(),
              source,
              tracks,
              desired.stream().filter(t -> !t.member()).map(StreamTrack::trackId).toList(),
              desired.stream().filter(StreamTrack::stopped).map(StreamTrack::trackId).toList()));
    }
    ledger.publish(
        spec.wants(source)
            ? new SourceOpened(spec.streamId(), source, tracks)
            : new SourceEnded(spec.streamId(), source));
  }

  private static LiveTrack track(StreamSpec spec, int source, StreamTrack track) {
    if (ConstrainedDevices.has(spec.sources().get(source))) {
      return ConstrainedDevices.open(track.trackId(), spec.sources().get(source));
    }
    return track.index() == 0
        ? Samples.audio(track.trackId(), Wire.RAW, "pcm_f32le")
        : Samples.video(track.trackId(), Wire.RAW, "rawvideo");
  }

  @Override
  public void close() {
    announcer.cancel();
    streams.close();
    recordings.close();
  }
}
