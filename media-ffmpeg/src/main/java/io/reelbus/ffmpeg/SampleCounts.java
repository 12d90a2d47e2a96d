package io.reelbus.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_FLAC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_OPUS;
import static org.bytedeco.ffmpeg.global.avcodec.av_get_audio_frame_duration2;

import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/** How many samples an audio packet decodes to, without decoding it. */
final class SampleCounts {

  private SampleCounts() {}

  /** Samples per channel, or 0 when only the container's duration can tell. */
  static long of(AVCodecParameters p, AVPacket packet) {
    if (p.codec_id() == AV_CODEC_ID_FLAC) { // FFmpeg tells by time only, which Matroska rounds
      return FlacFrames.samples(Formats.bytes(packet.data(), Math.min(packet.size(), 16)));
    }
    if (p.codec_id() == AV_CODEC_ID_OPUS) { // by time only, which is shorter for a trimmed packet
      return OpusPackets.samples(Formats.bytes(packet.data(), Math.min(packet.size(), 2)));
    }
    return Math.max(0, av_get_audio_frame_duration2(p, packet.size()));
  }
}
