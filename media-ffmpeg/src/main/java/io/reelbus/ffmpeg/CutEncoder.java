package io.reelbus.ffmpeg;

import io.reelbus.model.Chunk;
import io.reelbus.model.Codec;
import io.reelbus.model.Cut;
import io.reelbus.model.EncodedPacket;
import io.reelbus.model.Loss;
import io.reelbus.model.MediaKind;
import io.reelbus.model.SliceAccount;
import io.reelbus.model.TrackFormat;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a chunk of a cut. The result depends on the cut and the tape alone (I2).
 *
 * <p>Stateless: any thread may call it, one call per thread at a time.
 */
public final class CutEncoder {

  private CutEncoder() {}

  /**
   * What one way of encoding makes of a slice.
   *
   * @param passed units that a lower frame rate leaves out: not captured for this recorder
   */
  record Slice(
      @Nullable TrackFormat format,
      List<EncodedPacket> packets,
      long units,
      long passed,
      List<Loss> losses) {

    Slice(
        @Nullable TrackFormat format, List<EncodedPacket> packets, long units, List<Loss> losses) {
      this(format, packets, units, 0, losses);
    }
  }

  /** Whether this build of FFmpeg can encode a codec. */
  public static boolean canEncode(Codec codec) {
    Ffmpeg.load();
    return !EncoderSettings.available(codec).isEmpty();
  }

  /** Whether this build can encode a codec with 10 bits per component. */
  public static boolean canEncodeTenBits(Codec codec) {
    Ffmpeg.load();
    return EncoderSettings.takes(codec, "yuv420p10le");
  }

  /** Lead-in an audio codec needs for inaudible joins, in packets. */
  public static int leadInPackets(Codec codec, boolean realtime) {
    return EncoderSettings.leadInPackets(codec, realtime);
  }

  /**
   * Encodes, or copies, a cut.
   *
   * @param cut what to do
   * @param frames the frames of the cut's tape ranges, in order
   * @param worker name for the ledger
   * @param attempt delivery count, from 1
   * @throws io.reelbus.model.MediaException {@code QUARANTINE} when this cut fails every time
   */
  public static Chunk encode(Cut cut, FrameSource frames, String worker, int attempt) {
    return chunk(cut, slice(cut, frames), worker, attempt);
  }

  private static Slice slice(Cut cut, FrameSource frames) {
    if (cut.encoder().copy()) {
      return CopiedSlice.make(cut, frames);
    }
    if (cut.format().kind() == MediaKind.AUDIO) {
      return new AudioSlice(cut).encode(frames);
    }
    try (VideoSlice video = new VideoSlice(cut)) {
      return video.finish(cut, frames);
    }
  }

  static Chunk chunk(Cut cut, Slice slice, String worker, int attempt) {
    SliceAccount account = cut.account();
    if (!slice.losses().isEmpty() || slice.passed() > 0) {
      List<Loss> losses = new ArrayList<>(account.losses());
      losses.addAll(slice.losses());
      account = account.with(account.captured() - slice.passed(), losses);
    }
    return new Chunk(
        cut.id(),
        slice.format(),
        slice.packets(),
        slice.units(),
        cut.last(),
        account,
        worker,
        attempt,
        cut.tape());
  }
}
