package io.reelbus.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reelbus.bus.TapeReader;
import io.reelbus.model.AudioFormat;
import io.reelbus.model.ChunkId;
import io.reelbus.model.Codec;
import io.reelbus.model.Cut;
import io.reelbus.model.EncoderConfig;
import io.reelbus.model.Lane;
import io.reelbus.model.MediaException;
import io.reelbus.model.SliceAccount;
import io.reelbus.model.TapeFrame;
import io.reelbus.model.TapeRange;
import io.reelbus.model.TapeRecord;
import io.reelbus.model.TapeStretch;
import io.reelbus.model.TimeBase;
import io.reelbus.model.TrackFormat;
import io.reelbus.model.Wire;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A tape whose first records have expired. */
class TapeFramesTest {

  private static final TapeRange GONE = new TapeRange("t", 0, 3, 5);
  private static final TapeRange THERE = new TapeRange("t", 0, 90, 91);

  @Test
  void next_expiredBeforeAPause_goesOnBehindItAndSaysSo() {
    TapeFrames frames = frames(List.of(GONE, THERE), List.of(new TapeStretch(0, 9, 0)));

    assertThat(frames.next()).isNotNull();
    assertThat(frames.next()).isNull();
    assertThat(frames.isMissing()).isTrue();
  }

  @Test
  void next_allOfItExpired_fails() {
    TapeFrames frames = frames(List.of(THERE, GONE), List.of(new TapeStretch(0, 9, 0)));

    assertThat(frames.next()).isNotNull();
    assertThatThrownBy(frames::next).isInstanceOf(MediaException.class);
  }

  @Test
  void next_expiredWithoutAPause_fails() {
    assertThatThrownBy(frames(List.of(GONE, THERE), List.of())::next)
        .isInstanceOf(MediaException.class);
  }

  private static TapeFrames frames(List<TapeRange> ranges, List<TapeStretch> stretches) {
    AudioFormat audio = new AudioFormat(48_000, 1, "mono", "flt", 32, 960, 0, 0, 0);
    TimeBase base = TimeBase.ofRate(48_000);
    TrackFormat format =
        new TrackFormat(
            Wire.RAW, "pcm_f32le", base, null, audio, new byte[0], 0, 0, 0, List.of(), "");
    Cut cut =
        new Cut(
            new ChunkId("r", 0, 1),
            Lane.LIVE,
            ranges,
            format,
            new EncoderConfig(Codec.OPUS, false, 0, base, null, audio, 0, true),
            0,
            0,
            0,
            0,
            0,
            1,
            false,
            new SliceAccount(1, 0, 0, 0, List.of()),
            stretches,
            List.of());
    return new TapeFrames(cut, new HalfExpired(), () -> {});
  }

  private static final class HalfExpired implements TapeReader {
    private TapeRange range = THERE;
    private boolean given;

    @Override
    public void open(TapeRange opened) {
      range = opened;
      given = false;
    }

    @Override
    public @Nullable TapeFrame next() {
      if (range.equals(GONE)) {
        throw new MediaException("NotFoundError", MediaException.Next.QUARANTINE, "has expired");
      }
      if (given) {
        return null;
      }
      given = true;
      return new TapeFrame(0, 0, 1, true, 1, null, List.of(), ByteBuffer.allocate(4));
    }

    @Override
    public @Nullable TapeFrame nextHere() {
      throw new UnsupportedOperationException("a cut is all there");
    }

    @Override
    public long position() {
      throw new UnsupportedOperationException("a cut is all there");
    }

    @Override
    public @Nullable TapeRecord find() {
      throw new UnsupportedOperationException("payloads are wanted");
    }

    @Override
    public void close() {}
  }
}
