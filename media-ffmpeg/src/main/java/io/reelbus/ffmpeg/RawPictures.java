package io.reelbus.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.av_buffer_pool_get;
import static org.bytedeco.ffmpeg.global.avutil.av_buffer_pool_init;
import static org.bytedeco.ffmpeg.global.avutil.av_buffer_pool_uninit;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_get_pix_fmt;
import static org.bytedeco.ffmpeg.global.avutil.av_image_fill_arrays;
import static org.bytedeco.ffmpeg.global.avutil.av_image_get_buffer_size;

import io.reelbus.model.MediaException;
import io.reelbus.model.MediaException.Next;
import io.reelbus.model.TapeFrame;
import io.reelbus.model.VideoFormat;
import org.bytedeco.ffmpeg.avutil.AVBufferPool;
import org.bytedeco.ffmpeg.avutil.AVBufferRef;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** From the raw frames of a tape to {@code AVFrame}: one copy per picture. */
final class RawPictures implements AutoCloseable {

  /** Encoders may read a vector's length past the end. */
  private static final int OVERREAD = 64;

  private final VideoFormat format;
  private final AVFrame frame = av_frame_alloc();
  private AVBufferPool pool = new AVBufferPool(null);
  private long pooledSize;

  RawPictures(VideoFormat format) {
    this.format = format;
    NativeHandles.opened();
  }

  /** The picture; lent until the next call. */
  AVFrame read(TapeFrame f) {
    TapeFrame.Picture picture = f.picture();
    int width = picture != null ? picture.width() : format.width();
    int height = picture != null ? picture.height() : format.height();
    int pixelFormat =
        av_get_pix_fmt(picture != null ? picture.pixelFormat() : format.pixelFormat());
    int size = av_image_get_buffer_size(pixelFormat, width, height, 1);
    if (size != f.size()) {
      throw new MediaException(
          "EncodingError",
          Next.QUARANTINE,
          "raw frame at " + f.timestamp() + ": " + f.size() + " bytes (expected: " + size + ")");
    }
    av_frame_unref(frame);
    AVBufferRef buffer = buffer(size + (long) OVERREAD);
    frame.buf(0, buffer);
    Packets.put(f.data(), buffer.data());
    av_image_fill_arrays(
        frame.data(), frame.linesize(), buffer.data(), pixelFormat, width, height, 1);
    frame.extended_data(frame.data());
    frame.format(pixelFormat);
    frame.width(width);
    frame.height(height);
    frame.pts(f.timestamp());
    frame.duration(f.duration());
    frame.color_range(format.color().range());
    frame.color_primaries(format.color().primaries());
    frame.color_trc(format.color().transfer());
    frame.colorspace(format.color().matrix());
    frame.chroma_location(format.color().chromaLocation());
    return frame;
  }

  /** One that an earlier picture no longer needs: pages that are new have to be cleared first. */
  private AVBufferRef buffer(long size) {
    if (size != pooledSize) {
      av_buffer_pool_uninit(pool);
      pool = av_buffer_pool_init(size, null);
      pooledSize = size;
    }
    return av_buffer_pool_get(pool);
  }

  @Override
  public void close() {
    if (!frame.isNull()) {
      av_frame_free(frame);
      av_buffer_pool_uninit(pool);
      frame.setNull();
      NativeHandles.closed();
    }
  }
}
