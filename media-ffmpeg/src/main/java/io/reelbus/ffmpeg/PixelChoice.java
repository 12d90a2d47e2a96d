package io.reelbus.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_RGB;
import static org.bytedeco.ffmpeg.global.avutil.av_get_pix_fmt;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_count_planes;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.jspecify.annotations.Nullable;

/** Which pixel format goes on a tape: as it came, or {@code yuv420p} for packed and RGB pixels. */
final class PixelChoice implements AutoCloseable {

  private @Nullable Scaler scaler;

  /** The format on the tape for pictures that arrive as {@code name}. */
  static String onTape(String name) {
    int format = av_get_pix_fmt(name);
    if (format < 0) {
      return "yuv420p";
    }
    AVPixFmtDescriptor d = av_pix_fmt_desc_get(format);
    boolean planarYuv =
        (d.flags() & AV_PIX_FMT_FLAG_RGB) == 0 && av_pix_fmt_count_planes(format) >= 2;
    boolean grey = d.nb_components() == 1 && (d.flags() & 2) == 0;
    return planarYuv || grey ? name : "yuv420p";
  }

  /** The frame itself, or its conversion, lent until the next call. */
  AVFrame forTape(AVFrame frame) {
    String name = Formats.pixelFormatName(frame.format());
    String wanted = onTape(name);
    if (wanted.equals(name)) {
      return frame;
    }
    if (scaler == null) {
      scaler = new Scaler();
    }
    return scaler.scale(frame, frame.width(), frame.height(), wanted);
  }

  @Override
  public void close() {
    if (scaler != null) {
      scaler.close();
    }
  }
}
