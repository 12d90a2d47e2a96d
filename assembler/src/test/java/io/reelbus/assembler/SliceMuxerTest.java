package io.reelbus.assembler;

import static io.reelbus.assembler.Chunks.audio;
import static io.reelbus.assembler.Chunks.video;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reelbus.model.Chunk;
import io.reelbus.model.Container;
import io.reelbus.model.EncodedPacket;
import io.reelbus.model.TrackFormat;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SliceMuxerTest {

  private static String write(SliceMuxer muxer, int number, @Nullable Chunk... chunks) {
    byte[] bytes = muxer.write(new Slice(number, false, Arrays.asList(chunks))).bytes();
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static SliceMuxer muxer(@Nullable TrackFormat... formats) {
    return new SliceMuxer(Container.MATROSKA, Arrays.asList(formats), 0, DumpMuxer::open);
  }

  private static EncodedPacket at(long decode, long presentation) {
    return new EncodedPacket(presentation, decode, 1, false, List.of(), new byte[] {'x'});
  }

  private static Chunk videoOf(int slice, EncodedPacket... packets) {
    return Chunks.chunk(0, slice, Chunks.video(), List.of(packets), packets.length, false);
  }

  @Test
  void write_twoTracks_interleavesByDecodeTimeLowerTrackFirst() {
    SliceMuxer muxer = muxer(Chunks.video(), Chunks.audio());
    assertThat(write(muxer, 0, video(0, 0, 6, false), audio(1, 0, 3, false)))
        .isEqualTo(
            """
            matroska h264 opus
            0 0 0 key 0@0
            1 0 0 key 1@0
            0 1 1 0@1
            0 2 2 0@2
            1 100 100 key 1@100
            0 3 3 0@3
            0 4 4 0@4
            0 5 5 0@5
            1 200 200 key 1@200
            --
            """);
  }

  @Test
  void write_trackWithoutMedia_isLeftOutAndNoted() {
    SliceMuxer muxer = muxer(null, Chunks.audio());
    assertThat(write(muxer, 0, video(0, 0, 0, true), audio(1, 0, 1, false)))
        .isEqualTo("matroska opus\n0 0 0 key 1@0\n--\n");
    assertThat(muxer.fileTrack(0)).isNull();
    assertThat(muxer.notes()).containsExactly("track 0: no media; not in the file");
  }

  @Test
  void write_decodeTimesThatFallBackAtJoin_rise() {
    SliceMuxer muxer = muxer(Chunks.video());
    write(muxer, 0, videoOf(0, at(0, 1), at(1, 3), at(2, 2)));
    assertThat(write(muxer, 1, videoOf(1, at(1, 3), at(2, 5), at(3, 4), at(7, 7))))
        .isEqualTo("0 3 3 x\n0 4 5 x\n0 5 5 x\n0 7 7 x\n--\n");
    assertThat(muxer.notes())
        .containsExactly(
            "track 0: 3 decode times raised to keep them rising",
            "track 0: 1 presentation times raised to their decode times");
  }

  @Test
  void write_picturesCloserThanAStep_areMovedApart() {
    long stepUs = Chunks.video().timeBase().toUs(3);
    SliceMuxer muxer =
        new SliceMuxer(Container.MATROSKA, List.of(Chunks.video()), stepUs, DumpMuxer::open);
    assertThat(write(muxer, 0, videoOf(0, at(0, 0), at(1, 1), at(7, 7))))
        .contains("0 0 0 x\n0 3 3 x\n0 7 7 x\n");
  }

  @Test
  void write_decodeTimeAbovePresentation_isLowered() {
    SliceMuxer muxer = muxer(Chunks.video());
    assertThat(write(muxer, 0, videoOf(0, at(5, 3)))).contains("0 3 3 x");
  }

  @Test
  void write_configurationChangesMidway_travelsWithFirstPacketOnce() {
    TrackFormat first = Chunks.video();
    TrackFormat changed =
        new TrackFormat(
            first.wire(),
            first.codecName(),
            first.timeBase(),
            first.video(),
            null,
            new byte[] {9},
            first.profile(),
            first.level(),
            12345,
            List.of(),
            "");
    SliceMuxer muxer = muxer(first);
    write(muxer, 0, videoOf(0, at(0, 0)));
    Chunk second = Chunks.chunk(0, 1, changed, List.of(at(1, 1), at(2, 2)), 2, false);
    Chunk third = Chunks.chunk(0, 2, changed, List.of(at(3, 3)), 1, false);
    assertThat(write(muxer, 1, second)).isEqualTo("0 1 1 side1 x\n0 2 2 x\n--\n");
    assertThat(write(muxer, 2, third)).isEqualTo("0 3 3 x\n--\n");
  }

  @Test
  void write_muxerThatGivesNoBytes_isTold() {
    SliceMuxer muxer =
        new SliceMuxer(Container.MATROSKA, List.of(Chunks.video()), 0, DumpMuxer::silent);
    assertThatThrownBy(() -> write(muxer, 0, video(0, 0, 6, false)))
        .hasMessageMatching("muxer: 0 bytes made of packets of \\d+ bytes");
  }

  @Test
  void finish_muxerThatKeepsTheLastPacket_isTold() {
    SliceMuxer muxer =
        new SliceMuxer(Container.MATROSKA, List.of(Chunks.video()), 0, DumpMuxer::silent);
    write(muxer, 0, video(0, 0, 1, true));
    assertThatThrownBy(muxer::finish).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void write_emptySlice_hasNoTime() {
    SliceMuxer muxer = muxer(Chunks.video());
    assertThat(muxer.write(new Slice(0, false, List.of(video(0, 0, 0, false)))).isEmpty()).isTrue();
  }
}
