package io.reelbus.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShownStartTest {

  private static TapeEntry entry(long timestamp, long decode, boolean key, boolean hidden) {
    TapeEntry e = Tapes.entry(0, timestamp, decode, 1, key, 0);
    return new TapeEntry(0, 10, timestamp, decode, 1, key, 0, 0, 0, hidden, 1, null, e.written());
  }

  @Test
  void add_keyFirst_isTheStartAtOnce() {
    ShownStart start = new ShownStart();
    assertThat(start.add(entry(3, 1, false, false))).isFalse(); // cannot be decoded
    assertThat(start.add(entry(7, 5, true, false))).isTrue();
    assertThat(start.timestamp()).isEqualTo(7);
  }

  @Test
  void add_hiddenAtTheStart_waitsForReorderedPictures() {
    ShownStart start = new ShownStart();
    assertThat(start.add(entry(-4, -6, true, true))).isFalse();
    assertThat(start.add(entry(2, -5, false, false))).isFalse();
    assertThat(start.add(entry(0, -4, false, false))).isFalse();
    assertThat(start.add(entry(1, -3, false, false))).isFalse();
    assertThat(start.add(entry(5, 1, false, false))).isTrue();
    assertThat(start.timestamp()).isZero();
  }
}
