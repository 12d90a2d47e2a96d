package io.reelbus.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AV_FRAME_CROP_UNALIGNED;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_apply_cropping;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_copy_props;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_get_pix_fmt;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BITEXACT;
import static org.bytedeco.ffmpeg.global.swscale.sws_alloc_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_free_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale_frame;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;

/** Changes size and pixel format of pictures, the same way on every machine. */
final class Scaler implements AutoCloseable {

  private final SwsContext context;
  private final AVFrame output = av_frame_alloc();

  Scaler() {
    context = sws_alloc_context();
    context.flags(SWS_BICUBIC | SWS_ACCURATE_RND | SWS_BITEXACT);
    context.threads(1);
    NativeHandles.opened();
  }

  /** The picture converted; lent until the next call. */
  AVFrame scale(AVFrame input, int width, int height, String pixelFormat) {
    av_frame_unref(output);
    output.width(width);
    output.height(height);
    output.format(av_get_pix_fmt(pixelFormat));
    Ffmpeg.check(av_frame_get_buffer(output, 0), "picture of " + width + "x" + height);
    Ffmpeg.check(sws_scale_frame(context, output, input), "scale a picture");
    av_frame_copy_props(output, input);
    return output;
  }

  /**
   * Narrows a picture to the largest area in its middle that has a shape, without a copy. Its left
   * and upper edges are even, so that no chroma sample is split.
   */
  static void crop(AVFrame picture, int width, int height) {
    int fromWidth = picture.width();
    int fromHeight = picture.height();
    long keptWidth = Math.min(fromWidth, Math.round((double) fromHeight * width / height));
    long keptHeight = Math.min(fromHeight, Math.round((double) fromWidth * height / width));
    long left = (fromWidth - keptWidth) / 2 / 2 * 2;
    long top = (fromHeight - keptHeight) / 2 / 2 * 2;
    picture.crop_left(left);
    picture.crop_right(fromWidth - keptWidth - left);
    picture.crop_top(top);
    picture.crop_bottom(fromHeight - keptHeight - top);
    Ffmpeg.check(av_frame_apply_cropping(picture, AV_FRAME_CROP_UNALIGNED), "crop a picture");
  }

  @Override
  public void close() {
    if (!context.isNull()) {
      sws_free_context(context);
      context.setNull();
      av_frame_free(output);
      NativeHandles.closed();
    }
  }
}
