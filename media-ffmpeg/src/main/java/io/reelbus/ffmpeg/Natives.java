package io.reelbus.ffmpeg;

import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avfilter;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.swresample;
import org.bytedeco.ffmpeg.global.swscale;

/** FFmpeg's native libraries. */
public final class Natives {

  private Natives() {}

  /**
   * Loads what recording needs, about half a second of work that otherwise comes with the first
   * frame. Any thread; at once when loaded already.
   */
  public static void load() {
    Ffmpeg.load();
    avcodec.avcodec_version();
    avformat.avformat_version();
    swscale.swscale_version();
    swresample.swresample_version();
    avfilter.avfilter_version();
  }
}
