package io.reelbus.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reelbus.model.Source;
import io.reelbus.recorder.MediaDevices;
import io.reelbus.recorder.MediaRecorder;
import io.reelbus.recorder.MediaRecorderOptions;
import io.reelbus.recorder.MediaStream;
import io.reelbus.recorder.MediaStreamTrack;
import io.reelbus.recorder.RecordingInfo;
import io.reelbus.recorder.ReelbusClient;
import io.reelbus.recorder.SourceRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code enabled = false}: black and silence, with time going on. */
@ExtendWith(SharedServer.class)
class EnabledIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final long FRAME_US = 40_000; // 25 a second
  private static final long LEAD_US = 100_000;
  private static final long ROUNDING_US = 2000; // of containers, and of clocks in milliseconds
  private static final long PACKET_US = 25_000; // of sound
  private static final int ONLY_COMMANDS_MS = 600_000; // a timeslice that none of these reaches
  private static final List<SourceRequest> PATTERN_AND_TONE =
      List.of(
          SourceRequest.url("testsrc2=size=320x240:rate=25", Source.Kind.TEST),
          SourceRequest.url("sine=frequency=997:sample_rate=48000", Source.Kind.TEST));

  @TempDir static Path folder;

  @BeforeAll
  static void needsFfmpeg() {
    SystemFfmpeg.assumeInstalled();
  }

  /** A time that lies between two moments of the test. */
  private record Between(long fromUs, long toUs) {

    static Between during(Runnable call) {
      long fromUs = nowUs();
      call.run();
      return new Between(fromUs, nowUs());
    }
  }

  private static long nowUs() {
    return TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
  }

  private static void awaitWall(long us) {
    await().atMost(SOON).until(() -> nowUs() >= us);
  }

  private static void enable(MediaStream stream, boolean enabled) {
    for (MediaStreamTrack track : stream.getTracks()) {
      track.setEnabled(enabled);
      assertThat(track.enabled()).isEqualTo(enabled);
    }
  }

  private static MediaRecorder recorder(MediaStream stream, String type) {
    return new MediaRecorder(stream, MediaRecorderOptions.mimeType(type));
  }

  /** Luma of every picture, 320x240 of them. */
  private static List<byte[]> luma(Path file) {
    byte[] all =
        SystemFfmpeg.ffmpeg(
            "-i",
            file,
            "-map 0:v -vf extractplanes=y -fps_mode passthrough -enc_time_base -1 -f rawvideo",
            "-");
    List<byte[]> pictures = new ArrayList<>();
    for (int at = 0; at < all.length; at += 320 * 240) {
      pictures.add(Arrays.copyOfRange(all, at, at + 320 * 240));
    }
    return pictures;
  }

  /**
   * Whether a picture is black: luma 16, as near as encoders come, which in the first one behind a
   * busy picture leave traces of that.
   */
  private static boolean isBlack(byte[] picture) {
    return distanceFromBlack(picture) < 8;
  }

  /** Mean over the picture; 90 or more for what the camera gives. */
  private static double distanceFromBlack(byte[] picture) {
    long sum = 0;
    for (byte luma : picture) {
      sum += Math.abs((luma & 0xff) - 16);
    }
    return (double) sum / picture.length;
  }

  private static JsonNode stored(ReelbusClient client, String id, Path file) throws Exception {
    RecordingInfo info = client.awaitFinished(id, SOON, r -> {});
    assertThat(info.state()).as("%s", info).isEqualTo("stored");
    client.downloadFile(id, file);
    return JSON.readTree(client.manifest(id));
  }

  private static void assertComplete(JsonNode manifest) {
    for (JsonNode line : manifest.get("ledger")) {
      assertThat(line.get("losses")).as("%s", line).isEmpty();
      assertThat(line.get("stored")).isEqualTo(line.get("captured"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"webm | video/webm;codecs=vp8,opus", "mp4 | video/mp4;codecs=avc1,mp4a"})
  void pictureAndTone_disabledForASecond_areBlackAndSilentThere(
      String extension, String type, Reelbus reelbus) throws Exception {
    ReelbusClient client = reelbus.session().client();
    try (MediaDevices devices = MediaDevices.connect(reelbus.api());
        MediaStream stream = devices.open(PATTERN_AND_TONE);
        MediaStream other = devices.open(PATTERN_AND_TONE)) {
      MediaRecorder recorder = recorder(stream, type);
      MediaRecorder beside = recorder(other, "video/webm;codecs=vp8,opus");
      recorder.start(ONLY_COMMANDS_MS);
      beside.start(ONLY_COMMANDS_MS);
      long startUs = client.recording(recorder.recordingId()).startedAtUs();
      awaitWall(startUs + 1_500_000);
      Between off = Between.during(() -> enable(stream, false));
      assertThat(client.stream(stream.id()).tracks()).noneMatch(track -> track.enabled());
      assertThat(client.stream(other.id()).tracks()).allMatch(track -> track.enabled());
      awaitWall(off.toUs() + 500_000);
      recorder.requestData(); // a slice begins disabled
      awaitWall(off.toUs() + 1_200_000);
      Between on = Between.during(() -> enable(stream, true));
      awaitWall(on.toUs() + 1_200_000);
      recorder.stop();
      beside.stop();

      Path file = folder.resolve("disabled." + extension);
      assertComplete(stored(client, recorder.recordingId(), file));
      Playback playback = Playback.of(file);
      List<Long> times = playback.video().timesNs();
      List<byte[]> pictures = luma(file);
      assertThat(pictures).hasSameSizeAs(times);
      for (int i = 1; i < times.size(); i++) { // containers round to a millisecond
        assertThat(times.get(i) - times.get(i - 1))
            .as("picture %s", i)
            .isBetween(1L, (2 * FRAME_US + 2000) * 1000);
      }
      assertBlack(pictures, times.stream().map(t -> startUs + t / 1000).toList(), off, on);
      assertSilent(playback, startUs, off, on);

      Path seen = folder.resolve("beside-" + extension + ".webm");
      assertComplete(stored(client, beside.recordingId(), seen));
      assertThat(luma(seen)).noneMatch(EnabledIT::isBlack);
    }
  }

  /** Black from the first moment to the second; when pictures come is the camera's business. */
  private static void assertBlack(List<byte[]> pictures, List<Long> atUs, Between off, Between on) {
    int black = 0;
    for (int i = 0; i < pictures.size(); i++) {
      long us = atUs.get(i);
      byte[] picture = pictures.get(i);
      boolean isBlack = isBlack(picture);
      if (us > off.toUs() + LEAD_US + ROUNDING_US && us < on.fromUs() - ROUNDING_US) {
        assertThat(isBlack)
            .as("%s from black, %s us, off %s, on %s", distanceFromBlack(picture), us, off, on)
            .isTrue();
        black++;
      } else if (us < off.fromUs() + LEAD_US - ROUNDING_US || us > on.toUs() + 2 * FRAME_US) {
        assertThat(isBlack).as("black at %s us, off in %s, on in %s", us, off, on).isFalse();
      }
    }
    assertThat(black).isGreaterThan(15);
  }

  /** Silent from a little behind the first moment to a little before the second, else loud. */
  private static void assertSilent(Playback playback, long startUs, Between off, Between on) {
    float[] sound = playback.sound(playback.audio(), 48_000);
    long offsetUs = startUs + playback.audio().firstNs() / 1000;
    int silent = 0;
    int loud = 0;
    for (int at = 0; at + 480 <= sound.length; at += 480) { // 10 ms
      long us = offsetUs + at * 1_000_000L / 48_000;
      float peak = 0;
      for (int i = at; i < at + 480; i++) {
        peak = Math.max(peak, Math.abs(sound[i]));
      }
      if (us > off.toUs() + LEAD_US + PACKET_US && us < on.fromUs() - PACKET_US) {
        assertThat(peak).as("%s us behind the start", us - startUs).isLessThan(0.002f);
        silent++;
      } else if ((us < off.fromUs() + LEAD_US - PACKET_US || us > on.toUs() + PACKET_US)
          && at > 4800
          && at < sound.length - 4800) {
        assertThat(peak).as("%s us behind the start", us - startUs).isGreaterThan(0.05f);
        loud++;
      }
    }
    assertThat(silent).isGreaterThan(60);
    assertThat(loud).isGreaterThan(150);
  }

  @Test
  void copiedCamera_disabled_itsPacketsAreLeftOutAndNamed(Reelbus reelbus) throws Exception {
    ReelbusClient client = reelbus.session().client();
    try (NetworkCamera camera = new NetworkCamera();
        MediaDevices devices = MediaDevices.connect(reelbus.api());
        MediaStream stream =
            devices.open(List.of(SourceRequest.url(camera.url(), Source.Kind.NETWORK)))) {
      enable(stream, false);
      awaitWall(nowUs() + 2 * LEAD_US);
      MediaRecorder recorder = recorder(stream, "video/mp4");
      recorder.start(500);
      long startUs = client.recording(recorder.recordingId()).startedAtUs();
      awaitWall(startUs + 1_200_000);
      enable(stream, true);
      awaitWall(startUs + 3_000_000);
      Between off = Between.during(() -> enable(stream, false));
      awaitWall(off.toUs() + 1_200_000);
      Between on = Between.during(() -> enable(stream, true));
      awaitWall(on.toUs() + 1_500_000);
      recorder.stop();

      Path file = folder.resolve("copied.mp4");
      JsonNode manifest = stored(client, recorder.recordingId(), file);
      List<String> causes = manifest.get("ledger").findValuesAsText("cause");
      assertThat(causes).isNotEmpty().containsOnly("DISABLED");
      Playback playback = Playback.of(file);
      List<Long> atUs = playback.video().timesNs().stream().map(ns -> startUs + ns / 1000).toList();
      assertThat(atUs)
          .isNotEmpty()
          .noneMatch(us -> us > off.toUs() + LEAD_US + FRAME_US && us < on.fromUs() - FRAME_US)
          .noneMatch(us -> us < startUs + 1_100_000)
          .anyMatch(us -> us < off.fromUs())
          .anyMatch(us -> us > on.toUs());
      assertThat(luma(file)).noneMatch(EnabledIT::isBlack);
    }
  }
}
