package io.reelbus.assembler;

import io.reelbus.ffmpeg.MuxerTail;
import io.reelbus.model.Container;
import io.reelbus.model.EncodedPacket;
import io.reelbus.model.TrackFormat;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A muxer whose container is text: one line per packet. */
final class DumpMuxer implements FileMuxer {

  private final StringBuilder text = new StringBuilder();

  static FileMuxer open(Container container, List<TrackFormat> tracks) {
    DumpMuxer muxer = new DumpMuxer();
    muxer.text.append(container.muxerName());
    tracks.forEach(track -> muxer.text.append(' ').append(track.codecName()));
    muxer.text.append('\n');
    return muxer;
  }

  /** One that takes everything and gives nothing. */
  static FileMuxer silent(Container container, List<TrackFormat> tracks) {
    return new FileMuxer() {
      @Override
      public void write(int fileTrack, EncodedPacket packet) {}

      @Override
      public byte[] flush() {
        return new byte[0];
      }

      @Override
      public MuxerTail finish() {
        return new MuxerTail(new byte[0], List.of());
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void write(int fileTrack, EncodedPacket p) {
    text.append(fileTrack).append(' ').append(p.decodeTimestamp()).append(' ');
    text.append(p.timestamp()).append(p.key() ? " key " : " ");
    p.sideData().forEach(side -> text.append("side").append(side.type()).append(' '));
    text.append(new String(p.data(), StandardCharsets.UTF_8)).append('\n');
  }

  @Override
  public byte[] flush() {
    byte[] bytes = text.append("--\n").toString().getBytes(StandardCharsets.UTF_8);
    text.setLength(0);
    return bytes;
  }

  @Override
  public MuxerTail finish() {
    return new MuxerTail("end\n".getBytes(StandardCharsets.UTF_8), List.of());
  }

  @Override
  public void close() {}
}
