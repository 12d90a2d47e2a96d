package io.reelbus.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_DEBUG;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_FATAL;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import io.reelbus.model.MediaException;
import io.reelbus.model.MediaException.Next;
import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/** Loading the library, and its error numbers as exceptions. */
final class Ffmpeg {

  /** {@code AVERROR(EAGAIN)}. */
  static final int AGAIN = -11;

  /** {@code AVERROR(ENOMEM)}. */
  static final int NO_MEMORY = -12;

  /** Deterministic output: no versions, no clock, no random identifiers in the bytes. */
  static final int BITEXACT = avcodec.AV_CODEC_FLAG_BITEXACT;

  static {
    // What goes wrong comes back as an error number; FFmpeg's own log is for people who debug it.
    av_log_set_level(System.getenv("REELBUS_FFMPEG_LOG") == null ? AV_LOG_FATAL : AV_LOG_DEBUG);
  }

  private Ffmpeg() {}

  /** Makes sure the natives are loaded. */
  static void load() {
    avutil.avutil_version();
  }

  /** FFmpeg's text for an error number. */
  static String text(int error) {
    if (error == AVERROR_EOF) {
      return "end of file";
    }
    byte[] buffer = new byte[256];
    av_strerror(error, buffer, buffer.length);
    int length = 0;
    while (length < buffer.length && buffer[length] != 0) {
      length++;
    }
    return new String(buffer, 0, length, StandardCharsets.UTF_8);
  }

  /** Passes a result through, or throws what went wrong with {@code what}. */
  static int check(int result, String what) {
    if (result < 0) {
      throw new MediaException(
          "EncodingError",
          result == NO_MEMORY ? Next.RETRY : Next.QUARANTINE,
          what + ": " + text(result));
    }
    return result;
  }
}
