package io.reelbus.bus.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reelbus.bus.Samples;
import io.reelbus.model.Blob;
import io.reelbus.model.BlobPlace;
import io.reelbus.model.Chunk;
import io.reelbus.model.ChunkId;
import io.reelbus.model.Cut;
import io.reelbus.model.EncoderConfig;
import io.reelbus.model.Lane;
import io.reelbus.model.LedgerEvent;
import io.reelbus.model.Loss;
import io.reelbus.model.LossCause;
import io.reelbus.model.MediaException;
import io.reelbus.model.RecorderSpec;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.RecordingState;
import io.reelbus.model.TapeFrame;
import io.reelbus.model.TapeMark;
import io.reelbus.model.TapeRange;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WireTest {

  @Test
  void cut_everyField_comesBack() {
    Cut cut = Samples.cut("r1", 4, Lane.LIVE);

    assertThat(Cuts.decode(Cuts.encode(cut))).isEqualTo(cut);
  }

  @Test
  void cut_ofAudio_comesBack() {
    Cut v = Samples.cut("r1", 4, Lane.BATCH);
    EncoderConfig e = v.encoder();
    Cut cut =
        new Cut(
            v.id(),
            v.lane(),
            List.of(),
            Samples.audio(),
            new EncoderConfig(
                e.codec(),
                false,
                0,
                e.timeBase(),
                null,
                Samples.audio().audio(),
                e.leadInPackets(),
                false),
            0,
            1,
            2,
            3,
            4,
            5,
            false,
            v.account());

    assertThat(Cuts.decode(Cuts.encode(cut))).isEqualTo(cut);
  }

  @Test
  void chunk_everyField_comesBack() {
    Chunk chunk = Samples.chunk("r1", 2, 1000);

    assertThat(Chunks.decode(Chunks.encode(chunk))).isEqualTo(chunk);
  }

  @Test
  void chunk_empty_comesBack() {
    Chunk chunk =
        new Chunk(
            new ChunkId("r", 0, 9), null, List.of(), 0, false, Samples.account(), "worker", 1);

    assertThat(Chunks.decode(Chunks.encode(chunk))).isEqualTo(chunk);
  }

  @Test
  void blob_everyField_comesBack() {
    Blob blob = new Blob("r1", 3, -7, true, Samples.bytes(100, 1));

    Blob back = Blobs.decode(Blobs.encode(blob));

    assertThat(back).usingRecursiveComparison().isEqualTo(blob);
  }

  static List<LedgerEvent> events() {
    ChunkId id = new ChunkId("r1", 1, 2);
    return List.of(
        new LedgerEvent.SourceOpened("s1", 1, List.of(Samples.liveTrack())),
        new LedgerEvent.SourceFailed("s1", 2, "NotFoundError", "no such file"),
        new LedgerEvent.SourceEnded("s1", 3, List.of("s2/0/0")),
        new LedgerEvent.SourceTracks(
            "s1", 1, List.of(Samples.liveTrack()), List.of("s1/1/0"), List.of("s1/1/1")),
        new LedgerEvent.TrackMuted("s1", "s1/0/0", true),
        new LedgerEvent.TrackOverconstrained("s1", "s1/0/0", "frameRate"),
        new LedgerEvent.Interrupted("r1", "InvalidModificationError", "a track was added"),
        new LedgerEvent.Captured(id, Samples.account(), List.of(new TapeRange("t", 1, 2, 3)), true),
        new LedgerEvent.Captured(
            id, Samples.account(), List.of(), false, Samples.cut("r1", 2, Lane.LIVE)),
        new LedgerEvent.Encoded(id, 72, 123_456, "worker-1", 2),
        new LedgerEvent.Lost(id, new Loss(LossCause.CUT_FAILED, 3, -1, 4, "why")),
        new LedgerEvent.BlobMade("r1", 2, 100, 200, -3, 2_000_000, null),
        new LedgerEvent.BlobMade("r1", 3, 200, 300, -3, 2_000_000, new BlobPlace(0, 7)),
        new LedgerEvent.FileStored(
            "r1", RecordingState.PARTIAL, "a/b.webm", "a/manifest.json", 9, "ab", 5, 6, "gaps"),
        new LedgerEvent.RecorderAsked("r1", LedgerEvent.RecorderAsked.Wish.PAUSE, 12),
        new LedgerEvent.Failed("r1", "EncodingError", "nothing came"));
  }

  @ParameterizedTest
  @MethodSource("events")
  void ledgerEvent_everyKind_comesBack(LedgerEvent event) {
    assertThat(LedgerEvents.decode(LedgerEvents.encode(event))).isEqualTo(event);
  }

  @Test
  void events_ofThisTest_coverEveryKind() {
    assertThat(events().stream().map(Object::getClass).distinct())
        .hasSameSizeAs(LedgerEvent.class.getPermittedSubclasses());
  }

  @Test
  void states_everyKind_comesBack() {
    assertThat(States.decodeAgent(States.encode(Samples.agent("a", 5))))
        .isEqualTo(Samples.agent("a", 5));
    assertThat(States.decodeStream(States.encode(Samples.stream("s"))))
        .isEqualTo(Samples.stream("s"));
    RecorderSpec recorder =
        new RecorderSpec("r", "s", "video/webm", List.of("s/0/0"), 1, 2, "{}", 3);
    assertThat(States.decodeRecorder(States.encode(recorder))).isEqualTo(recorder);
    RecordingSpec interrupted =
        Samples.recording("r")
            .ofTrackSet(4)
            .failed("InvalidModificationError", "a track was added", 9);
    assertThat(States.decodeRecording(States.encode(interrupted))).isEqualTo(interrupted);
    assertThat(States.decodeRecording(States.encode(Samples.recording("r"))))
        .isEqualTo(Samples.recording("r"));
  }

  @Test
  void frameHeader_everyField_comesBack() {
    TapeFrame frame = Samples.frame(-5, 10);

    TapeMark mark =
        new TapeMark(true, new TapeMark.Missing(LossCause.AGENT_BUFFER_FULL, 3, -7, 9, "was full"));
    FrameHeader back = FrameHeader.decode(FrameHeader.first(frame, 3, mark).encode());

    assertThat(back).isEqualTo(FrameHeader.first(frame, 3, mark));
    assertThat(back.frame(ByteBuffer.wrap(Samples.bytes(10, -5)))).isEqualTo(frame);
  }

  @Test
  void partHeader_everyField_comesBack() {
    PartHeader header = new PartHeader(UUID.randomUUID(), 1, 2, 5_000_000_000L, "r/0/1");

    assertThat(PartHeader.decode(header.encode())).isEqualTo(header);
  }

  @Test
  void decode_notOurBytes_isQuarantined() {
    byte[] garbage = Samples.bytes(50, 3);

    assertThatThrownBy(() -> Cuts.decode(garbage))
        .isInstanceOfSatisfying(
            MediaException.class,
            e -> assertThat(e.next()).isEqualTo(MediaException.Next.QUARANTINE));
    assertThatThrownBy(() -> LedgerEvents.decode(new byte[0])).isInstanceOf(MediaException.class);
  }
}
