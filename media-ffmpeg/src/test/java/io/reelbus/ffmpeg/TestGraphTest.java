package io.reelbus.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reelbus.model.AudioFormat;
import io.reelbus.model.MediaException;
import io.reelbus.model.Source;
import io.reelbus.model.VideoFormat;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestGraphTest {

  private static MediaInput open(String graph, Map<String, String> options) {
    Source source = new Source(Source.Kind.TEST, graph, options);
    return MediaInputs.open(source, Duration.ofSeconds(10), Duration.ofSeconds(10));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "testsrc2",
        "testsrc2=size=1280x720:rate=30",
        "smptehdbars=size=1280x720:rate=30",
        "testsrc2=size=1280x720,format=yuv422p"
      })
  void open_sizeAndRateAsked_areMade(String graph) {
    Map<String, String> options = Map.of("video_size", "322x182", "framerate", "12.5");
    try (MediaInput input = open(graph, options)) {
      VideoFormat video = input.tracks().get(0).videoFormat();
      assertThat(video.width()).isEqualTo(322);
      assertThat(video.height()).isEqualTo(182);
      assertThat(video.frameRate().value()).isEqualTo(12.5);
    }
  }

  @Test
  void open_sampleRateAsked_isMade() {
    String graph = "sine=frequency=997:sample_rate=48000";
    try (MediaInput input = open(graph, Map.of("sample_rate", "22050"))) {
      AudioFormat audio = input.tracks().get(0).audioFormat();
      assertThat(audio.sampleRate()).isEqualTo(22050);
      assertThat(audio.channels()).isEqualTo(1);
    }
  }

  @Test
  void open_optionThatNoFilterTakes_notReadable() {
    assertThatThrownBy(() -> open("testsrc2", Map.of("video_size", "wide")))
        .isInstanceOfSatisfying(
            MediaException.class, e -> assertThat(e.name()).isEqualTo("NotReadableError"));
  }
}
