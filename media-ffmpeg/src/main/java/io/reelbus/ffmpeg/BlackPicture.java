package io.reelbus.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_get_pix_fmt;
import static org.bytedeco.ffmpeg.global.avutil.av_image_fill_black;

import io.reelbus.model.VideoFormat;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.SizeTPointer;

/** A picture that is black, in the range its format says, and shows nothing of any other. */
final class BlackPicture implements AutoCloseable {

  private final AVFrame frame = av_frame_alloc();

  BlackPicture(VideoFormat format) {
    NativeHandles.opened();
    int pixelFormat = av_get_pix_fmt(format.pixelFormat());
    frame.width(format.width());
    frame.height(format.height());
    frame.format(pixelFormat);
    frame.color_range(format.color().range());
    frame.color_primaries(format.color().primaries());
    frame.color_trc(format.color().transfer());
    frame.colorspace(format.color().matrix());
    frame.chroma_location(format.color().chromaLocation());
    frame
        .sample_aspect_ratio()
        .num(format.sampleAspectRatio().num())
        .den(format.sampleAspectRatio().den());
    try (SizeTPointer lineSizes = new SizeTPointer(4)) {
      Ffmpeg.check(av_frame_get_buffer(frame, 0), "black picture");
      for (int plane = 0; plane < 4; plane++) {
        lineSizes.put(plane, frame.linesize(plane));
      }
      Ffmpeg.check(
          av_image_fill_black(
              frame.data(),
              lineSizes,
              pixelFormat,
              format.color().range(),
              format.width(),
              format.height()),
          "black picture");
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** The picture in the place of another; lent until the next call. */
  AVFrame insteadOf(AVFrame picture) {
    frame.pts(picture.pts());
    frame.duration(picture.duration());
    return frame;
  }

  @Override
  public void close() {
    if (!frame.isNull()) {
      av_frame_free(frame);
      frame.setNull();
      NativeHandles.closed();
    }
  }
}
