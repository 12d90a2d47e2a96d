package io.reelbus.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_get_bytes_per_sample;
import static org.bytedeco.ffmpeg.global.avutil.av_image_copy_to_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_image_get_buffer_size;
import static org.bytedeco.ffmpeg.global.avutil.av_sample_fmt_is_planar;

import io.reelbus.model.TapeFrame;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.IntFunction;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

/** From {@code AVFrame} to the raw frames of a tape. */
final class RawFrames {

  private RawFrames() {}

  static long timestamp(AVFrame frame) {
    return frame.best_effort_timestamp() != AV_NOPTS_VALUE
        ? frame.best_effort_timestamp()
        : frame.pts();
  }

  /**
   * A picture with its planes tightly packed.
   *
   * @param room gives the array of a size that the picture is copied to
   */
  static TapeFrame picture(AVFrame frame, IntFunction<byte[]> room) {
    int width = frame.width();
    int height = frame.height();
    byte[] data = room.apply(av_image_get_buffer_size(frame.format(), width, height, 1));
    Planes planes = Planes.of(frame.format(), width, height);
    if (planes.arePackedIn(frame)) {
      planes.copyOut(frame, data);
    } else {
      copyRows(frame, data);
    }
    long timestamp = timestamp(frame);
    return new TapeFrame(
        timestamp,
        timestamp,
        frame.duration(),
        true,
        0,
        new TapeFrame.Picture(width, height, Formats.pixelFormatName(frame.format())),
        List.of(),
        ByteBuffer.wrap(data));
  }

  private static void copyRows(AVFrame frame, byte[] data) {
    try (BytePointer packed = new BytePointer(data.length)) {
      Ffmpeg.check(
          av_image_copy_to_buffer(
              packed,
              data.length,
              frame.data(),
              frame.linesize(),
              frame.format(),
              frame.width(),
              frame.height(),
              1),
          "copy a picture");
      packed.get(data, 0, data.length);
    }
  }

  /** Interleaved samples. */
  static TapeFrame samples(AVFrame frame) {
    int channels = frame.ch_layout().nb_channels();
    int bytesPerSample = av_get_bytes_per_sample(frame.format());
    int count = frame.nb_samples();
    byte[] data = new byte[count * channels * bytesPerSample];
    if (av_sample_fmt_is_planar(frame.format()) == 0) {
      frame.extended_data(0).get(data, 0, data.length);
    } else {
      byte[] plane = new byte[count * bytesPerSample];
      for (int channel = 0; channel < channels; channel++) {
        new BytePointer(frame.extended_data(channel)).get(plane, 0, plane.length);
        interleave(plane, data, channel, channels, bytesPerSample);
      }
    }
    long timestamp = timestamp(frame);
    return new TapeFrame(
        timestamp,
        timestamp,
        frame.duration(),
        true,
        count,
        null,
        List.of(),
        ByteBuffer.wrap(data));
  }

  private static void interleave(
      byte[] plane, byte[] target, int channel, int channels, int bytesPerSample) {
    int stride = channels * bytesPerSample;
    int to = channel * bytesPerSample;
    for (int from = 0; from < plane.length; from += bytesPerSample, to += stride) {
      System.arraycopy(plane, from, target, to, bytesPerSample);
    }
  }
}
