package io.reelbus.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0,0,1",
    "bytes=10-19,10,20",
    "bytes=10-,10,100",
    "bytes=-10,90,100",
    "bytes=-1000,0,100",
    "bytes=90-1000,90,100",
    "bytes= 5-6 ,5,7"
  })
  void parse_oneRange_isCutToTheFile(String header, long from, long to) {
    assertThat(ByteRange.parse(header, 100)).isEqualTo(new ByteRange(from, to));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=a-b",
        "bytes=9-3",
        "bytes=0-1,5-6",
        "items=0-1",
        "bytes=0x1-2",
        "bytes=99999999999999999999-"
      })
  void parse_malformedOrSeveral_isTheWholeFile(String header) {
    assertThat(ByteRange.parse(header, 100)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=100-", "bytes=500-600", "bytes=-0"})
  void parse_outside_isRefused(String header) {
    assertThatThrownBy(() -> ByteRange.parse(header, 100))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.problem().status()).isEqualTo(416));
  }

  @Test
  void parse_absent_isTheWholeFile() {
    assertThat(ByteRange.parse(null, 100)).isNull();
  }
}
