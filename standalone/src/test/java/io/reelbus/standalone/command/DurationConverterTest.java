package io.reelbus.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationConverterTest {

  private final DurationConverter converter = new DurationConverter();

  @ParameterizedTest
  @CsvSource({
    "500ms, 500",
    "10s, 10000",
    "1.5s, 1500",
    "2m, 120000",
    "1h30m, 5400000",
    "2d, 172800000",
    "1m0.25s, 60250"
  })
  void convert_numberAndUnit_givesDuration(String text, long millis) {
    assertThat(converter.convert(text)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10", "0s", "-1s", "10 s", "1w", "s", "1e3s", "10s5", "0.0001ms"})
  void convert_anythingElse_refuses(String text) {
    assertThatThrownBy(() -> converter.convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("'" + text + "' (expected: a number and a unit");
  }

  @Test
  void convert_byteSizes_readsUnits() {
    ByteSizeConverter bytes = new ByteSizeConverter();
    assertThat(bytes.convert("0")).isZero();
    assertThat(bytes.convert("123456789012")).isEqualTo(123_456_789_012L);
    assertThat(bytes.convert("500MiB")).isEqualTo(500L << 20);
    assertThat(bytes.convert("5GiB")).isEqualTo(5L << 30);
    assertThatThrownBy(() -> bytes.convert("5GB")).isInstanceOf(TypeConversionException.class);
    assertThatThrownBy(() -> bytes.convert("-1")).isInstanceOf(TypeConversionException.class);
    assertThatThrownBy(() -> bytes.convert("9999999TiB"))
        .isInstanceOf(TypeConversionException.class);
  }

  @Test
  void convert_bitRates_readsSuffixes() {
    BitRateConverter bits = new BitRateConverter();
    assertThat(bits.convert("2.5M")).isEqualTo(2_500_000);
    assertThat(bits.convert("800k")).isEqualTo(800_000);
    assertThat(bits.convert("64000")).isEqualTo(64_000);
    assertThatThrownBy(() -> bits.convert("999")).isInstanceOf(TypeConversionException.class);
    assertThatThrownBy(() -> bits.convert("2G")).isInstanceOf(TypeConversionException.class);
  }
}
