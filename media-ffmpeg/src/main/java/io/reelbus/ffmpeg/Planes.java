package io.reelbus.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.av_image_fill_linesizes;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_count_planes;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;

/**
 * Where the planes of a tightly packed picture are.
 *
 * @param lineSizes bytes per row of each plane
 * @param sizes bytes of each plane
 */
record Planes(int[] lineSizes, int[] sizes) {

  private static final int PALETTE_FLAG = 1 << 1;

  static Planes of(int format, int width, int height) {
    int count = Math.max(0, av_pix_fmt_count_planes(format));
    AVPixFmtDescriptor descriptor = av_pix_fmt_desc_get(format);
    if ((descriptor.flags() & PALETTE_FLAG) != 0) {
      count = 0; // the palette is a plane of its own: let FFmpeg copy it
    }
    int[] lines = new int[4];
    av_image_fill_linesizes(lines, format, width);
    int[] sizes = new int[count];
    for (int i = 0; i < count; i++) {
      int shift = i == 1 || i == 2 ? descriptor.log2_chroma_h() : 0;
      sizes[i] = lines[i] * ((height + (1 << shift) - 1) >> shift);
    }
    return new Planes(lines, sizes);
  }

  /** Whether the rows of a frame's planes follow each other without gaps. */
  boolean arePackedIn(AVFrame frame) {
    for (int i = 0; i < sizes.length; i++) {
      if (frame.linesize(i) != lineSizes[i]) {
        return false;
      }
    }
    return sizes.length > 0;
  }

  /** Copies packed planes one behind the other. */
  void copyOut(AVFrame frame, byte[] target) {
    int at = 0;
    for (int i = 0; i < sizes.length; i++) {
      frame.data(i).get(target, at, sizes[i]);
      at += sizes[i];
    }
  }
}
