package io.reelbus.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MimeTypeTest {

  @Test
  void parse_webmWithCodecs_givesContainerAndCodecs() {
    MimeType type = MimeType.parse("video/webm; codecs=\"vp09.00.10.08, opus\"");
    assertThat(type.container()).isEqualTo(Container.WEBM);
    assertThat(type.codecs()).containsExactly(Codec.VP9, Codec.OPUS);
    assertThat(type).hasToString("video/webm;codecs=vp9,opus");
  }

  @Test
  void parse_codecTheContainerCannotHold_saysWhichItCan() {
    assertThatThrownBy(() -> MimeType.parse("video/webm;codecs=avc1"))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("webm cannot hold h264")
        .hasMessageContaining("vp9");
  }

  @Test
  void parse_videoInAnAudioType_isRefused() {
    assertThatThrownBy(() -> MimeType.parse("audio/mp4;codecs=avc1"))
        .hasMessageContaining("audio/* cannot hold h264");
    assertThatThrownBy(() -> MimeType.parse("video/wav")).hasMessageContaining("audio only");
  }

  @Test
  void parse_garbage_namesTheInput() {
    assertThatThrownBy(() -> MimeType.parse("nonsense")).hasMessageContaining("'nonsense'");
    assertThatThrownBy(() -> MimeType.parse("video/avi")).hasMessageContaining("container must");
    assertThatThrownBy(() -> MimeType.parse("video/mp4;codecs=zz"))
        .hasMessageContaining("unknown codec 'zz'");
  }
}
