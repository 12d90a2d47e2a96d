package io.reelbus.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reelbus.agent.AgentSettings;
import io.reelbus.agent.CaptureAgent;
import io.reelbus.bus.Bus;
import io.reelbus.bus.BusSettings;
import io.reelbus.model.constraints.ConstrainNumber;
import io.reelbus.model.constraints.ConstrainString;
import io.reelbus.model.constraints.ConstrainableProperty;
import io.reelbus.model.constraints.ConstraintSet;
import io.reelbus.model.constraints.MediaTrackConstraints;
import io.reelbus.recorder.DeviceInfo;
import io.reelbus.recorder.MediaDevices;
import io.reelbus.recorder.MediaRecorder;
import io.reelbus.recorder.MediaRecorderOptions;
import io.reelbus.recorder.MediaStream;
import io.reelbus.recorder.MediaStreamConstraints;
import io.reelbus.recorder.MediaStreamTrack;
import io.reelbus.recorder.RecordingInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Streams that are put together in Java, of tracks of one and of two agents, and recorded. */
@ExtendWith(SharedServer.class)
class ComposeIT {

  private static final Duration SOON = Duration.ofSeconds(90);

  @TempDir static Path folder;

  private final List<String> events = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void needsFfmpeg() {
    SystemFfmpeg.assumeInstalled();
  }

  private static MediaStreamConstraints picture() {
    return MediaStreamConstraints.video(
        MediaTrackConstraints.of(
            ConstraintSet.of(ConstrainableProperty.WIDTH, ConstrainNumber.exact(320))
                .and(ConstrainableProperty.FRAME_RATE, ConstrainNumber.exact(15))));
  }

  /** The test tone of the server's own agent, whatever else the machine has. */
  private static MediaStream tone(MediaDevices devices) {
    String id =
        devices.enumerateDevices().stream()
            .filter(d -> d.agentId().equals("system-tests") && d.label().startsWith("Test tone"))
            .findFirst()
            .orElseThrow()
            .deviceId();
    return devices.getUserMedia(
        MediaStreamConstraints.audioOnly(
            MediaTrackConstraints.of(
                ConstraintSet.of(ConstrainableProperty.DEVICE_ID, ConstrainString.exact(id)))));
  }

  private MediaRecorder recorder(MediaStream stream, String type) {
    MediaRecorder recorder = new MediaRecorder(stream, MediaRecorderOptions.mimeType(type));
    recorder.onStart(r -> events.add("start"));
    recorder.onDataAvailable(e -> events.add("dataavailable"));
    recorder.onError(e -> events.add("error " + e.error()));
    recorder.onStop(r -> events.add("stop"));
    return recorder;
  }

  private void awaitEvents(String event, int count) {
    await().atMost(SOON).until(() -> events.stream().filter(event::equals).count() >= count);
  }

  private static Playback stored(Reelbus reelbus, MediaRecorder recorder, String name) {
    RecordingInfo recording = reelbus.session().client().recording(recorder.recordingId());
    assertThat(recording.state()).isEqualTo("stored");
    Path file = folder.resolve(name);
    reelbus.session().client().downloadFile(recording.id(), file);
    return Playback.of(file);
  }

  @Test
  void streamOf_tracksOpenedApart_removedWhileRecording_errorAndAFileThatPlays(Reelbus reelbus) {
    try (MediaDevices devices = MediaDevices.connect(reelbus.api());
        MediaStream microphone = tone(devices);
        MediaStream both = withACamera(devices, microphone)) {
      MediaStreamTrack sound = microphone.getTracks().get(0);
      assertThat(both.getAudioTracks()).containsExactly(sound);
      MediaRecorder recorder = recorder(both, "video/webm;codecs=vp8,opus");
      recorder.start(500);
      awaitEvents("dataavailable", 3);

      both.removeTrack(sound);
      awaitEvents("stop", 1);

      assertThat(recorder.state()).isEqualTo("inactive");
      int error = events.indexOf("error InvalidModificationError");
      assertThat(error).isGreaterThan(3);
      assertThat(events.subList(0, error)).startsWith("start").endsWith("dataavailable");
      assertThat(events.subList(error + 1, events.size() - 1))
          .isNotEmpty()
          .containsOnly("dataavailable");
      Playback played = stored(reelbus, recorder, "modified.webm");
      assertThat(played.video().frames()).isGreaterThan(15);
      assertThat(played.audio().samples()).isGreaterThan(48_000);
      assertThat(both.active()).isTrue();
      assertThat(sound.readyState()).isEqualTo("live");
    }
  }

  /** The stream that opened the camera is closed; its track lives on. */
  private static MediaStream withACamera(MediaDevices devices, MediaStream microphone) {
    try (MediaStream camera = devices.getUserMedia(picture())) {
      return devices.streamOf(List.of(camera.getTracks().get(0), microphone.getTracks().get(0)));
    }
  }

  @Test
  void stop_clonesAndOriginals_oneByOne_theLastStopsTheRecorder(Reelbus reelbus) {
    try (MediaDevices devices = MediaDevices.connect(reelbus.api());
        MediaStream camera = devices.getUserMedia(picture())) {
      List<String> heard = new CopyOnWriteArrayList<>();
      camera.onAddTrack(track -> heard.add("addtrack " + track.id()));
      MediaStreamTrack original = camera.getTracks().get(0);
      original.onEnded(track -> heard.add("ended"));
      MediaStreamTrack clone = original.clone();
      camera.addTrack(clone);
      assertThat(camera.getTrackById(clone.id())).containsSame(clone);
      MediaRecorder recorder = recorder(camera, "video/mp4;codecs=avc1");
      recorder.start(500);
      awaitEvents("dataavailable", 2);

      original.stop();
      assertThat(camera.active()).isTrue();
      awaitEvents("dataavailable", 5);
      assertThat(events).doesNotContain("stop");
      clone.stop();
      awaitEvents("stop", 1);

      Playback played = stored(reelbus, recorder, "stopped.mp4");
      List<Playback.Track> videos = played.videos().toList();
      assertThat(videos).hasSize(2);
      assertThat(videos.get(0).frames()).isPositive().isLessThan(videos.get(1).frames());
      assertThat(camera.active()).isFalse();
      assertThat(heard).isEmpty(); // this program's own doing
    }
  }

  @Test
  void record_twoAgents_oneFileWithThreeVideoTracksAndSound(Reelbus reelbus) {
    String servers = reelbus.session().cluster().orElseThrow().bootstrapServers();
    try (Bus bus = Bus.connect(BusSettings.defaults(servers));
        CaptureAgent second =
            new CaptureAgent(AgentSettings.defaults("second-agent", "elsewhere"), bus);
        MediaDevices devices = MediaDevices.connect(reelbus.api())) {
      second.start();
      await().atMost(SOON).until(() -> cameras(devices, "second-agent").size() == 2);
      try (MediaStream here = open(devices, cameras(devices, "system-tests").get(0));
          MediaStream there = open(devices, cameras(devices, "second-agent").get(0));
          MediaStream thereToo = open(devices, cameras(devices, "second-agent").get(1));
          MediaStream sound = tone(devices);
          MediaStream all =
              devices.streamOf(
                  List.of(
                      here.getTracks().get(0),
                      there.getTracks().get(0),
                      sound.getTracks().get(0),
                      thereToo.getTracks().get(0)))) {
        MediaRecorder recorder = recorder(all, "video/x-matroska;codecs=vp8,opus");
        recorder.start(500);
        awaitEvents("dataavailable", 4);
        recorder.stop();
        awaitEvents("stop", 1);

        Playback played = stored(reelbus, recorder, "agents.mkv");
        assertThat(played.videos()).hasSize(3);
        assertThat(played.videos()).allSatisfy(t -> assertThat(t.frames()).isGreaterThan(15));
        assertThat(played.audio().samples()).isGreaterThan(48_000);
      }
    }
  }

  private static List<DeviceInfo> cameras(MediaDevices devices, String agentId) {
    return devices.enumerateDevices().stream()
        .filter(d -> d.agentId().equals(agentId) && d.label().startsWith("Test camera"))
        .toList();
  }

  private static MediaStream open(MediaDevices devices, DeviceInfo device) {
    return devices.getUserMedia(
        MediaStreamConstraints.video(
            MediaTrackConstraints.of(
                ConstraintSet.of(
                        ConstrainableProperty.DEVICE_ID, ConstrainString.exact(device.deviceId()))
                    .and(ConstrainableProperty.WIDTH, ConstrainNumber.exact(160))
                    .and(ConstrainableProperty.FRAME_RATE, ConstrainNumber.exact(10)))));
  }
}
