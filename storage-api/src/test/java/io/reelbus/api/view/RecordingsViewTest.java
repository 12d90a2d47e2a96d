package io.reelbus.api.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.reelbus.api.Samples;
import io.reelbus.model.ChunkId;
import io.reelbus.model.Lane;
import io.reelbus.model.LedgerEvent.BlobMade;
import io.reelbus.model.LedgerEvent.Captured;
import io.reelbus.model.LedgerEvent.Encoded;
import io.reelbus.model.LedgerEvent.Failed;
import io.reelbus.model.LedgerEvent.FileStored;
import io.reelbus.model.LedgerEvent.Lost;
import io.reelbus.model.Loss;
import io.reelbus.model.LossCause;
import io.reelbus.model.MediaKind;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.RecordingSpec.Desired;
import io.reelbus.model.RecordingState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordingsViewTest {

  private final RecordingsView view = new RecordingsView(RecordingsViewTest::kind);

  private static RecordingSpec spec(String id, long startedAtUs) {
    return new RecordingSpec(
        id,
        "name",
        "s",
        List.of("s/0/0", "s/0/1"),
        "video/mp4;codecs=avc1,mp4a.40.2",
        0,
        0,
        1_000_000,
        Lane.LIVE,
        Desired.RECORDING,
        startedAtUs,
        0);
  }

  private static MediaKind kind(String streamId, String trackId) {
    return trackId.endsWith("0") ? MediaKind.VIDEO : MediaKind.AUDIO;
  }

  private static Captured captured(int track, int slice, long units, boolean last) {
    long from = slice * 1_000_000L;
    return new Captured(
        new ChunkId("r", track, slice),
        Samples.account(units, from, from + 1_000_000),
        List.of(),
        last);
  }

  private static Encoded encoded(int track, int slice, long units) {
    return new Encoded(new ChunkId("r", track, slice), units, 100, "w", 1);
  }

  @Test
  void waiting_someEncoded_isTheOldestThatIsNot() {
    view.put(spec("r", 5));
    view.apply(encoded(0, 0, 30)); // may be told before it is captured
    for (int slice = 0; slice < 4; slice++) {
      view.apply(captured(0, slice, 30, false));
    }
    view.apply(encoded(0, 2, 30));

    long from = 1_000_000; // of slice 1
    assertThat(view.waiting())
        .containsExactly(new WaitingCuts(Lane.LIVE, 2, 1_000_000 + from, 1_000_000, ""));
    view.apply(stored(RecordingState.STORED));
    assertThat(view.waiting()).isEmpty();
  }

  private static BlobMade blob(int slice) {
    return new BlobMade("r", slice, slice * 100L, slice * 100L + 100, 0, 1_000_000, null);
  }

  @Test
  void apply_encoderDiedBeforeItSaidEncoded_theBlobSaysIt() {
    view.put(spec("r", 1));
    for (int slice = 0; slice < 3; slice++) {
      view.apply(captured(0, slice, 30, false));
    }
    view.apply(encoded(0, 1, 30));
    view.apply(new Lost(new ChunkId("r", 0, 0), new Loss(LossCause.CUT_FAILED, 10, 0, 1, "")));
    view.apply(blob(0));
    view.apply(blob(1));

    TrackProgress track = r().tracks().get(0);
    assertThat(track.encodedSlices()).isEqualTo(2);
    assertThat(track.encodedUnits()).isEqualTo(20 + 30);
    assertThat(track.encodedUs()).isEqualTo(2_000_000);
    assertThat(r().lagSlices()).isEqualTo(1);
    assertThat(view.waiting()).extracting(WaitingCuts::cuts).containsExactly(1L);
  }

  @Test
  void apply_encodedTellsAfterTheBlob_countsWhatItTells() {
    view.put(spec("r", 1));
    view.apply(captured(0, 0, 30, false));
    view.apply(blob(0));
    view.apply(encoded(0, 0, 28));
    view.apply(encoded(0, 0, 28));

    TrackProgress track = r().tracks().get(0);
    assertThat(track.encodedSlices()).isEqualTo(1);
    assertThat(track.encodedUnits()).isEqualTo(28);
    assertThat(track.encodedBytes()).isEqualTo(100);
  }

  @Test
  void totals_finished_capturedIsStoredAndLost() {
    view.put(spec("r", 1));
    view.apply(captured(0, 0, 30, false));
    view.apply(captured(0, 1, 30, true));
    view.apply(captured(1, 0, 48_000, true));
    view.apply(encoded(0, 0, 30));
    view.apply(encoded(1, 0, 48_000));
    view.apply(
        new Lost(
            new ChunkId("r", 0, 1), new Loss(LossCause.CUT_FAILED, 30, 1_000_000, 2_000_000, "")));
    view.apply(encoded(0, 1, 0));
    view.apply(blob(0));
    assertThat(view.totals().storedUnits(MediaKind.VIDEO)).isEqualTo(30);
    view.apply(blob(1));
    view.apply(stored(RecordingState.PARTIAL));

    LedgerTotals totals = view.totals();
    assertThat(totals.capturedUnits(MediaKind.VIDEO)).isEqualTo(60);
    assertThat(totals.storedUnits(MediaKind.VIDEO)).isEqualTo(30);
    assertThat(totals.lostUnits(MediaKind.VIDEO)).isEqualTo(30);
    assertThat(totals.lostUs(MediaKind.VIDEO, LossCause.CUT_FAILED)).isEqualTo(1_000_000);
    assertThat(totals.storedUnits(MediaKind.AUDIO)).isEqualTo(48_000);
    view.remove("r");
    assertThat(view.totals().capturedUnits(MediaKind.VIDEO)).as("a counter").isEqualTo(60);
  }

  @Test
  void waitingSlices_encodedAndNotInTheFile_areThere() {
    view.put(spec("r", 1));
    view.apply(captured(0, 0, 30, false));
    view.apply(captured(1, 0, 48_000, true));
    view.apply(encoded(0, 0, 30));
    assertThat(view.waitingSlices()).as("the sound is not encoded").isEmpty();
    view.apply(encoded(1, 0, 48_000));
    assertThat(view.waitingSlices()).containsExactly(new WaitingSlices("r", 0, 0));
    view.apply(blob(0));
    assertThat(view.waitingSlices()).isEmpty();
    view.apply(captured(0, 1, 30, true));
    view.apply(encoded(0, 1, 30));
    view.apply(blob(1));
    assertThat(view.waitingSlices()).as("the file is missing").hasSize(1);
    view.apply(stored(RecordingState.STORED));
    assertThat(view.waitingSlices()).isEmpty();
  }

  @Test
  void apply_fileStored_allThatWasCapturedIsEncoded() {
    view.put(spec("r", 1));
    view.apply(captured(0, 0, 30, false));
    view.apply(captured(0, 1, 12, true));
    view.apply(encoded(0, 0, 30));
    view.apply(stored(RecordingState.STORED));

    assertThat(r().tracks().get(0).encodedUnits()).isEqualTo(42);
    assertThat(r().tracks().get(0).encodedSlices()).isEqualTo(2);
  }

  private static FileStored stored(RecordingState state) {
    return new FileStored("r", state, "k", "m", 999, "abc", 60, 2_000_000, "");
  }

  private RecordingSnapshot r() {
    return view.recording("r").orElseThrow();
  }

  @Test
  void apply_repeatedEvents_countOnce() {
    view.put(spec("r", 1));
    for (int i = 0; i < 3; i++) {
      view.apply(captured(0, 0, 30, false));
      view.apply(captured(0, 1, 30, false));
      view.apply(encoded(0, 0, 30));
    }

    TrackProgress track = r().tracks().get(0);
    assertThat(track.capturedSlices()).isEqualTo(2);
    assertThat(track.capturedUnits()).isEqualTo(60);
    assertThat(track.encodedSlices()).isEqualTo(1);
    assertThat(track.encodedUnits()).isEqualTo(30);
    assertThat(track.encodedBytes()).isEqualTo(100);
    assertThat(r().lagSlices()).isEqualTo(1);
    assertThat(r().lagUs()).isEqualTo(1_000_000);
  }

  @Test
  void apply_encodedOutOfOrder_encodedUsStopsAtTheHole() {
    view.put(spec("r", 1));
    for (int slice = 0; slice < 4; slice++) {
      view.apply(captured(0, slice, 30, false));
    }
    view.apply(encoded(0, 0, 30));
    view.apply(encoded(0, 2, 30));
    view.apply(encoded(0, 3, 30));
    assertThat(r().tracks().get(0).encodedUs()).isEqualTo(1_000_000);

    view.apply(encoded(0, 1, 30));
    assertThat(r().tracks().get(0).encodedUs()).isEqualTo(4_000_000);
    assertThat(r().lagUs()).isZero();
  }

  @Test
  void apply_encodedBeforeCaptured_isKept() {
    view.apply(encoded(0, 0, 30));
    view.apply(captured(0, 0, 30, false));
    assertThat(view.recording("r")).isEmpty();

    view.put(spec("r", 1));

    assertThat(r().tracks().get(0).encodedUs()).isEqualTo(1_000_000);
  }

  @Test
  void apply_lossToldTwice_countsOnce() {
    view.put(spec("r", 1));
    Loss loss = new Loss(LossCause.CUT_FAILED, 30, 0, 1_000_000, "worker died 3 times");
    view.apply(new Lost(new ChunkId("r", 0, 0), loss));
    view.apply(new Lost(new ChunkId("r", 0, 0), loss));

    assertThat(r().tracks().get(0).lostUnits()).isEqualTo(30);
    assertThat(r().losses()).hasSize(1);
  }

  @Test
  void stopped_allTracksEnded_isStoppedWithoutBeingAsked() {
    view.put(spec("r", 1));
    view.apply(captured(0, 0, 30, true));
    assertThat(r().stopped()).isFalse();
    view.apply(captured(1, 0, 48000, true));

    assertThat(r().stopped()).isTrue();
    assertThat(r().finished()).isFalse();
  }

  @Test
  void storedSlices_trackThatEndedEarlier_isNotCountedOn() {
    view.put(spec("r", 1));
    view.apply(captured(0, 0, 30, false));
    view.apply(captured(1, 0, 48000, true));
    view.apply(new BlobMade("r", 0, 0, 500, 0, 1_000_000, null));
    view.apply(new BlobMade("r", 1, 500, 900, 1_000_000, 1_000_000, null));

    assertThat(r().tracks()).extracting(TrackProgress::storedSlices).containsExactly(2L, 1L);
    assertThat(r().uploadedBytes()).isEqualTo(900);
    assertThat(view.lines("r"))
        .extracting(SliceLine::state)
        .containsExactly(SliceLine.State.STORED, SliceLine.State.STORED);
  }

  @Test
  void apply_fileStored_finishesAndKeepsTotals() {
    view.put(spec("r", 1));
    view.apply(captured(0, 0, 30, false));
    view.apply(encoded(0, 0, 30));
    view.apply(stored(RecordingState.STORED));
    view.apply(captured(0, 0, 30, false)); // late repeats change nothing
    view.apply(captured(0, 1, 30, false));
    view.apply(new Failed("r", "OperationError", "too late"));

    assertThat(r().state()).isEqualTo(RecordingState.STORED);
    assertThat(r().tracks().get(0).capturedUnits()).isEqualTo(30);
    assertThat(r().uploadedBytes()).isEqualTo(999);
    assertThat(view.open()).hasSize(1); // its spec still says RECORDING

    view.put(spec("r", 1).stopped(5));
    assertThat(view.open()).isEmpty();
  }

  @Test
  void list_pages_newestFirstWithoutRepeats() {
    for (int i = 0; i < 25; i++) {
      view.put(spec("r" + i, 1000 + i / 2)); // pairs with the same start
    }
    List<String> seen = new ArrayList<>();
    RecordingsView.@Nullable Position at = null;
    List<RecordingSnapshot> page = view.list(at, 10, r -> true);
    while (!page.isEmpty()) {
      page.forEach(r -> seen.add(r.spec().recordingId()));
      at = RecordingsView.Position.of(page.get(page.size() - 1).spec());
      page = view.list(at, 10, r -> true);
    }

    assertThat(seen).hasSize(25).doesNotHaveDuplicates().startsWith("r24");
  }

  @Test
  void remove_lateEvents_doNotBringItBack() {
    view.put(spec("r", 1));
    view.remove("r");
    view.apply(captured(0, 0, 30, false));
    view.dropUnknown();

    assertThat(view.recording("r")).isEmpty();
    assertThat(view.list(null, 10, r -> true)).isEmpty();
  }

  @Test
  void dropUnknown_ledgerOfADeletedRecording_isDroppedTheSecondTime() {
    view.apply(captured(0, 0, 30, false));
    view.dropUnknown();
    view.put(spec("r", 1)); // its spec was only late
    view.dropUnknown();
    assertThat(r().tracks().get(0).capturedSlices()).isEqualTo(1);

    RecordingsView other = new RecordingsView(RecordingsViewTest::kind);
    other.apply(captured(0, 0, 30, false));
    other.dropUnknown();
    other.dropUnknown();
    other.put(spec("r", 1));
    assertThat(other.recording("r").orElseThrow().tracks().get(0).capturedSlices()).isZero();
  }

  @Test
  void apply_numbersOutOfRange_areIgnored() {
    view.put(spec("r", 1));
    view.apply(captured(-1, 0, 30, false));
    view.apply(captured(99, 0, 30, false));
    view.apply(captured(0, -1, 30, false));
    view.apply(captured(0, Integer.MAX_VALUE, 30, false));

    assertThat(r().tracks().get(0).capturedSlices()).isZero();
  }
}
