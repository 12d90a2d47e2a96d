package io.reelbus.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reelbus.ffmpeg.CutEncoder;
import io.reelbus.model.Codec;
import io.reelbus.model.EncoderConfig;
import io.reelbus.model.EncodingOptions;
import io.reelbus.model.EncodingOptions.BitrateMode;
import io.reelbus.model.Lane;
import io.reelbus.model.MediaException;
import io.reelbus.model.Ratio;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.Resize;
import io.reelbus.model.TrackFormat;
import io.reelbus.model.Wire;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncoderPlanTest {

  private static final byte[] EXTRADATA = {1, 2};

  private static EncoderConfig resolve(String mimeType, long bits, TrackFormat tape) {
    return plan(mimeType, bits, EncodingOptions.DEFAULTS).resolve(tape);
  }

  private static EncoderPlan plan(String mimeType, long bits, EncodingOptions options) {
    return new EncoderPlan(
        new RecordingSpec(
                "r",
                "r",
                "s",
                List.of(),
                mimeType,
                bits,
                bits,
                1_000_000,
                Lane.BATCH,
                RecordingSpec.Desired.RECORDING,
                0,
                0)
            .with(options, Map.of()),
        codec -> codec != Codec.H265);
  }

  @ParameterizedTest
  @CsvSource({
    "video/mp4, NATIVE, h264, 0, H264, true",
    "video/mp4, NATIVE, h264, 500000, H264, false",
    "video/mp4, NATIVE, hevc, 0, H265, true",
    "video/mp4, NATIVE, hevc, 500000, H264, false",
    "video/mp4;codecs=vp9, NATIVE, h264, 0, VP9, false",
    "video/mp4, NATIVE, mpeg2video, 0, H264, false",
    "video/mp4, NATIVE, vp8, 0, H264, false",
    "video/webm, NATIVE, h264, 0, VP9, false",
    "video/webm, NATIVE, vp8, 0, VP8, true",
    "video/webm;codecs=av1, RAW, rawvideo, 0, AV1, false",
    "video/x-matroska, RAW, rawvideo, 0, H264, false",
  })
  void resolve_video_codecAndCopy(
      String mimeType, Wire wire, String codec, long bits, Codec expected, boolean copy) {
    EncoderConfig config = resolve(mimeType, bits, Tapes.video(wire, codec, 64, 48, "yuv420p"));
    assertThat(config.codec()).isEqualTo(expected);
    assertThat(config.copy()).isEqualTo(copy);
  }

  @ParameterizedTest
  @CsvSource({
    "video/mp4, NATIVE, aac, true, 0, AAC, true, 48000",
    "video/mp4, NATIVE, aac, false, 0, AAC, false, 48000",
    "video/webm, NATIVE, aac, true, 0, OPUS, false, 48000",
    "video/webm, NATIVE, vorbis, true, 0, OPUS, false, 48000",
    "audio/webm, NATIVE, opus, true, 0, OPUS, true, 48000",
    "audio/webm, NATIVE, opus, true, 96000, OPUS, false, 48000",
    "audio/wav, NATIVE, pcm_s16le, false, 0, PCM, true, 48000",
    "audio/wav, NATIVE, pcm_s24le, false, 0, PCM, false, 48000",
    "audio/x-matroska, RAW, pcm_f32le, false, 0, OPUS, false, 48000",
    "audio/ogg;codecs=flac, RAW, pcm_s16le, false, 0, FLAC, false, 48000",
  })
  void resolve_audio_codecAndCopy(
      String mimeType,
      Wire wire,
      String codec,
      boolean extradata,
      long bits,
      Codec expected,
      boolean copy,
      int rate) {
    EncoderConfig config =
        resolve(
            mimeType,
            bits,
            Tapes.audio(wire, codec, 48_000, 2, extradata ? EXTRADATA : new byte[0]));
    assertThat(config.codec()).isEqualTo(expected);
    assertThat(config.copy()).isEqualTo(copy);
    assertThat(config.audio()).isNotNull();
    assertThat(config.audio().sampleRate()).isEqualTo(rate);
  }

  @ParameterizedTest
  @CsvSource({
    "audio/mp4, aac, 96000, true",
    "audio/x-matroska, aac, 2112, true",
    "audio/x-matroska, aac, 96000, false",
    "audio/x-matroska, opus, 2112, false",
    "audio/webm, opus, 2112, false",
  })
  void canLeaveOut_startOfACopy_whatTheContainerCanSay(
      String mimeType, String codec, int samples, boolean expected) {
    EncoderPlan plan = plan(mimeType, 0, EncodingOptions.DEFAULTS);
    TrackFormat tape = Tapes.audio(Wire.NATIVE, codec, 48_000, 2, EXTRADATA);
    assertThat(plan.canLeaveOut(tape, samples)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"500000, 0", "0, 12"})
  void resolve_keyFramesAskedFor_videoIsEncodedAndSoundCopied(long everyUs, int everyCount) {
    EncodingOptions options = new EncodingOptions(BitrateMode.VARIABLE, everyUs, everyCount);
    EncoderPlan plan = plan("video/mp4", 0, options);
    EncoderConfig video = plan.resolve(Tapes.video(Wire.NATIVE, "h264", 64, 48, "yuv420p"));
    assertThat(video.copy()).isFalse();
    assertThat(video.options()).isEqualTo(options);
    assertThat(plan.resolve(Tapes.audio(Wire.NATIVE, "aac", 48_000, 2, EXTRADATA)).copy()).isTrue();
  }

  @Test
  void resolve_constantRateAskedFor_soundIsEncodedAndVideoCopied() {
    EncoderPlan plan = plan("video/mp4", 0, new EncodingOptions(BitrateMode.CONSTANT, 0, 0));
    assertThat(plan.resolve(Tapes.audio(Wire.NATIVE, "opus", 48_000, 2, EXTRADATA)).copy())
        .isFalse();
    assertThat(plan.resolve(Tapes.audio(Wire.NATIVE, "flac", 48_000, 2, EXTRADATA)).copy())
        .isTrue();
    assertThat(plan.resolve(Tapes.video(Wire.NATIVE, "h264", 64, 48, "yuv420p")).copy()).isTrue();
  }

  @Test
  void resolve_resize_isEncodedInThatSizeAndRateAndNeverLarger() {
    EncoderPlan plan = plan("video/mp4", 0, EncodingOptions.DEFAULTS);
    TrackFormat tape = Tapes.video(Wire.NATIVE, "h264", 64, 48, "yuv420p");
    EncoderConfig smaller = plan.resolve(tape, true, new Resize(32, 18, new Ratio(10, 1)));
    assertThat(smaller.copy()).isFalse();
    assertThat(smaller.video().width()).isEqualTo(32);
    assertThat(smaller.video().height()).isEqualTo(18);
    assertThat(smaller.video().frameRate()).isEqualTo(new Ratio(10, 1));
    EncoderConfig larger = plan.resolve(tape, true, new Resize(640, 24, new Ratio(500, 1)));
    assertThat(larger.video().width()).isEqualTo(64);
    assertThat(larger.video().height()).isEqualTo(24);
    assertThat(larger.video().frameRate()).isEqualTo(tape.videoFormat().frameRate());
  }

  @Test
  void resolve_encodedAudio_isFullyResolved() {
    EncoderConfig aac =
        resolve("audio/mp4", 0, Tapes.audio(Wire.RAW, "pcm_s16le", 44_100, 6, new byte[0]));
    assertThat(aac.audio().sampleRate()).isEqualTo(44_100);
    assertThat(aac.audio().channels()).isEqualTo(2);
    assertThat(aac.audio().frameSize()).isEqualTo(1024);
    assertThat(aac.bitRate()).isEqualTo(128_000);
    assertThat(aac.leadInPackets()).isEqualTo(CutEncoder.leadInPackets(Codec.AAC, false));
    assertThat(aac.timeBase().den()).isEqualTo(44_100);
    EncoderConfig odd =
        resolve("audio/mp4", 0, Tapes.audio(Wire.RAW, "pcm_s16le", 47_999, 1, new byte[0]));
    assertThat(odd.audio().sampleRate()).isEqualTo(48_000);
  }

  @Test
  void resolve_tenBitInput_staysTenBitWhereTheCodecCan() {
    TrackFormat deep = Tapes.video(Wire.NATIVE, "hevc", 64, 48, "yuv422p10le");
    assertThat(resolve("video/webm;codecs=av01", 0, deep).video().pixelFormat())
        .isEqualTo("yuv420p10le");
    assertThat(resolve("video/mp4;codecs=avc1", 0, deep).video().pixelFormat())
        .isEqualTo("yuv420p");
    TrackFormat p010 = Tapes.video(Wire.RAW, "rawvideo", 64, 48, "p010le");
    assertThat(resolve("video/webm;codecs=av1", 0, p010).video().pixelFormat())
        .isEqualTo("yuv420p10le");
    TrackFormat eight = Tapes.video(Wire.RAW, "rawvideo", 64, 48, "yuv420p");
    assertThat(resolve("video/webm", 0, eight).video().pixelFormat()).isEqualTo("yuv420p");
  }

  @Test
  void resolve_oddSizeForH264_saysWhatAndWhy() {
    assertThatThrownBy(
            () ->
                resolve(
                    "video/mp4;codecs=avc1", 0, Tapes.video(Wire.RAW, "rawvideo", 63, 48, "rgb24")))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("63x48")
        .hasMessageContaining("even")
        .extracting(e -> ((MediaException) e).name())
        .isEqualTo("NotSupportedError");
    assertThat(
            resolve("video/webm", 0, Tapes.video(Wire.RAW, "rawvideo", 63, 48, "rgb24"))
                .video()
                .width())
        .isEqualTo(63);
  }

  @Test
  void resolve_codecThisBuildCannotEncode_saysSo() {
    assertThatThrownBy(
            () ->
                resolve(
                    "video/mp4;codecs=hvc1",
                    0,
                    Tapes.video(Wire.NATIVE, "h264", 64, 48, "yuv420p")))
        .hasMessageContaining("cannot encode hevc");
  }

  @Test
  void resolve_noBitRate_followsSizeAndRate() {
    EncoderConfig small =
        resolve("video/mp4", 0, Tapes.video(Wire.RAW, "rawvideo", 64, 48, "yuv420p"));
    assertThat(small.bitRate()).isEqualTo(100_000);
    EncoderConfig full =
        resolve("video/mp4", 0, Tapes.video(Wire.RAW, "rawvideo", 1920, 1080, "yuv420p"));
    assertThat(full.bitRate()).isEqualTo(6_220_800);
  }
}
