package io.reelbus.agent;

import io.reelbus.ffmpeg.CutEncoder;
import io.reelbus.model.AudioFormat;
import io.reelbus.model.BitRates;
import io.reelbus.model.Codec;
import io.reelbus.model.Container;
import io.reelbus.model.EncoderConfig;
import io.reelbus.model.Lane;
import io.reelbus.model.MediaException;
import io.reelbus.model.MediaKind;
import io.reelbus.model.MimeType;
import io.reelbus.model.Ratio;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.Resize;
import io.reelbus.model.TimeBase;
import io.reelbus.model.TrackFormat;
import io.reelbus.model.VideoFormat;
import io.reelbus.model.Wire;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Resolves what a recorder was asked for and what a tape holds into an encoder configuration. Pure.
 *
 * <p>The codec is the one asked for; else the input's own when the container can hold it as it is;
 * else the container's default. Packets are copied when the codec is the same and nothing was asked
 * for that they need not have: a bit rate, a constant one, key frames, another size.
 */
final class EncoderPlan {

  private static final int OPUS_RATE = 48_000;
  private static final int MAX_RATE = 96_000;
  private static final int MOST_PRIMING_SAMPLES = 8192; // encoders need less; more is an edit
  private static final Ratio DEFAULT_FRAME_RATE = new Ratio(25, 1);
  private static final List<Integer> AAC_RATES =
      List.of(
          96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025,
          8_000, 7_350);

  /** Pixel format names of more than 8 bits per component. */
  private static final Pattern DEEP =
      Pattern.compile("(?i).*(p|gray|gbra?p|y)(9|1[0246])(le|be).*");

  private static final Pattern DEEP_PLANES = Pattern.compile("(?i)[px][0-4]1[0246].*");

  private final MimeType mimeType;
  private final RecordingSpec spec;
  private final Predicate<Codec> canEncode;

  /**
   * Makes a plan for a recording.
   *
   * @param canEncode what the encoders of this build can write
   * @throws MediaException {@code NotSupportedError} when its MIME type is not supported
   */
  EncoderPlan(RecordingSpec spec, Predicate<Codec> canEncode) {
    this.spec = spec;
    this.canEncode = canEncode;
    this.mimeType = MimeType.parse(spec.mimeType());
  }

  /**
   * The configuration of one track.
   *
   * @throws MediaException {@code NotSupportedError} saying what cannot be written and why
   */
  EncoderConfig resolve(TrackFormat tape) {
    return resolve(tape, true, null);
  }

  /**
   * The same.
   *
   * @param mayCopy false when the packets do not show what is to be recorded
   * @param resize another size of pictures, which is never copied
   */
  EncoderConfig resolve(TrackFormat tape, boolean mayCopy, @Nullable Resize resize) {
    Resize wanted = tape.video() == null ? null : resize;
    return resolved(tape, mayCopy && wanted == null, wanted).with(spec.options(), wanted);
  }

  private EncoderConfig resolved(TrackFormat tape, boolean mayCopy, @Nullable Resize resize) {
    Codec codec = codec(tape);
    if (mayCopy && isCopied(tape, codec)) {
      return new EncoderConfig(
          codec, true, 0, tape.timeBase(), tape.video(), tape.audio(), 0, isRealtime());
    }
    if (!canEncode.test(codec)) {
      throw unsupported("this build of FFmpeg cannot encode " + codec.codecName());
    }
    return tape.kind() == MediaKind.VIDEO
        ? video(tape, codec, bitRate(tape), resize)
        : audio(tape, codec, bitRate(tape));
  }

  /**
   * Whether the container can leave out whole packets at the start of copied sound: MP4 by its edit
   * lists, Matroska what an encoder needs to begin, by its {@code CodecDelay}.
   *
   * @param samples to leave out
   */
  boolean canLeaveOut(TrackFormat tape, int samples) {
    return switch (mimeType.container()) {
      case MP4 -> true;
      case MATROSKA ->
          samples <= MOST_PRIMING_SAMPLES
              && !tape.codecName().equals(Codec.OPUS.codecName()); // its header says it, too
      case WEBM, OGG, WAV -> false;
    };
  }

  private boolean isRealtime() {
    return spec.lane() == Lane.LIVE;
  }

  private Codec codec(TrackFormat tape) {
    Container container = mimeType.container();
    List<Codec> held = container.codecs(tape.kind());
    if (held.isEmpty()) {
      throw unsupported(container.muxerName() + " cannot hold " + tape.kind());
    }
    var asked = mimeType.codecFor(tape.kind());
    if (asked.isPresent()) {
      return asked.get();
    }
    if (tape.wire() == Wire.RAW) {
      return held.get(0);
    }
    return Codec.ofCodecName(tape.codecName())
        .filter(held::contains)
        .filter(own -> canEncode.test(own) || isCopied(tape, own))
        .orElse(held.get(0));
  }

  private boolean isCopied(TrackFormat tape, Codec codec) {
    boolean anyPackets =
        tape.kind() == MediaKind.VIDEO
            ? !spec.options().placesKeyFrames()
            : !spec.options().isConstantRate() || codec == Codec.PCM || codec == Codec.FLAC;
    return anyPackets && bitRate(tape) == 0 && isCopyable(tape, codec);
  }

  private long bitRate(TrackFormat tape) {
    return tape.kind() == MediaKind.VIDEO ? spec.videoBitsPerSecond() : spec.audioBitsPerSecond();
  }

  private static boolean isCopyable(TrackFormat tape, Codec codec) {
    if (tape.wire() != Wire.NATIVE || !tape.codecName().equals(codec.codecName())) {
      return false;
    }
    return switch (codec) {
      // In a transport stream AAC and FLAC describe themselves in every packet; files want it once.
      case AAC, OPUS, FLAC -> tape.extradata().length > 0;
      case H264, H265, VP8, VP9, AV1, PCM -> true;
    };
  }

  private EncoderConfig video(
      TrackFormat tape, Codec codec, long bitRate, @Nullable Resize resize) {
    VideoFormat in = resize == null ? tape.videoFormat() : resize.of(tape.videoFormat());
    boolean even = in.width() % 2 == 0 && in.height() % 2 == 0;
    if (!even && (codec == Codec.H264 || codec == Codec.H265)) {
      throw unsupported(
          codec.codecName()
              + " cannot hold a picture of "
              + in.width()
              + "x"
              + in.height()
              + ": width and height must be even; vp8, vp9 and av1 can");
    }
    boolean deep =
        isDeep(in.pixelFormat())
            && (codec == Codec.VP9 || codec == Codec.AV1)
            && CutEncoder.canEncodeTenBits(codec);
    VideoFormat out =
        new VideoFormat(
            in.width(),
            in.height(),
            deep ? "yuv420p10le" : "yuv420p",
            in.sampleAspectRatio(),
            in.frameRate().known() ? in.frameRate() : DEFAULT_FRAME_RATE,
            in.color(),
            in.fieldOrder());
    long rate = bitRate > 0 ? bitRate : BitRates.video(codec, out);
    return new EncoderConfig(codec, false, rate, tape.timeBase(), out, null, 0, isRealtime());
  }

  private static boolean isDeep(String pixelFormat) {
    return DEEP.matcher(pixelFormat).matches() || DEEP_PLANES.matcher(pixelFormat).matches();
  }

  private EncoderConfig audio(TrackFormat tape, Codec codec, long bitRate) {
    AudioFormat in = tape.audioFormat();
    int rate = sampleRate(codec, in.sampleRate());
    int channels = channels(codec, in.channels());
    AudioFormat out =
        new AudioFormat(
            rate,
            channels,
            channels == in.channels() ? in.channelLayout() : layout(channels),
            sampleFormat(codec, in),
            codec == Codec.FLAC && in.bitsPerSample() > 16 ? 24 : 16,
            codec.frameSizeSamples(),
            0,
            0,
            0);
    return new EncoderConfig(
        codec,
        false,
        bitRate > 0 ? BitRates.nearest(codec, channels, bitRate) : BitRates.audio(codec, channels),
        TimeBase.ofRate(rate),
        null,
        out,
        CutEncoder.leadInPackets(codec, isRealtime()), // until joins are inaudible
        isRealtime());
  }

  private static int sampleRate(Codec codec, int in) {
    return switch (codec) {
      case OPUS -> OPUS_RATE;
      case AAC -> AAC_RATES.contains(in) ? in : OPUS_RATE;
      case FLAC -> Math.min(in, MAX_RATE);
      default -> in;
    };
  }

  private static int channels(Codec codec, int in) {
    return switch (codec) {
      case OPUS, AAC -> Math.min(in, 2);
      case FLAC -> Math.min(in, 8);
      default -> in;
    };
  }

  private static String layout(int channels) {
    return switch (channels) {
      case 1 -> "mono";
      case 2 -> "stereo";
      case 8 -> "7.1";
      default -> String.format(Locale.ROOT, "%dC", channels);
    };
  }

  private static String sampleFormat(Codec codec, AudioFormat in) {
    return switch (codec) {
      case OPUS -> "flt";
      case AAC -> "fltp";
      case FLAC -> in.bitsPerSample() > 16 ? "s32" : "s16";
      default -> "s16";
    };
  }

  private MediaException unsupported(String why) {
    return new MediaException(
        "NotSupportedError", MediaException.Next.STOP, spec.mimeType() + ": " + why);
  }
}
