package io.reelbus.objectstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.reelbus.model.Container;
import io.reelbus.model.Lane;
import io.reelbus.model.Loss;
import io.reelbus.model.LossCause;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.RecordingState;
import io.reelbus.model.TapeRange;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchiveLayoutTest {

  private static RecordingSpec named(String name) {
    return new RecordingSpec(
        "rec-1",
        name,
        "stream",
        List.of("t"),
        "video/mp4",
        0,
        0,
        1_000_000,
        Lane.BATCH,
        RecordingSpec.Desired.RECORDING,
        1_767_225_599_999_999L, // the last microsecond of 2025 in UTC
        0);
  }

  @Test
  void fileKey_dayIsUtcOfStart() {
    assertThat(ArchiveLayout.fileKey(named("front door"), Container.MATROSKA))
        .isEqualTo("recordings/2025/12/31/rec-1/front door.mkv");
    assertThat(ArchiveLayout.manifestKey(named("x")))
        .isEqualTo("recordings/2025/12/31/rec-1/manifest.json");
  }

  @ParameterizedTest
  @CsvSource({
    "a/b\\c:d, a_b_c_d",
    "../etc, _._etc",
    "'', recording",
    "ok.name, ok.name",
    "Zürich 日本, Zürich 日本"
  })
  void segment_hostileNames_becomeOneSafeSegment(String name, String expected) {
    assertThat(ArchiveLayout.segment(name)).isEqualTo(expected);
  }

  @Test
  void segment_longName_isBounded() {
    assertThat(ArchiveLayout.segment("日".repeat(1000))).hasSize(60);
  }

  @Test
  void manifest_toJsonAndBack_isEqual() {
    Manifest manifest =
        new Manifest(
            Manifest.VERSION,
            "rec-1",
            "n",
            "s",
            "video/mp4",
            "mp4",
            RecordingState.PARTIAL,
            1_000_000,
            5,
            List.of(
                new Manifest.Track(
                    0, "s/0/0", 0, "video", "h264", "1/90000", 64, 48, "yuv420p", "25/1", null,
                    null, 1L, "", 10, 8, 2),
                new Manifest.Track(
                    1, "s/0/1", null, null, null, null, null, null, null, null, null, null, null,
                    null, 0, 0, 0)),
            List.of(new Manifest.File("k", 10, "ab", 8, 400_000)),
            List.of(new Manifest.Slice(0, 0, 0, 10, 0, 400_000, 5, "cd")),
            List.of(
                new Manifest.LedgerLine(
                    0,
                    0,
                    10,
                    8,
                    2,
                    0,
                    400_000,
                    5,
                    List.of(new Loss(LossCause.CORRUPT_INPUT, 2, 0, 80_000, "bad")),
                    6,
                    List.of(new TapeRange("t", 0, 1, 9)),
                    "w",
                    1,
                    10L)),
            List.of("note"));
    assertThat(Manifest.ofJson(manifest.toJson())).isEqualTo(manifest);
    assertThat(ManifestSeal.finding(manifest.toJson())).isNull();
  }
}
