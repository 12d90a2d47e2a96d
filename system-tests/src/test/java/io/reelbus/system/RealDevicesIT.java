package io.reelbus.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An X11 screen and a PulseAudio monitor, from the device list to the file. */
class RealDevicesIT {

  private static final double RATE = 25;

  @TempDir static Path folder;
  private static RealDevices devices;
  private static ReelbusProcess server;
  private static String api = "";

  @BeforeAll
  static void start() {
    SystemFfmpeg.assumeInstalled();
    RealDevices.assumeInstalled();
    devices = RealDevices.start(folder);
    server =
        ReelbusProcess.start(
            folder,
            devices.environment(),
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
    api = server.value("api:");
  }

  @AfterAll
  static void end() {
    if (server != null) {
      server.close();
    }
    if (devices != null) {
      devices.close();
    }
  }

  @Test
  void devices_ofThisMachine_listsScreenAndMonitor() {
    try (ReelbusProcess list = ReelbusProcess.start(folder, devices.environment(), "devices")) {
      assertThat(list.awaitEnd()).as("%s", list).isZero();
      assertThat(list.data().lines())
          .anyMatch(l -> l.startsWith("videoinput  " + devices.screenLabel() + " "))
          .anyMatch(l -> l.startsWith("audioinput  Monitor of Loudspeaker "));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"mp4 | video/mp4;codecs=avc1,mp4a", "webm | video/webm;codecs=vp9,opus"})
  void record_screenAndMonitor_pictureAndToneAreThere(String extension, String mimeType) {
    Path file = folder.resolve("screen." + extension);
    try (ReelbusProcess record =
        ReelbusProcess.start(
            folder,
            devices.environment(),
            "record",
            "--api",
            api,
            "--device",
            "Screen",
            "--device",
            "Monitor of Loudspeaker",
            "--duration",
            "5s",
            "--mime-type",
            mimeType,
            "--output",
            file)) {
      assertThat(record.awaitEnd()).as("%s", record).isZero();
      assertThat(record.words()).contains("stored: ");
    }

    timesAreRight(file);
    toneIsThere(file);
    pictureIsTheScreen(file);
  }

  private static void timesAreRight(Path file) {
    double duration =
        number(SystemFfmpeg.ffprobe("-show_entries format=duration -of csv=p=0", file));
    assertThat(duration).isBetween(4.9, 7.0);
    List<Double> pictures = times(file, "v:0");
    assertThat(pictures).isSorted().doesNotHaveDuplicates();
    // A machine that is busy with other tests misses some; more than there are it never sees.
    assertThat((double) pictures.size()).isBetween(duration * RATE / 3, duration * RATE + 3);
    assertThat(Math.abs(pictures.get(0) - times(file, "a:0").get(0))).isLessThan(0.2);
  }

  private static List<Double> times(Path file, String stream) {
    return SystemFfmpeg.ffprobe(
            "-select_streams " + stream + " -show_entries packet=pts_time -of csv=p=0", file)
        .lines()
        .filter(line -> !line.isBlank())
        .map(RealDevicesIT::number)
        .toList();
  }

  private static double number(String text) {
    return Double.parseDouble(text.replace(",", "").strip());
  }

  private static void toneIsThere(Path file) {
    Tone tone = Tone.of(file, 997);
    assertThat(tone.samples()).isGreaterThan(48_000 * 49 / 10);
    // The first packets of AAC are an encoder's that has heard nothing before.
    assertThat(tone.pure()).as("%s", tone).isGreaterThan(tone.windows() - 10);
  }

  private static void pictureIsTheScreen(Path file) {
    byte[] logo = luma(file, RealDevices.LOGO, 2);
    long white = count(logo, 200, 255);
    assertThat(white)
        .as("the logo's two colours")
        .isBetween(logo.length / 5L, logo.length * 4L / 5);
    assertThat(count(logo, 0, 50)).isGreaterThan(logo.length / 6L);
    byte[] empty = luma(file, "800 100 400 400", 2);
    assertThat(count(empty, 0, 40)).as("nothing is there").isEqualTo(empty.length);
    byte[] before = luma(file, RealDevices.CLOCK, 0.5);
    byte[] after = luma(file, RealDevices.CLOCK, 4);
    long moved = 0;
    for (int i = 0; i < before.length; i++) {
      moved += Math.abs((before[i] & 0xff) - (after[i] & 0xff)) > 100 ? 1 : 0;
    }
    assertThat(moved).as("the second hand moves").isGreaterThan(50);
  }

  /** Brightness of a part of the picture at a time. */
  private static byte[] luma(Path file, String part, double second) {
    String[] place = part.split(" ");
    String crop = String.join(":", List.of(place[2], place[3], place[0], place[1]));
    return SystemFfmpeg.ffmpeg(
        "-ss " + second + " -i",
        file,
        "-frames:v 1 -vf scale=out_range=full,crop=" + crop + ",format=gray -f rawvideo",
        "-");
  }

  private static long count(byte[] luma, int from, int to) {
    int[] all = new int[luma.length];
    Arrays.setAll(all, i -> luma[i] & 0xff);
    return Arrays.stream(all).filter(v -> v >= from && v <= to).count();
  }
}
