package io.reelbus.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_CONFIG_PIX_FORMAT;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_supported_config;
import static org.bytedeco.ffmpeg.global.avutil.av_get_pix_fmt;

import io.reelbus.model.Codec;
import io.reelbus.model.EncoderConfig;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * Which FFmpeg encoder writes a codec, and with which options. Every choice here is deterministic:
 * one thread, no speed control by the clock (I2).
 */
final class EncoderSettings {

  private EncoderSettings() {}

  /** FFmpeg encoders for a codec, the preferred first. */
  static List<String> encoders(Codec codec) {
    return switch (codec) {
      case H264 -> List.of("libx264", "libopenh264");
      case H265 -> List.of("libx265");
      case VP8 -> List.of("libvpx");
      case VP9 -> List.of("libvpx-vp9");
      case AV1 -> List.of("libsvtav1", "libaom-av1");
      case OPUS -> List.of("libopus");
      case AAC -> List.of("aac");
      case FLAC -> List.of("flac");
      case PCM -> List.of("pcm_s16le");
    };
  }

  /**
   * Packets to encode before an audio slice so that its encoder is in the state of one that never
   * stopped: measured with a tone over twenty joins, see {@code AudioJoinTest}.
   */
  static int leadInPackets(Codec codec, boolean realtime) {
    return switch (codec) {
      case AAC -> realtime ? 12 : 300;
      case OPUS -> 100;
      default -> 0;
    };
  }

  /** The encoder of this build for a codec, or empty when it has none. */
  static String available(Codec codec) {
    return encoders(codec).stream()
        .filter(name -> !Formats.isNull(avcodec_find_encoder_by_name(name)))
        .findFirst()
        .orElse("");
  }

  /** Whether this build's encoder for a codec takes pictures of a pixel format. */
  static boolean takes(Codec codec, String pixelFormat) {
    AVCodec encoder = avcodec_find_encoder_by_name(available(codec));
    if (Formats.isNull(encoder)) {
      return false;
    }
    try (PointerPointer<IntPointer> list = new PointerPointer<>(1);
        IntPointer count = new IntPointer(1)) {
      int kind = AV_CODEC_CONFIG_PIX_FORMAT;
      avcodec_get_supported_config(null, encoder, kind, 0, list, count);
      IntPointer formats = list.get(IntPointer.class, 0);
      int wanted = av_get_pix_fmt(pixelFormat);
      for (int i = 0; !Formats.isNull(formats) && i < count.get(); i++) {
        if (formats.get(i) == wanted) {
          return true;
        }
      }
      return false;
    }
  }

  /** Private options of an encoder. */
  static Map<String, String> options(String encoder, EncoderConfig config) {
    Map<String, String> options = new TreeMap<>();
    switch (encoder) {
      case "libopenh264" -> {
        options.put("rc_mode", "bitrate");
        options.put("allow_skip_frames", "0"); // a skipped frame would be a lost frame
      }
      case "libx264", "libx265" -> {
        options.put("preset", config.realtime() ? "ultrafast" : "veryfast");
        options.put("forced-idr", "1"); // a key frame that was asked for begins a group
        if (encoder.equals("libx265")) {
          options.put("x265-params", "pools=none:frame-threads=1:log-level=none:open-gop=0");
        }
      }
      // libvpx measures its own time when VP8's speed is positive; a negative one is fixed.
      case "libvpx" -> realtimeVpx(options, "-8");
      case "libvpx-vp9" -> realtimeVpx(options, "8");
      case "libsvtav1" -> {
        options.put("preset", config.realtime() ? "12" : "10");
        // Same rate and quality as with the default of some 40 pictures, 80 MB less at 1080p.
        options.put("svtav1-params", "lp=1:lookahead=16" + forced(config));
      }
      case "libaom-av1" -> {
        options.put("usage", "realtime");
        options.put("cpu-used", "8");
      }
      case "libopus" -> {
        options.put("application", "audio");
        options.put("frame_duration", "20");
        options.put("vbr", config.options().isConstantRate() ? "off" : "on");
      }
      // The two-loop coder forgets slowly: it needs seconds of lead-in, which live slices cannot
      // pay.
      case "aac" -> options.put("aac_coder", config.realtime() ? "fast" : "twoloop");
      default -> {}
    }
    return options;
  }

  private static String forced(EncoderConfig config) {
    return config.options().placesKeyFrames() ? ":force-key-frames=1" : "";
  }

  private static void realtimeVpx(Map<String, String> options, String speed) {
    options.put("deadline", "realtime");
    options.put("cpu-used", speed);
    options.put("lag-in-frames", "0");
    options.put("auto-alt-ref", "0"); // alternate references are packets without a picture
  }
}
