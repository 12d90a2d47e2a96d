package io.reelbus.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reelbus.bus.Bus;
import io.reelbus.bus.BusSettings;
import io.reelbus.bus.Tail;
import io.reelbus.model.Blob;
import io.reelbus.model.Source;
import io.reelbus.recorder.PauseInfo;
import io.reelbus.recorder.RecorderRequest;
import io.reelbus.recorder.RecordingInfo;
import io.reelbus.recorder.ReelbusClient;
import io.reelbus.recorder.SourceRequest;
import io.reelbus.recorder.StreamInfo;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** start, requestData, pause, resume, stop: what is in the file is what was not paused (I7). */
@ExtendWith(SharedServer.class)
class PauseIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final long FRAME_NS = 40_000_000; // 25 a second

  /** What came between the stop and the agent's hearing of it is kept. */
  private static final long HEARD_NS = 250_000_000;

  private static final int ONLY_COMMANDS_MS = 600_000; // a timeslice that none of these reaches

  @TempDir static Path folder;

  @BeforeAll
  static void start() {
    SystemFfmpeg.assumeInstalled();
  }

  /** A recording that is over: its file, and its blobs as they came. */
  private record Recorded(
      RecordingInfo info, Path file, Map<Integer, Blob> blobs, JsonNode manifest) {

    long recordedUs() {
      long pausedUs = 0;
      for (PauseInfo p : info.pauses()) {
        pausedUs += (p.resumedAtUs() == 0 ? info.stoppedAtUs() : p.resumedAtUs()) - p.pausedAtUs();
      }
      return info.stoppedAtUs() - info.startedAtUs() - pausedUs;
    }
  }

  private static long nowUs() {
    return TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
  }

  private static void awaitWall(long us) {
    await().atMost(SOON).until(() -> nowUs() >= us);
  }

  private static Recorded record(
      Reelbus reelbus, String mimeType, String extension, List<SourceRequest> sources)
      throws Exception {
    ReelbusClient client = reelbus.session().client();
    Map<Integer, Blob> blobs = new ConcurrentSkipListMap<>();
    String servers = reelbus.session().cluster().orElseThrow().bootstrapServers();
    StreamInfo stream = client.openStream(sources);
    String id = client.createRecorder(RecorderRequest.of(stream.id(), mimeType)).id();
    try (Bus bus = Bus.connect(BusSettings.defaults(servers));
        Tail tail =
            bus.blobTail(
                blob -> {
                  if (blob.recordingId().equals(id)) {
                    blobs.put(blob.slice(), blob);
                  }
                })) {
      tail.awaitCaughtUp(SOON);
      long startUs = client.start(id, ONLY_COMMANDS_MS, null).recording().startedAtUs();
      awaitWall(startUs + 1_500_000);
      client.requestData(id, null);
      awaitWall(startUs + 3_000_000);
      client.pause(id, "first");
      await().atMost(SOON).until(() -> blobs.size() == 2);
      client.requestData(id, null);
      await().atMost(SOON).until(() -> blobs.size() == 3);
      awaitWall(startUs + 4_700_000);
      client.resume(id, null);
      client.pause(id, "first"); // again, as after an answer that was lost
      awaitWall(startUs + 6_200_000);
      client.pause(id, "second");
      client.resume(id, null);
      awaitWall(startUs + 7_700_000);
      client.stop(id);
      RecordingInfo info = client.awaitFinished(id, SOON, r -> {});
      await().atMost(SOON).until(() -> blobs.values().stream().anyMatch(Blob::last));
      Path file = folder.resolve(id + "." + extension);
      client.downloadFile(id, file);
      return new Recorded(info, file, blobs, JSON.readTree(client.manifest(id)));
    } finally {
      client.closeStream(stream.id());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "webm | video/webm;codecs=vp8,opus",
        "mp4 | video/mp4;codecs=avc1,mp4a",
        "mkv | video/x-matroska;codecs=vp9,opus"
      })
  void cameraAndTone_pausedTwice_fileHoldsWhatWasRecorded(
      String extension, String mimeType, Reelbus reelbus) throws Exception {
    Recorded r =
        record(
            reelbus,
            mimeType,
            extension,
            List.of(
                SourceRequest.url("testsrc2=size=320x240:rate=25", Source.Kind.TEST),
                SourceRequest.url("sine=frequency=997:sample_rate=48000", Source.Kind.TEST)));

    assertThat(r.info().state()).as("%s", r.info()).isEqualTo("stored");
    assertThat(r.info().pauses()).hasSize(2);
    Playback playback = Playback.of(r.file());
    long recordedNs = r.recordedUs() * 1000;
    assertThat(playback.durationNs()) // containers round to a millisecond
        .isBetween(recordedNs - FRAME_NS - 1_000_000, recordedNs + HEARD_NS);
    List<Long> pictures = playback.video().timesNs();
    assertThat(pictures).isSorted().doesNotHaveDuplicates();
    assertThat(pictures.get(0)).isLessThanOrEqualTo(FRAME_NS);
    assertThat((double) pictures.size())
        .isBetween(recordedNs / 4e7 - 4, (recordedNs + HEARD_NS) / 4e7);
    assertThat(gaps(pictures)).allMatch(gap -> gap <= 2 * FRAME_NS + 2_000_000);
    List<Long> sound = playback.audio().timesNs();
    assertThat(sound).isSorted().doesNotHaveDuplicates();
    assertThat(gaps(sound)).as("sound without a break").allMatch(gap -> gap <= 24_000_000);
    assertThat(Tone.of(r.file(), 997).windows() * 10_000_000L)
        .isBetween(recordedNs - 3 * FRAME_NS, recordedNs + HEARD_NS);
    // request, pause, request while paused, pause, stop
    assertThat(r.blobs().keySet()).containsExactly(0, 1, 2, 3, 4);
    assertThat(r.blobs().get(2).timecodeUs()).isEqualTo(pausedAtMediaUs(r));
    assertThat(r.manifest().get("slices")).hasSize(5);
    blobsPlay(r, extension, pictures.size());
  }

  private static long pausedAtMediaUs(Recorded r) {
    return r.info().pauses().get(0).pausedAtUs() - r.info().startedAtUs();
  }

  private static List<Long> gaps(List<Long> times) {
    List<Long> gaps = new ArrayList<>();
    for (int i = 1; i < times.size(); i++) {
      gaps.add(times.get(i) - times.get(i - 1));
    }
    return gaps;
  }

  private static void blobsPlay(Recorded r, String extension, int pictures) throws Exception {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Blob blob : r.blobs().values()) {
      all.write(blob.data());
    }
    Path joined = Files.write(folder.resolve("joined." + extension), all.toByteArray());
    assertThat(Playback.of(joined).video().frames()).isEqualTo(pictures);
  }

  @Test
  void flashAndBeep_pausedTwice_stayTogether(Reelbus reelbus) throws Exception {
    Path film =
        new Inputs(folder)
            .make(
                "film.mkv",
                "-f lavfi -i color=c=black:s=160x120:r=25,"
                    + "drawbox=t=fill:c=white:enable=lt(mod(t\\,0.48)\\,0.2) "
                    + "-f lavfi -i aevalsrc=0.5*sin(6264*t)*lt(mod(t\\,0.48)\\,0.2):s=48000 "
                    + "-t 30 -c:v rawvideo -pix_fmt yuv420p -c:a pcm_s16le");
    Recorded r =
        record(
            reelbus,
            "video/webm;codecs=vp8,opus",
            "webm",
            List.of(SourceRequest.url(film.toString(), Source.Kind.PACED_FILE).onWire("raw")));

    assertThat(r.info().state()).as("%s", r.info()).isEqualTo("stored");
    Playback playback = Playback.of(r.file());
    List<Double> flashes = flashes(r.file(), playback.video());
    List<Double> beeps = beeps(playback);
    assertThat(flashes).hasSizeBetween(9, 16);
    for (double flash : flashes) {
      assertThat(beeps)
          .as("beeps %s at flashes %s", beeps, flashes)
          .anyMatch(beep -> Math.abs(beep - flash) < 0.045);
    }
  }

  /** Seconds at which the picture turns white, with no cut within reach. */
  private static List<Double> flashes(Path file, Playback.Track video) {
    byte[] luma =
        SystemFfmpeg.ffmpeg(
            "-i",
            file,
            "-vf scale=1:1,format=gray -fps_mode passthrough -enc_time_base -1 -f rawvideo",
            "-");
    assertThat(luma).hasSize(video.frames());
    List<Double> flashes = new ArrayList<>();
    for (int i = 4; i < luma.length; i++) {
      boolean dark = (luma[i - 1] & 0xff) < 100 && (luma[i - 2] & 0xff) < 100;
      if (dark && (luma[i] & 0xff) > 150) {
        flashes.add(video.timesNs().get(i) / 1e9);
      }
    }
    return flashes;
  }

  /** Seconds at which sound begins. */
  private static List<Double> beeps(Playback playback) {
    float[] sound = playback.sound(playback.audio(), 48_000);
    double offset = playback.audio().timesNs().get(0) / 1e9;
    List<Double> beeps = new ArrayList<>();
    int quiet = 0;
    for (int i = 0; i < sound.length; i++) {
      if (Math.abs(sound[i]) < 0.1) {
        quiet++;
      } else {
        if (quiet > 48 * 20) {
          beeps.add(offset + i / 48_000.0);
        }
        quiet = 0;
      }
    }
    return beeps;
  }
}
