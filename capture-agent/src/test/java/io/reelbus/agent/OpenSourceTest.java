package io.reelbus.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reelbus.ffmpeg.Muxer;
import io.reelbus.ffmpeg.NativeHandles;
import io.reelbus.model.Container;
import io.reelbus.model.EncodedPacket;
import io.reelbus.model.MediaException;
import io.reelbus.model.Source;
import io.reelbus.model.TrackFormat;
import io.reelbus.model.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that cannot be opened as they are asked for. */
class OpenSourceTest {

  /** With pictures of a codec that FFmpeg has a decoder for, and of one that it has none for. */
  private static Path file(Path file) throws IOException {
    List<TrackFormat> tracks =
        List.of(
            Tapes.video(Wire.NATIVE, "vp8", 64, 64, "yuv420p"),
            Tapes.video(Wire.NATIVE, "avs2", 64, 64, "yuv420p"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Muxer muxer = Muxer.open(Container.MATROSKA, tracks)) {
      for (int track = 0; track < tracks.size(); track++) {
        muxer.write(track, new EncodedPacket(0, 0, 1, true, List.of(), new byte[100]));
      }
      bytes.writeBytes(muxer.flush());
      bytes.writeBytes(muxer.finish().bytes());
    }
    return Files.write(file, bytes.toByteArray());
  }

  @Test
  void open_noDecoderForTheSecondTrack_nothingStaysOpen(@TempDir Path dir) throws IOException {
    Path file = file(dir.resolve("a.mkv"));
    Source source = new Source(Source.Kind.FILE, file.toString(), Map.of());
    AgentSettings settings = AgentSettings.defaults("a", "host");
    int before = NativeHandles.open();

    assertThatThrownBy(() -> OpenSource.open(source, Wire.RAW, false, settings, SteadyClock.SYSTEM))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("no decoder for 'avs2'");
    assertThat(NativeHandles.open()).isEqualTo(before);
  }
}
