package io.reelbus.api.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.reelbus.api.Samples;
import io.reelbus.model.ChunkId;
import io.reelbus.model.Codec;
import io.reelbus.model.Cut;
import io.reelbus.model.EncoderConfig;
import io.reelbus.model.Lane;
import io.reelbus.model.LedgerEvent;
import io.reelbus.model.LedgerEvent.BlobMade;
import io.reelbus.model.LedgerEvent.Captured;
import io.reelbus.model.LedgerEvent.Failed;
import io.reelbus.model.LedgerEvent.FileStored;
import io.reelbus.model.LedgerEvent.Interrupted;
import io.reelbus.model.LedgerEvent.Lost;
import io.reelbus.model.LedgerEvent.RecorderAsked;
import io.reelbus.model.LedgerEvent.RecorderAsked.Wish;
import io.reelbus.model.LedgerEvent.SourceEnded;
import io.reelbus.model.LedgerEvent.SourceFailed;
import io.reelbus.model.LedgerEvent.SourceOpened;
import io.reelbus.model.LedgerEvent.SourceTracks;
import io.reelbus.model.LedgerEvent.TrackMuted;
import io.reelbus.model.LedgerEvent.TrackOverconstrained;
import io.reelbus.model.LiveTrack;
import io.reelbus.model.Loss;
import io.reelbus.model.LossCause;
import io.reelbus.model.RecordingState;
import io.reelbus.model.SliceAccount;
import io.reelbus.model.TapeRange;
import io.reelbus.model.TrackFormat;
import io.reelbus.model.Wire;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NarratorTest {

  private final Narrator narrator = new Narrator();

  private static RecorderAsked asked(Wish wish, long offset) {
    return new RecorderAsked("r", wish, offset);
  }

  private static BlobMade blob(int slice) {
    return new BlobMade("r", slice, slice * 10L, slice * 10L + 10, slice, 1, null);
  }

  private static FileStored stored(RecordingState state) {
    return new FileStored("r", state, "k", "m", 1, "s", 1, 1, "why");
  }

  private static Lost lost(LossCause cause) {
    return new Lost(new ChunkId("r", 0, 1), new Loss(cause, 30, 0, 1, "three times"));
  }

  /** Names of what the lines mean, without the lines. */
  private List<String> told(LedgerEvent... lines) {
    List<String> names = new ArrayList<>();
    for (LedgerEvent line : lines) {
      List<Event> events = narrator.tell(line);
      assertThat(events.get(0)).isEqualTo(new Event.Line(line));
      events.stream().skip(1).forEach(e -> names.add(e.getClass().getSimpleName()));
    }
    return names;
  }

  @Test
  void captured_cutAndTape_areNotKeptForListeners() {
    ChunkId id = new ChunkId("r", 0, 1);
    SliceAccount account = Samples.account(30, 0, 1_000_000);
    List<TapeRange> tape = List.of(new TapeRange("t", 0, 5, 35));
    Captured line = new Captured(id, account, tape, true, cut(id, account, tape));

    assertThat(narrator.tell(line))
        .containsExactly(new Event.Line(new Captured(id, account, List.of(), true)));
  }

  private static Cut cut(ChunkId id, SliceAccount account, List<TapeRange> tape) {
    TrackFormat format = Samples.video("v", Wire.NATIVE, "h264").format();
    EncoderConfig copy =
        new EncoderConfig(Codec.H264, true, 0, format.timeBase(), format.video(), null, 0, false);
    return new Cut(
        id, Lane.LIVE, tape, format, copy, 0, 1, 0, 0, 0, 0, true, account, List.of(), List.of());
  }

  @Test
  void recorder_pausedAndResumed_isToldInOrder() {
    assertThat(
            told(
                asked(Wish.RECORD, 5),
                blob(0),
                asked(Wish.PAUSE, 8),
                asked(Wish.RECORD, 9),
                blob(1),
                stored(RecordingState.STORED)))
        .containsExactly("Start", "DataAvailable", "Pause", "Resume", "DataAvailable", "Stop");
  }

  @Test
  void recorder_linesThatComeAgain_areToldOnce() {
    assertThat(
            told(
                asked(Wish.RECORD, 5),
                asked(Wish.RECORD, 5),
                asked(Wish.PAUSE, 8),
                asked(Wish.RECORD, 9),
                asked(Wish.PAUSE, 8), // a slower API process said it too
                blob(0),
                blob(1),
                blob(0), // an assembler began again
                blob(1),
                blob(2),
                stored(RecordingState.PARTIAL),
                stored(RecordingState.PARTIAL),
                blob(3)))
        .containsExactly(
            "Start", "Pause", "Resume", "DataAvailable", "DataAvailable", "DataAvailable", "Stop");
  }

  @Test
  void recorder_whoeverAskedDied_startsBeforeItsFirstBlob() {
    assertThat(told(blob(0), asked(Wish.RECORD, 5))).containsExactly("Start", "DataAvailable");
    assertThat(narrator.askedOffset("r")).isEqualTo(5);
  }

  @Test
  void recorder_fails_errorThenStopAndNothingElse() {
    assertThat(
            told(
                blob(0),
                new Failed("r", "NotReadableError", "gone"),
                stored(RecordingState.FAILED),
                blob(1)))
        .containsExactly("Start", "DataAvailable", "Failure", "Stop");
  }

  @Test
  void recorder_noFileAndNoReason_isAnErrorToo() {
    assertThat(told(stored(RecordingState.FAILED))).containsExactly("Start", "Failure", "Stop");
  }

  @Test
  void lost_byACutThatFailed_isOneErrorAndTheRecordingGoesOn() {
    assertThat(
            told(
                lost(LossCause.CUT_FAILED),
                lost(LossCause.CUT_FAILED),
                lost(LossCause.DEVICE_STALLED),
                blob(0)))
        .containsExactly("Start", "Failure", "DataAvailable");
  }

  @Test
  void stream_sourceOpenedAgainAndEnded_tracksComeAndGoOnce() {
    SourceOpened opened =
        new SourceOpened(
            "s",
            1,
            List.of(
                Samples.video("s/1/0", Wire.RAW, "rawvideo"),
                Samples.audio("s/1/1", Wire.RAW, "pcm_f32le")));
    assertThat(
            told(
                opened,
                opened,
                new SourceEnded("s", 0),
                new SourceFailed("s", 1, "NotReadableError", "unplugged"),
                new SourceEnded("s", 1)))
        .containsExactly("TrackAdded", "TrackAdded", "TrackEnded", "TrackEnded");
  }

  @Test
  void track_mutedAndOverconstrained_isToldOncePerChangeWhileItLives() {
    SourceOpened opened =
        new SourceOpened("s", 0, List.of(Samples.video("s/0/0", Wire.RAW, "rawvideo")));
    TrackMuted muted = new TrackMuted("s", "s/0/0", true);
    TrackOverconstrained violated = new TrackOverconstrained("s", "s/0/0", "width");
    assertThat(
            told(
                muted, // not live yet
                opened,
                muted,
                muted,
                violated,
                violated,
                opened, // a restarted agent: it gives something again
                violated,
                new TrackMuted("s", "s/0/0", false),
                new SourceEnded("s", 0),
                muted,
                violated))
        .containsExactly(
            "TrackAdded", "TrackMute", "TrackOverconstraint", "TrackMute", "TrackEnded");
  }

  @Test
  void stream_trackRemovedAddedAndStopped_eachIsToldOnce() {
    LiveTrack track = Samples.video("s/0/0", Wire.RAW, "rawvideo");
    SourceOpened opened = new SourceOpened("s", 0, List.of(track));
    assertThat(
            told(
                opened,
                tracks(track, true, false),
                opened,
                tracks(track, true, false),
                tracks(track, false, false),
                tracks(track, false, true),
                new SourceEnded("s", 0)))
        .containsExactly("TrackAdded", "TrackRemoved", "TrackAdded", "TrackEnded");
  }

  @Test
  void stream_cloneInNoTrackSet_isNotAdded() {
    LiveTrack clone = Samples.video("s/1/0", Wire.RAW, "rawvideo");
    assertThat(told(tracks(clone, true, false), new SourceOpened("s", 1, List.of(clone))))
        .isEmpty();
  }

  @Test
  void stream_cloneInNoTrackSet_isToldAsMutedAndEnded() {
    LiveTrack clone = Samples.video("s/1/0", Wire.RAW, "rawvideo");
    assertThat(
            told(
                tracks(clone, true, false),
                new SourceOpened("s", 1, List.of(clone)),
                new TrackMuted("s", "s/1/0", true),
                new SourceEnded("s", 1)))
        .containsExactly("TrackMute", "TrackEnded");
  }

  @Test
  void stream_closedAndItsTrackLivesOn_isNotToldAsEnded() {
    LiveTrack track = Samples.video("s/0/0", Wire.RAW, "rawvideo");
    assertThat(
            told(
                new SourceOpened("s", 0, List.of(track)),
                new SourceEnded("s", 0, List.of("s/0/0"))))
        .containsExactly("TrackAdded");
  }

  private static SourceTracks tracks(LiveTrack track, boolean removed, boolean stopped) {
    List<String> id = List.of(track.trackId());
    return new SourceTracks(
        "s",
        Integer.parseInt(track.trackId().split("/", -1)[1]),
        List.of(track),
        removed ? id : List.of(),
        stopped ? id : List.of());
  }

  @Test
  void interrupted_whileRecording_errorThenTheRestThenStop() {
    Interrupted line = new Interrupted("r", "InvalidModificationError", "a track was added");
    assertThat(told(blob(0), line, line, blob(1), stored(RecordingState.STORED)))
        .containsExactly("Start", "DataAvailable", "Failure", "DataAvailable", "Stop");
  }
}
