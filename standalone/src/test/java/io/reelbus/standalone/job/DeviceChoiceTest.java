package io.reelbus.standalone.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reelbus.model.MediaException;
import io.reelbus.model.Source;
import io.reelbus.recorder.DeviceInfo;
import io.reelbus.recorder.SourceRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceChoiceTest {

  private static final List<DeviceInfo> DEVICES =
      List.of(device("id1", "Test camera 1"), device("id2", "Test camera 2"), device("3", "Mic"));

  private static DeviceInfo device(String id, String label) {
    return new DeviceInfo(id, "videoinput", label, "group", "agent", Map.of());
  }

  @ParameterizedTest
  @CsvSource({
    "screen::99, SCREEN, :99",
    "pulse:default, PULSE, default",
    "alsa:hw:0, ALSA, hw:0",
    "v4l2:/dev/video0, V4L2, /dev/video0",
    "rtsp://camera/1, NETWORK, rtsp://camera/1",
    "file:///a.mp4, PACED_FILE, file:///a.mp4",
    "test:mandelbrot, TEST, mandelbrot",
  })
  void of_source_opensItWithoutDevices(String text, Source.Kind kind, String url) {
    SourceRequest request = DeviceChoice.of(text, List.of());
    assertThat(DeviceChoice.isSource(text)).isTrue();
    assertThat(request.kind()).isEqualTo(kind);
    assertThat(request.url()).isEqualTo(url);
  }

  @Test
  void of_idOrStartOfLabel_opensTheDevice() {
    assertThat(DeviceChoice.of("id2", DEVICES).deviceId()).isEqualTo("id2");
    assertThat(DeviceChoice.of("mi", DEVICES).deviceId()).isEqualTo("3");
    assertThat(DeviceChoice.of("test camera 1", DEVICES).deviceId()).isEqualTo("id1");
  }

  @Test
  void of_severalOrNone_refusesAndNamesThem() {
    assertThatThrownBy(() -> DeviceChoice.of("Test", DEVICES))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("names several devices")
        .hasMessageContaining("'Test camera 2'");
    assertThatThrownBy(() -> DeviceChoice.of("webcam", DEVICES))
        .hasMessageContaining("names no device")
        .hasMessageContaining("'Mic'");
  }

  @ParameterizedTest
  @CsvSource({"a.webm, video/webm", "A.MKV, video/x-matroska", "a.wav, audio/wav", "a, video/mp4"})
  void mimeTypeFor_outputName_fitsIt(Path output, String expected) {
    assertThat(DeviceChoice.mimeTypeFor(output)).isEqualTo(expected);
  }
}
