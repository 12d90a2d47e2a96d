package io.reelbus.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import io.reelbus.model.ChunkId;
import io.reelbus.model.Codec;
import io.reelbus.model.Cut;
import io.reelbus.model.EncoderConfig;
import io.reelbus.model.Lane;
import io.reelbus.model.Ratio;
import io.reelbus.model.SliceAccount;
import io.reelbus.model.TimeBase;
import io.reelbus.model.TrackFormat;
import io.reelbus.model.VideoFormat;
import io.reelbus.model.Wire;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrackPlacesTest {

  private static final TimeBase BASE = new TimeBase(1, 25);
  private static final VideoFormat PICTURE =
      new VideoFormat(
          64, 48, "yuv420p", new Ratio(1, 1), new Ratio(25, 1), VideoFormat.Color.UNSPECIFIED, 1);

  private static final long SLOW = 1_000_000_000;

  private final TrackPlaces tracks = new TrackPlaces();
  private final CutWork first = new Nowhere();
  private final CutWork second = new Nowhere();

  @Test
  void of_liveTrack_isWhereItsLatestSliceWasMade() {
    tracks.made(cut(0, 0, Lane.LIVE, false), first, SLOW);
    tracks.made(cut(1, 0, Lane.LIVE, false), first, SLOW);
    tracks.made(cut(0, 1, Lane.LIVE, false), second, SLOW);

    assertThat(tracks.of(cut(0, 2, Lane.LIVE, false))).isSameAs(second);
    assertThat(tracks.of(cut(1, 1, Lane.LIVE, false))).isSameAs(first);
    assertThat(tracks.count(first)).isEqualTo(1);
    assertThat(tracks.count(second)).isEqualTo(1);
  }

  @Test
  void made_sliceThatWasSlowerThanItsNext_changesNothing() {
    tracks.made(cut(0, 2, Lane.LIVE, false), second, SLOW);
    tracks.made(cut(0, 1, Lane.LIVE, false), first, SLOW);

    assertThat(tracks.of(cut(0, 3, Lane.LIVE, false))).isSameAs(second);
  }

  @Test
  void of_trackThatHasEnded_isNowhere() {
    tracks.made(cut(0, 0, Lane.LIVE, false), first, SLOW);
    tracks.made(cut(0, 1, Lane.LIVE, true), first, SLOW);

    assertThat(tracks.of(cut(0, 2, Lane.LIVE, false))).isNull();
    assertThat(tracks.count(first)).isZero();
  }

  @Test
  void of_batchTrack_isAnywhere() {
    tracks.made(cut(0, 0, Lane.BATCH, false), first, SLOW);

    assertThat(tracks.of(cut(0, 1, Lane.BATCH, false))).isNull();
  }

  @Test
  void isQuick_trackWhoseLatestSliceTookAMoment_only() {
    tracks.made(cut(0, 0, Lane.LIVE, false), first, SLOW);
    tracks.made(cut(1, 0, Lane.LIVE, false), first, 1_000_000);

    assertThat(tracks.isQuick(cut(0, 1, Lane.LIVE, false))).isFalse();
    assertThat(tracks.isQuick(cut(1, 1, Lane.LIVE, false))).isTrue();
    assertThat(tracks.isQuick(cut(2, 1, Lane.LIVE, false))).isFalse();
  }

  private static Cut cut(int track, int slice, Lane lane, boolean last) {
    TrackFormat format =
        new TrackFormat(
            Wire.RAW, "rawvideo", BASE, PICTURE, null, new byte[0], 0, 0, 0, List.of(), "");
    EncoderConfig config = new EncoderConfig(Codec.VP8, false, 1, BASE, null, null, 0, true);
    return new Cut(
        new ChunkId("recording", track, slice),
        lane,
        List.of(),
        format,
        config,
        0,
        1,
        0,
        0,
        0,
        0,
        last,
        new SliceAccount(1, 0, 1, 0, List.of()));
  }

  private static final class Nowhere extends FakeWork {
    @Override
    public Made make(Cut cut, int attempt, Runnable progress) {
      throw new UnsupportedOperationException();
    }
  }
}
