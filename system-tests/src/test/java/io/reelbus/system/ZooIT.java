package io.reelbus.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Media as it is found: each comes out right, or is refused with a message that says why. */
@ExtendWith(SharedServer.class)
@Tag("together")
class ZooIT {

  private static final long FRAME_NS = 40_000_000;
  private static final String COPY = "video/x-matroska";
  private static final String COPY_MP4 = "video/mp4";
  private static final String VP8 = "video/webm;codecs=vp8,opus";
  private static final String H264 = "video/mp4;codecs=avc1,mp4a";

  @TempDir private static Path folder;
  private static Inputs inputs;

  @BeforeAll
  static void prepare() {
    SystemFfmpeg.assumeInstalled();
    inputs = new Inputs(folder);
  }

  private static Path make(String name, String options) {
    return inputs.make(name, options + " -threads 1");
  }

  private static Path encoded(String name, String options) {
    String pictures = Inputs.PICTURES.replace("320x180", "160x90");
    return make(name, pictures + " -t 4 -pix_fmt yuv420p -c:v libx264 " + options);
  }

  private static Reelbus.Line stored(Reelbus reelbus, Path input, String type, String wire) {
    Reelbus.Ingested ingested = ingest(reelbus, input, type, wire);
    assertThat(ingested.only().state()).as(ingested.said()).isEqualTo("stored");
    assertThat(ingested.exitCode()).isZero();
    return ingested.only();
  }

  private static Reelbus.Ingested ingest(Reelbus reelbus, Path input, String type, String wire) {
    List<String> options = new ArrayList<>(List.of("--mime-type", type, "--wire", wire));
    options.addAll(List.of("--timeslice", "1s"));
    return reelbus.ingest(List.of(input), options.toArray(new String[0]));
  }

  private static Exact right(Reelbus reelbus, Path input, String type, String wire) {
    Exact exact = Exact.of(input, stored(reelbus, input, type, wire).output(), FRAME_NS);
    exact.isRight();
    return exact;
  }

  private static void refused(Reelbus reelbus, Path input, String type, String... because) {
    Reelbus.Ingested ingested = ingest(reelbus, input, type, "native");
    assertThat(ingested.exitCode()).isEqualTo(1);
    assertThat(ingested.only().state()).isEqualTo("failed");
    assertThat(ingested.only().error()).contains(because);
  }

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({
    COPY + ", native",
    COPY_MP4 + ", native",
    "'" + VP8 + "', native",
    "'" + H264 + "', raw",
  })
  void variableFrameRate_everyPictureKeepsItsTime(String type, String wire, Reelbus reelbus) {
    Path input =
        encoded("vfr.mkv", "-vf select='not(mod(n\\,3))+gt(n\\,60)' -fps_mode vfr -g 15 -bf 2");
    right(reelbus, input, type, wire);
  }

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({
    COPY + ", native",
    COPY_MP4 + ", native",
    "'" + VP8 + "', native",
    "'" + VP8 + "', raw",
  })
  void reorderedPictures_comeOutInOrder(String type, String wire, Reelbus reelbus) {
    Path input = encoded("b-frames.mp4", "-g 40 -bf 8 -x264-params b-pyramid=normal:b-adapt=0");
    right(reelbus, input, type, wire);
  }

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({
    COPY + ", native",
    COPY_MP4 + ", native",
    "'" + VP8 + "', native",
    "'" + VP8 + "', raw",
  })
  void openGroups_leadingPicturesAreAllThere(String type, String wire, Reelbus reelbus) {
    Path input =
        make(
            "open-gop.mp4",
            Inputs.PICTURES
                + " -t 4 -pix_fmt yuv420p -c:v libx265 -x265-params"
                + " log-level=error:open-gop=1:keyint=20:min-keyint=20:bframes=4:scenecut=0");
    Exact exact = right(reelbus, input, type, wire);
    if (type.equals(VP8)) {
      exact.showsTheSame();
    } else {
      exact.isTheSamePictures();
    }
  }

  @ParameterizedTest(name = "groups of {2} pictures, {0}, {1}")
  @CsvSource({
    COPY + ", native, 1",
    COPY + ", native, 7",
    COPY + ", native, 250",
    COPY_MP4 + ", native, 1",
    COPY_MP4 + ", native, 250",
    "'" + VP8 + "', native, 1",
    "'" + VP8 + "', native, 7",
    "'" + VP8 + "', native, 250",
  })
  void groupsOfAnyLength_nothingIsLostAtBorders(
      String type, String wire, int group, Reelbus reelbus) {
    Path input =
        encoded("gop-" + group + ".mp4", "-g " + group + " -sc_threshold 0 -keyint_min " + group);
    Exact exact = right(reelbus, input, type, wire);
    if (type.equals(VP8)) {
      exact.showsTheSame();
    }
  }

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({
    "'video/webm;codecs=vp9', native",
    "'" + VP8 + "', raw",
    COPY + ", native",
    "'video/webm;codecs=av01', native",
  })
  void oddSize_isKept(String type, String wire, Reelbus reelbus) {
    Path input = odd();
    Playback out = right(reelbus, input, type, wire).out();
    assertThat(out.video().pictures()).containsOnly("161x91");
  }

  private static Path odd() {
    return make(
        "odd.mkv",
        "-f lavfi -i testsrc=size=161x91:rate=25 -t 3 -pix_fmt yuv420p -c:v libvpx-vp9"
            + " -deadline realtime -cpu-used 8");
  }

  @Test
  void oddSize_isRefusedWhereTheCodecCannotHoldIt(Reelbus reelbus) {
    refused(reelbus, odd(), H264, "161x91", "even");
  }

  @ParameterizedTest(name = "{0}, {1} comes out as {2}")
  @CsvSource({
    COPY + ", native, yuv420p10le",
    "'video/mp4;codecs=av01', native, yuv420p10le",
    "'video/webm;codecs=av01', raw, yuv420p10le",
    "'" + VP8 + "', native, yuv420p",
    "'video/webm;codecs=vp9', native, yuv420p", // this build of libvpx has no ten bits
  })
  void tenBits_staySoWhereTheCodecCan(String type, String wire, String pixels, Reelbus reelbus) {
    Path input =
        make(
            "ten-bits.mkv",
            Inputs.PICTURES
                + " -t 3 -pix_fmt yuv420p10le -c:v libx265 -x265-params log-level=error");
    Playback out = right(reelbus, input, type, wire).out();
    assertThat(out.video().info().get("pix_fmt").asText()).isEqualTo(pixels);
  }

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({COPY_MP4 + ", native", "'" + H264 + "', raw", "'video/mp4;codecs=vp9', native"})
  void rotation_isKept(String type, String wire, Reelbus reelbus) {
    Path flat = encoded("flat.mp4", "-g 20");
    Path input = make("rotated.mp4", "-i " + flat + " -c copy -metadata:s:v rotate=90");
    Playback out = right(reelbus, input, type, wire).out();
    assertThat(out.video().info().toString()).contains("\"rotation\":" + rotation(input));
  }

  private static String rotation(Path input) {
    return Playback.of(input).video().info().findValue("rotation").asText();
  }

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({
    COPY + ", native",
    COPY_MP4 + ", native",
    "'" + VP8 + "', native",
    "'" + H264 + "', raw"
  })
  void interlaced_everyFrameComesOut(String type, String wire, Reelbus reelbus) {
    Path input =
        encoded(
            "interlaced.mp4",
            "-vf scale=160:96,tinterlace=interleave_top,fieldorder=tff -flags +ildct+ilme");
    right(reelbus, input, type, wire);
  }

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({COPY + ", native", "'" + VP8 + "', native", "'" + H264 + "', raw"})
  void severalSoundTracks_allComeOut(String type, String wire, Reelbus reelbus) {
    Path input = several();
    right(reelbus, input, type, wire);
  }

  private static Path several() {
    return make(
        "several.mkv",
        Inputs.PICTURES
            + " -f lavfi -i sine=frequency=440:sample_rate=48000"
            + " -f lavfi -i sine=frequency=880:sample_rate=44100"
            + " -map 0 -map 1 -map 2 -t 3 -pix_fmt yuv420p -c:v libx264 -g 20 -c:a flac");
  }

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({
    "'audio/mp4;codecs=mp4a', native",
    "audio/ogg;codecs=opus, raw",
    "video/mp4, native",
    "video/webm, native",
  })
  void soundOnly_isRecordedAsSuch(String type, String wire, Reelbus reelbus) {
    Path input = make("sound.flac", Inputs.NOISE + " -t 3.3");
    right(reelbus, input, type, wire);
  }

  /** Matroska's milliseconds do not say where a packet of 44.1 kHz is; its samples are counted. */
  @ParameterizedTest(name = "{0}, {1}, {2}")
  @CsvSource({
    "libvorbis, 'audio/webm;codecs=opus', native", "flac, 'audio/webm;codecs=opus', native",
    "libmp3lame, 'audio/x-matroska;codecs=flac', native", "flac, audio/wav, raw",
    "aac, 'audio/ogg;codecs=opus', native", "libvorbis, audio/wav, raw",
  })
  void oddRateInCoarseTime_everySampleComesOut(
      String codec, String type, String wire, Reelbus reelbus) {
    Path input =
        make(
            codec + "-44100.mka",
            Inputs.NOISE.replace("48000", "44100") + " -t 4 -ac 2 -c:a " + codec);
    Exact exact = right(reelbus, input, type, wire);
    exact.soundsTheSame();
  }

  @Test
  void picturesOnlyAskedForAsSound_isRefused(Reelbus reelbus) {
    refused(reelbus, encoded("silent.mp4", "-g 20"), "audio/mp4", "audio");
  }

  @ParameterizedTest(name = "start {2} s, {0}, {1}")
  @CsvSource({
    COPY + ", native, 7.3",
    COPY_MP4 + ", native, 7.3",
    "'" + VP8 + "', native, 7.3",
    "'" + H264 + "', raw, 7.3",
    COPY + ", native, -1.5",
    COPY_MP4 + ", native, -1.5",
    "'" + VP8 + "', native, -1.5",
    "'" + H264 + "', raw, -1.5",
  })
  void startElsewhere_isMovedToTheBeginning(
      String type, String wire, String start, Reelbus reelbus) {
    Path flat =
        make(
            "flat.nut",
            Inputs.PICTURES
                + " "
                + Inputs.NOISE
                + " -t 3 -pix_fmt yuv420p -c:v libx264 -g 20 -bf 0 -c:a pcm_s16le");
    String name = start.startsWith("-") ? "negative.ts" : "late.ts";
    // A transport stream that begins just before its clock wraps begins below zero.
    String offset = start.startsWith("-") ? "95442.217" : start;
    Path input =
        make(
            name,
            "-i "
                + flat
                + " -c:v copy -c:a libopus -avoid_negative_ts disabled -muxpreload 0 -muxdelay 0"
                + " -output_ts_offset "
                + offset);
    right(reelbus, input, type, wire);
  }

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({
    COPY_MP4 + ", native",
    COPY + ", native",
    "'" + VP8 + "', native",
    "'" + H264 + "', raw"
  })
  void editList_isFollowed(String type, String wire, Reelbus reelbus) {
    Path whole =
        make(
            "before-edit.mp4",
            Inputs.PICTURES
                + " "
                + Inputs.NOISE
                + " -t 4 -pix_fmt yuv420p -c:v libx264 -g 50 -bf 2 -c:a flac -strict -2");
    // Copying from between key frames makes an edit that hides what is before.
    Path input = make("edited.mp4", "-ss 1.2 -i " + whole + " -c copy -strict -2");
    right(reelbus, input, type, wire);
  }

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({
    COPY_MP4 + ", native",
    COPY + ", native",
    "'" + VP8 + "', native",
    "'" + H264 + "', raw"
  })
  void soundLaterThanPictures_staysLater(String type, String wire, Reelbus reelbus) {
    right(reelbus, late("late-sound.mkv", "-i", "-itsoffset 1.7 -i"), type, wire);
  }

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({
    COPY_MP4 + ", native",
    COPY + ", native",
    "'" + VP8 + "', native",
    "'" + H264 + "', raw"
  })
  void picturesLaterThanSound_stayLater(String type, String wire, Reelbus reelbus) {
    right(reelbus, late("late-pictures.mkv", "-itsoffset 1.7 -i", "-i"), type, wire);
  }

  private static Path late(String name, String video, String audio) {
    return make(
        name,
        "-t 3 "
            + Inputs.PICTURES.replace("-i", video)
            + " -t 3 "
            + Inputs.NOISE.replace("-i", audio)
            + " -map 0 -map 1 -pix_fmt yuv420p -c:v libx264 -g 20 -c:a flac");
  }

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({"'" + VP8 + "', native", "'" + VP8 + "', raw", "'" + H264 + "', raw"})
  void sizeChangesMidway_picturesAreFittedToTheFirst(String type, String wire, Reelbus reelbus) {
    Playback out = right(reelbus, sizes(), type, wire).out();
    assertThat(out.video().pictures()).containsOnly("160x90");
  }

  @Test
  void sizeChangesMidwayCopied_comesOutRightOrIsRefused(Reelbus reelbus) {
    Reelbus.Ingested ingested = ingest(reelbus, sizes(), COPY, "native");
    if (ingested.only().state().equals("failed")) {
      assertThat(ingested.only().error()).containsAnyOf("size", "resolution", "160x90");
    } else {
      Exact.of(sizes(), ingested.only().output(), FRAME_NS).isRight();
    }
  }

  private static Path sizes() {
    Path small = encoded("small.ts", "-g 20 -bf 0");
    Path large =
        make("large.ts", Inputs.PICTURES + " -t 2 -pix_fmt yuv420p -c:v libx264 -g 20 -bf 0");
    return make("sizes.ts", "-i concat:" + small + "|" + large + " -c copy");
  }

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({
    COPY_MP4 + ", native",
    COPY + ", native",
    "'" + VP8 + "', native",
    "'" + H264 + "', raw",
    "'video/mp4;codecs=av01', native",
  })
  void onePicture_isAFile(String type, String wire, Reelbus reelbus) {
    Path input = make("one.mp4", Inputs.PICTURES + " -frames:v 1 -pix_fmt yuv420p -c:v libx264");
    Exact exact = Exact.of(input, stored(reelbus, input, type, wire).output(), FRAME_NS);
    assertAll(exact::hasItsPictures, exact::hasItsLength, exact::plays);
  }

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({COPY_MP4 + ", native", "'" + VP8 + "', native"})
  void twoHours_comeOutInFull(String type, String wire, Reelbus reelbus) {
    Path input =
        make(
            "two-hours.mp4",
            "-f lavfi -i testsrc2=size=64x48:rate=1 -t 7200 -pix_fmt yuv420p -c:v libx264"
                + " -preset ultrafast -g 60");
    List<String> options = new ArrayList<>(List.of("--mime-type", type, "--wire", wire));
    options.addAll(List.of("--timeslice", "60s"));
    Reelbus.Line line = reelbus.ingest(List.of(input), options.toArray(new String[0])).only();
    assertThat(line.state()).as(line.error()).isEqualTo("stored");
    assertThat(line.frames()).isEqualTo(7200);
    Exact.of(input, line.output(), 1_000_000_000L).isRight();
  }
}
