package io.reelbus.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import io.reelbus.model.AudioFormat;
import io.reelbus.model.SideData;
import io.reelbus.model.TimeBase;
import io.reelbus.model.TrackFormat;
import io.reelbus.model.Wire;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeclaredPrimingTest {

  private static final String MATROSKA = "matroska,webm";

  @Test
  void mark_firstPacketOfMatroska_saysWhatTheTrackDeclares() {
    DeclaredPriming priming = new DeclaredPriming(MATROSKA, track("aac", 1024));

    assertThat(Packets.skippedAtStart(priming.mark(List.of()))).isEqualTo(1024);
    assertThat(priming.mark(List.of())).isEmpty();
  }

  @Test
  void mark_onlyPacket_keepsWhatIsCutOfItsEnd() {
    DeclaredPriming priming = new DeclaredPriming(MATROSKA, track("aac", 300));
    List<SideData> marked = priming.mark(List.of(Packets.skippedAtEnd(200)));

    assertThat(Packets.skippedAtStart(marked)).isEqualTo(300);
    assertThat(Packets.skippedAtEnd(marked)).isEqualTo(200);
  }

  @Test
  void mark_alreadySaid_isLeftAsItIs() {
    List<SideData> said = List.of(Packets.skipped(1024, 0));

    assertThat(new DeclaredPriming(MATROSKA, track("aac", 1024)).mark(said)).isEqualTo(said);
  }

  @Test
  void mark_decoderThatBeginsLateItself_nothing() {
    assertThat(new DeclaredPriming(MATROSKA, track("opus", 312)).mark(List.of())).isEmpty();
  }

  @Test
  void mark_otherContainer_nothing() {
    assertThat(new DeclaredPriming("mp3", track("mp3", 1105)).mark(List.of())).isEmpty();
  }

  private static TrackFormat track(String codec, int priming) {
    return new TrackFormat(
        Wire.NATIVE,
        codec,
        new TimeBase(1, 1000),
        null,
        new AudioFormat(48_000, 1, "mono", "fltp", 0, 1024, priming, 0, 0),
        new byte[0],
        0,
        0,
        0,
        List.of(),
        "");
  }
}
