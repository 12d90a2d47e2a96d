package io.reelbus.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reelbus.model.Source;
import io.reelbus.model.constraints.ConstrainString;
import io.reelbus.model.constraints.ConstrainableProperty;
import io.reelbus.model.constraints.ConstraintSet;
import io.reelbus.model.constraints.MediaTrackConstraints;
import io.reelbus.recorder.Blob;
import io.reelbus.recorder.Canvas;
import io.reelbus.recorder.DeviceInfo;
import io.reelbus.recorder.MediaDevices;
import io.reelbus.recorder.MediaElement;
import io.reelbus.recorder.MediaRecorder;
import io.reelbus.recorder.MediaRecorderOptions;
import io.reelbus.recorder.MediaStream;
import io.reelbus.recorder.MediaStreamConstraints;
import io.reelbus.recorder.MediaStreamTrack;
import io.reelbus.recorder.RecordingInfo;
import io.reelbus.recorder.ReelbusClient;
import io.reelbus.recorder.SourceRequest;
import java.awt.Color;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The seven steps of MDN's <i>MediaStream Recording API</i>, "Overview of the recording process",
 * over a test pattern, a file, a canvas, a sound server's monitor and a screen. The last two are
 * unplugged in the end.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MdnStepsIT {

  private static final Duration SOON = Duration.ofSeconds(90);

  @TempDir static Path folder;
  private static RealDevices real;
  private static ReelbusProcess server;
  private static URI api = URI.create("http://localhost");
  private static ReelbusClient client = ReelbusClient.connect(api);

  private final List<Blob> chunks = new CopyOnWriteArrayList<>();
  private final List<String> events = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void start() {
    SystemFfmpeg.assumeInstalled();
    RealDevices.assumeInstalled();
    real = RealDevices.start(folder);
    server =
        ReelbusProcess.start(
            folder,
            real.environment(),
            "serve",
            "--data",
            folder.resolve("data"),
            "--kafka-port",
            "0",
            "--s3-port",
            "0",
            "--port",
            "0");
    server.awaitWords("up; Ctrl-C");
    api = URI.create(server.value("api:"));
    client = ReelbusClient.connect(api);
  }

  @AfterAll
  static void end() {
    if (server != null) {
      server.close();
    }
    if (real != null) {
      real.close();
    }
  }

  /** Step 1 is the caller's: a stream that plays. Steps 2 to 5: a recorder that has given data. */
  private MediaRecorder record(MediaStream stream, String mimeType) {
    assertThat(stream.active()).isTrue();
    events.clear();
    chunks.clear();
    MediaRecorder recorder =
        new MediaRecorder( // 2: the source stream, the container and the bit rates
            stream,
            MediaRecorderOptions.mimeType(mimeType)
                .videoBitsPerSecond(800_000)
                .audioBitsPerSecond(96_000));
    recorder.onStart(r -> events.add("start"));
    recorder.onDataAvailable( // 3: somebody who takes the data
        event -> {
          events.add("dataavailable");
          chunks.add(event.data());
        });
    recorder.onError(e -> events.add("error " + e.error() + ": " + e.message()));
    recorder.onStop(r -> events.add("stop"));
    recorder.start(1000); // 4
    assertThat(recorder.state()).isEqualTo("recording");
    await().atMost(SOON).until(() -> !chunks.isEmpty());
    recorder.requestData(); // 5: data each second, and when asked for
    int before = chunks.size();
    await().atMost(SOON).until(() -> chunks.size() > before);
    return recorder;
  }

  /** What has come plays, and is what is stored. */
  private Playback stored(MediaRecorder recorder, String name) {
    await().atMost(SOON).until(() -> events.contains("stop"));
    assertThat(recorder.state()).isEqualTo("inactive");
    assertThat(events.get(0)).isEqualTo("start");
    assertThat(events.subList(1, events.size() - 1)).containsOnly("dataavailable");
    assertThat(events.get(events.size() - 1)).isEqualTo("stop");
    Path file = folder.resolve(name);
    chunks.forEach(chunk -> chunk.appendTo(file));
    Playback played = Playback.of(file);
    RecordingInfo recording = client.recording(recorder.recordingId());
    assertThat(recording.file()).as("%s", recording).isNotNull();
    assertThat(recording.mimeType()).isEqualTo(recorder.mimeType());
    boolean pictures = recorder.mimeType().startsWith("video/");
    long units = pictures ? played.video().frames() : played.audio().samples();
    assertThat(units).isEqualTo(recording.file().frames());
    return played;
  }

  private static String deviceId(MediaDevices devices, String label) {
    return devices.enumerateDevices().stream()
        .filter(device -> device.label().startsWith(label))
        .map(DeviceInfo::deviceId)
        .findFirst()
        .orElseThrow();
  }

  private static MediaTrackConstraints device(MediaDevices devices, String label) {
    return MediaTrackConstraints.of(
        ConstraintSet.of(
            ConstrainableProperty.DEVICE_ID, ConstrainString.exact(deviceId(devices, label))));
  }

  @Test
  @Order(1)
  void testPattern_sevenSteps() {
    try (MediaDevices devices = MediaDevices.connect(api);
        MediaStream stream =
            devices.open(
                List.of(
                    SourceRequest.url("testsrc2=size=320x180:rate=25", Source.Kind.TEST),
                    SourceRequest.url("sine=frequency=440", Source.Kind.TEST)))) {
      MediaRecorder stopped = record(stream, "video/mp4;codecs=avc1,mp4a");
      stopped.stop(); // 7
      stored(stopped, "pattern.mp4");
      MediaRecorder ended = record(stream, "video/webm;codecs=vp8,opus");
      stream.getTracks().forEach(MediaStreamTrack::stop); // 6: the source stops playing
      stored(ended, "pattern.webm");
      assertThat(stream.active()).isFalse();
    }
  }

  @Test
  @Order(2)
  void fileThatPlays_sevenSteps() {
    Path input =
        new Inputs(folder)
            .make(
                "played.mp4",
                Inputs.PICTURES + " " + Inputs.NOISE + " -t 14 -g 25 -c:v libx264 -c:a aac");
    try (MediaDevices devices = MediaDevices.connect(api)) {
      MediaElement element = new MediaElement(devices);
      element.src(input);
      MediaStream stream = element.captureStream();
      MediaRecorder stopped = record(stream, "video/x-matroska;codecs=vp8,opus");
      stopped.stop(); // 7
      stored(stopped, "file.mkv");
      MediaRecorder ended = record(stream, "video/webm;codecs=vp8,opus");
      stored(ended, "file.webm"); // 6: it comes to its end by itself
      await().atMost(SOON).until(element::ended);
    }
  }

  @Test
  @Order(3)
  void canvas25FramesASecondFor9Seconds_sevenSteps() {
    try (MediaDevices devices = MediaDevices.connect(api)) {
      Canvas canvas = new Canvas(devices, 320, 180);
      MediaStream stream = canvas.captureStream(25);
      Thread program = new Thread(() -> draw(canvas), "drawing");
      program.setDaemon(true);
      program.start();
      MediaRecorder stopped = record(stream, "video/webm; codecs=vp9");
      stopped.stop(); // 7
      stored(stopped, "canvas-stopped.webm");
      MediaRecorder ended = record(stream, "video/webm; codecs=vp9");
      LockSupport.parkNanos(Duration.ofSeconds(9).toNanos());
      stream.getTracks().forEach(MediaStreamTrack::stop); // 6
      Playback played = stored(ended, "canvas.webm");
      program.interrupt();
      List<Long> times = played.video().timesNs();
      assertThat(times.get(times.size() - 1)).isGreaterThan(9_000_000_000L);
    }
  }

  /** 25 pictures a second, until it is interrupted. */
  private static void draw(Canvas canvas) {
    for (int n = 0; !Thread.currentThread().isInterrupted(); n++) {
      Color color = Color.getHSBColor(n / 100f, 1, 1);
      canvas.draw(
          graphics -> {
            graphics.setColor(color);
            graphics.fillRect(0, 0, 320, 180);
          });
      LockSupport.parkNanos(40_000_000);
    }
  }

  @Test
  @Order(4)
  void soundServerMonitor_sevenSteps() {
    try (MediaDevices devices = MediaDevices.connect(api);
        MediaStream stream =
            devices.getUserMedia(
                MediaStreamConstraints.audioOnly(device(devices, "Monitor of Loudspeaker")))) {
      MediaRecorder stopped = record(stream, "audio/webm;codecs=opus");
      stopped.stop(); // 7
      stored(stopped, "monitor.webm");
      MediaRecorder ended = record(stream, "audio/ogg;codecs=opus");
      real.endLoudspeaker(); // 6
      stored(ended, "monitor.ogg");
      assertThat(stream.getTracks().get(0).readyState()).isEqualTo("ended");
    }
  }

  @Test
  @Order(5)
  void screen_sevenSteps() {
    try (MediaDevices devices = MediaDevices.connect(api);
        MediaStream stream = devices.getDisplayMedia(MediaStreamConstraints.video())) {
      assertThat(stream.getVideoTracks().get(0).label()).isEqualTo(real.screenLabel());
      MediaRecorder stopped = record(stream, "video/mp4;codecs=avc1");
      stopped.stop(); // 7
      stored(stopped, "screen.mp4");
      MediaRecorder ended = record(stream, "video/webm;codecs=vp8");
      real.endScreen(); // 6
      stored(ended, "screen.webm");
      assertThat(stream.getTracks().get(0).readyState()).isEqualTo("ended");
    }
  }
}
