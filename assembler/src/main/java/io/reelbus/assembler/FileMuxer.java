package io.reelbus.assembler;

import io.reelbus.ffmpeg.Muxer;
import io.reelbus.ffmpeg.MuxerTail;
import io.reelbus.model.Container;
import io.reelbus.model.EncodedPacket;
import io.reelbus.model.TrackFormat;
import java.util.List;

/** What the assembler asks of a muxer; see {@link Muxer} for the call order. */
interface FileMuxer extends AutoCloseable {

  void write(int fileTrack, EncodedPacket packet);

  byte[] flush();

  MuxerTail finish();

  @Override
  void close();

  /** Opens muxers. */
  @FunctionalInterface
  interface Factory {
    FileMuxer open(Container container, List<TrackFormat> tracks);
  }

  /** FFmpeg's. */
  static FileMuxer ffmpeg(Container container, List<TrackFormat> tracks) {
    Muxer muxer = Muxer.open(container, tracks);
    return new FileMuxer() {
      @Override
      public void write(int fileTrack, EncodedPacket packet) {
        muxer.write(fileTrack, packet);
      }

      @Override
      public byte[] flush() {
        return muxer.flush();
      }

      @Override
      public MuxerTail finish() {
        return muxer.finish();
      }

      @Override
      public void close() {
        muxer.close();
      }
    };
  }
}
