package io.reelbus.bus.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class BrokerEndTest {

  private static final Path DIR = Path.of("data", "kafka");

  @Test
  void inWords_fullDisk_saysHowMuchIsFreeAndToMakeRoom() {
    assertThat(BrokerEnd.inWords(DIR, 4096, null))
        .startsWith("the embedded Kafka broker cannot go on, and this process ends: 4096 bytes")
        .contains("of " + DIR + ". It is full: make room, then start again");
  }

  @Test
  void inWords_roomEnough_namesItsReasonAndBlamesNoDisk() {
    assertThat(BrokerEnd.inWords(DIR, 5L << 30, "a fault"))
        .contains("cannot go on (a fault)")
        .contains("The lines above say why")
        .doesNotContain("full");
  }
}
