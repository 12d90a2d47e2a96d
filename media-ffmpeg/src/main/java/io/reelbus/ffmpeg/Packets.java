package io.reelbus.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_SKIP_SAMPLES;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_new_side_data;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import io.reelbus.model.EncodedPacket;
import io.reelbus.model.SideData;
import io.reelbus.model.TapeFrame;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.javacpp.BytePointer;

/** Between {@code AVPacket} and our own packets. */
final class Packets {

  private Packets() {}

  static List<SideData> sideData(AVPacket packet) {
    int count = packet.side_data_elems();
    List<SideData> sideData = count == 0 ? List.of() : Formats.sideData(packet.side_data(), count);
    if ((packet.flags() & AV_PKT_FLAG_DISCARD) == 0) {
      return sideData;
    }
    List<SideData> marked = new ArrayList<>(sideData);
    marked.add(new SideData(SideData.HIDDEN, new byte[0]));
    return marked;
  }

  static boolean isKey(AVPacket packet) {
    return (packet.flags() & AV_PKT_FLAG_KEY) != 0;
  }

  /** Best known presentation time: some old containers give decode times only. */
  static long timestamp(AVPacket packet) {
    return packet.pts() != AV_NOPTS_VALUE ? packet.pts() : packet.dts();
  }

  /** Samples that a packet's side data says are not to be heard of its start. */
  static int skippedAtStart(List<SideData> sideData) {
    return skipped(sideData, 0);
  }

  /** The same of its end. */
  static int skippedAtEnd(List<SideData> sideData) {
    return skipped(sideData, 4);
  }

  private static int skipped(List<SideData> sideData, int at) {
    for (SideData side : sideData) {
      if (side.type() == AV_PKT_DATA_SKIP_SAMPLES && side.data().length >= 8) {
        return ByteBuffer.wrap(side.data()).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
      }
    }
    return 0;
  }

  static boolean isSkip(SideData side) {
    return side.type() == AV_PKT_DATA_SKIP_SAMPLES;
  }

  /** Says that samples at the end of a packet are not to be heard. */
  static SideData skippedAtEnd(int samples) {
    return skipped(0, samples);
  }

  /** Says that samples at the start and the end of a packet are not to be heard. */
  static SideData skipped(int atStart, int atEnd) {
    ByteBuffer data = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN);
    data.putInt(0, atStart).putInt(4, atEnd);
    return new SideData(AV_PKT_DATA_SKIP_SAMPLES, data.array());
  }

  /** Fills a packet for a muxer. The packet owns a copy. */
  static void fill(AVPacket target, EncodedPacket p) {
    av_packet_unref(target);
    Ffmpeg.check(av_new_packet(target, p.data().length), "packet of " + p.data().length + " bytes");
    target.data().put(p.data(), 0, p.data().length);
    finish(target, p.timestamp(), p.decodeTimestamp(), p.duration(), p.key(), p.sideData());
  }

  /** Fills a packet for a decoder. The packet owns a copy. */
  static void fill(AVPacket target, TapeFrame f) {
    av_packet_unref(target);
    Ffmpeg.check(av_new_packet(target, f.size()), "packet of " + f.size() + " bytes");
    put(f.data(), target.data());
    finish(target, f.timestamp(), f.decodeTimestamp(), f.duration(), f.key(), f.sideData());
  }

  private static void finish(
      AVPacket target, long pts, long dts, long duration, boolean key, List<SideData> sideData) {
    target.pts(pts);
    target.dts(dts);
    target.duration(duration);
    target.flags(key ? AV_PKT_FLAG_KEY : 0);
    for (SideData side : sideData) {
      if (side.type() == SideData.HIDDEN) {
        target.flags(target.flags() | AV_PKT_FLAG_DISCARD);
        continue;
      }
      BytePointer data = av_packet_new_side_data(target, side.type(), side.data().length);
      if (!Formats.isNull(data)) {
        data.put(side.data(), 0, side.data().length);
      }
    }
  }

  /** Copies what remains of a buffer to native memory; the buffer's position does not move. */
  static void put(ByteBuffer source, BytePointer target) {
    int size = source.remaining();
    if (source.hasArray()) {
      target.put(source.array(), source.arrayOffset() + source.position(), size);
    } else {
      byte[] copy = new byte[size];
      source.duplicate().get(copy);
      target.put(copy, 0, size);
    }
  }
}
