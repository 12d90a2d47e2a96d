package io.reelbus.standalone.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0.0 s",
    "12566666, 12.6 s",
    "59960000, 1:00.0",
    "3723500000, 1:02:03.5",
  })
  void time_microseconds_readsLikeAClock(long us, String expected) {
    assertThat(Figures.time(us)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"0, 0 B", "999, 999 B", "1000, 1.0 kB", "999960, 1.0 MB", "1400000000, 1.4 GB"})
  void size_bytes_hasOneDecimal(long bytes, String expected) {
    assertThat(Figures.size(bytes)).isEqualTo(expected);
  }

  @Test
  void say_statusShownOnTerminal_erasesItFirst() {
    ByteArrayOutputStream human = new ByteArrayOutputStream();
    PrintStream err = new PrintStream(human, true, StandardCharsets.UTF_8);
    Console console = new Console(err, err, true, 20);
    console.status("a status that is longer than the terminal");
    console.say("done");
    assertThat(human.toString(StandardCharsets.UTF_8))
        .isEqualTo("\r\u001b[Ka status that is lo\r\u001b[Kdone" + System.lineSeparator());
  }
}
