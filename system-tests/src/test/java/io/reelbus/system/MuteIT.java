package io.reelbus.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reelbus.model.Source;
import io.reelbus.recorder.MediaDevices;
import io.reelbus.recorder.MediaStream;
import io.reelbus.recorder.MediaStreamTrack;
import io.reelbus.recorder.ReelbusClient;
import io.reelbus.recorder.SourceRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A device that stalls mutes its track; one that goes away ends it. */
@ExtendWith(SharedServer.class)
class MuteIT {

  private static final Duration SOON = Duration.ofSeconds(60);

  @BeforeAll
  static void needsFfmpeg() {
    SystemFfmpeg.assumeInstalled();
  }

  @Test
  void camera_hangsGoesOnAndIsSwitchedOff_mutesUnmutesAndEnds(Reelbus reelbus) throws Exception {
    ReelbusClient client = reelbus.session().client();
    List<String> events = new CopyOnWriteArrayList<>();
    try (NetworkCamera camera = new NetworkCamera();
        MediaDevices devices = MediaDevices.connect(reelbus.api());
        MediaStream stream =
            devices.open(List.of(SourceRequest.url(camera.url(), Source.Kind.NETWORK)))) {
      MediaStreamTrack track = stream.getTracks().get(0);
      track.onMute(t -> events.add("mute"));
      track.onUnmute(t -> events.add("unmute"));
      track.onEnded(t -> events.add("ended"));
      await().atMost(SOON).until(() -> !track.muted()); // a slow machine may stall by itself

      camera.hang(true);
      await().atMost(SOON).until(track::muted);
      assertThat(client.stream(stream.id()).tracks().get(0).muted()).isTrue();
      camera.hang(false);
      await().atMost(SOON).until(() -> !track.muted());
      await().atMost(SOON).until(() -> !client.stream(stream.id()).tracks().get(0).muted());
      assertThat(track.readyState()).isEqualTo("live");
      camera.off();
      await().atMost(SOON).until(() -> events.contains("ended"));

      assertThat(events).startsWith("mute", "unmute").endsWith("ended");
      assertThat(track.readyState()).isEqualTo("ended");
      assertThat(stream.active()).isFalse();
    }
  }
}
