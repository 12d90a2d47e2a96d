package io.reelbus.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class TimeBaseTest {

  @Test
  void toUs_ntscFrame_roundsToNearest() {
    assertThat(new TimeBase(1001, 30000).toUs(1)).isEqualTo(33367);
    assertThat(new TimeBase(1001, 30000).toUs(-1)).isEqualTo(-33367);
  }

  @Test
  void constructor_zeroDenominator_namesTheValue() {
    assertThatThrownBy(() -> new TimeBase(1, 0)).hasMessageContaining("1/0");
  }

  @Property
  void rescale_anyValue_isTheNearestTick(
      @ForAll @LongRange(min = -4_000_000_000_000_000L, max = 4_000_000_000_000_000L) long ticks,
      @ForAll @IntRange(min = 1, max = 2000) int num,
      @ForAll @IntRange(min = 1, max = 10_000_000) int den,
      @ForAll @IntRange(min = 1, max = 10_000_000) int toDen) {
    double magnitude = (double) Math.abs(ticks) * num * toDen / den;
    Assume.that(magnitude < 9e18);
    long got = new TimeBase(num, den).rescale(ticks, new TimeBase(1, toDen));
    BigDecimal exact =
        BigDecimal.valueOf(ticks)
            .multiply(BigDecimal.valueOf((long) num * toDen))
            .divide(BigDecimal.valueOf(den), 0, RoundingMode.HALF_UP);
    assertThat(BigDecimal.valueOf(got)).isEqualByComparingTo(exact);
  }
}
