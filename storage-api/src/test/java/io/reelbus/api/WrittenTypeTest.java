package io.reelbus.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reelbus.model.LiveTrack;
import io.reelbus.model.MediaKind;
import io.reelbus.model.MimeType;
import io.reelbus.model.Wire;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WrittenTypeTest {

  private static final LiveTrack SOUND = Samples.audio("s/0/0", Wire.RAW, "pcm_f32le");
  private static final LiveTrack PICTURE = Samples.video("s/0/1", Wire.RAW, "rawvideo");
  private static final List<MediaKind> FREE = List.of(MediaKind.values());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          video/webm                          | video/webm;codecs=vp9,opus
          video/webm;codecs=vp8               | video/webm;codecs=vp8,opus
          video/webm; codecs="av01.0.01M.08"  | video/webm;codecs=av01,opus
          video/mp4                           | video/mp4;codecs=avc1,mp4a.40.2
          video/mp4;codecs=hvc1.1.6.L93,opus  | video/mp4;codecs=hvc1,opus
          video/x-matroska;codecs=vp8,pcm     | video/x-matroska;codecs=vp8,pcm
          """)
  void of_bothKinds_fillsInTheContainersCodecs(String asked, String written) {
    WrittenType type = WrittenType.of(asked, List.of(SOUND, PICTURE), FREE);

    assertThat(type.mimeType()).isEqualTo(written);
    assertThat(type.tracks()).containsExactly(PICTURE, SOUND); // video first
    assertThat(MimeType.parse(type.mimeType()).codecs()).hasSize(2); // readable again
  }

  @Test
  void of_nothingAsked_isMp4OfWhatThereIs() {
    assertThat(WrittenType.of(null, List.of(SOUND, PICTURE), FREE).mimeType())
        .isEqualTo("video/mp4;codecs=avc1,mp4a.40.2");
    assertThat(WrittenType.of(null, List.of(SOUND), FREE).mimeType())
        .isEqualTo("audio/mp4;codecs=mp4a.40.2");
  }

  @Test
  void of_audioType_leavesPicturesOut() {
    WrittenType type = WrittenType.of("audio/wav", List.of(PICTURE, SOUND), FREE);

    assertThat(type.mimeType()).isEqualTo("audio/wav;codecs=pcm");
    assertThat(type.tracks()).containsExactly(SOUND);
  }

  @Test
  void of_nativeSource_keepsItsCodecWhenBitRateIsFree() {
    LiveTrack native8 = Samples.video("s/0/0", Wire.NATIVE, "vp8");

    assertThat(WrittenType.of("video/webm", List.of(native8), FREE).mimeType())
        .isEqualTo("video/webm;codecs=vp8");
    assertThat(WrittenType.of("video/webm", List.of(native8), List.of()).mimeType())
        .isEqualTo("video/webm;codecs=vp9");
    assertThat(WrittenType.of("video/mp4", List.of(native8), FREE).mimeType())
        .isEqualTo("video/mp4;codecs=avc1");
  }

  @ParameterizedTest
  @CsvSource({"video/avi", "video/webm;codecs=h264", "text/plain", "video/ogg", "x", ";"})
  void of_unknownType_isNotSupported(String asked) {
    assertThatThrownBy(() -> WrittenType.of(asked, List.of(PICTURE), FREE))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.problem().name()).isEqualTo("NotSupportedError");
              assertThat(refusal.problem().field()).isEqualTo("mimeType");
            });
  }

  @Test
  void of_nothingToWrite_isNotSupported() {
    assertThatThrownBy(() -> WrittenType.of("audio/ogg", List.of(PICTURE), FREE))
        .isInstanceOf(Refusal.class);
    assertThatThrownBy(() -> WrittenType.of("video/webm", List.of(PICTURE, PICTURE), FREE))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("one video track");
  }
}
