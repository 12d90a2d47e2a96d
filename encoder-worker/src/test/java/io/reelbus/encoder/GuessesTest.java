package io.reelbus.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GuessesTest {

  private final Guesses guesses = new Guesses();

  @Test
  void made_firstSlice_isWorthTheNext() {
    assertThat(guesses.made("a", 0)).isTrue();
  }

  @Test
  void made_afterAWrongGuess_wantsTwiceAsManyInARow() {
    guesses.made("a", 0);
    guesses.settle("a", false);

    assertThat(guesses.made("a", 5)).isFalse();
    assertThat(guesses.made("a", 6)).isTrue();

    guesses.settle("a", false);
    assertThat(guesses.made("a", 8)).isFalse();
    assertThat(guesses.made("a", 9)).isFalse();
    assertThat(guesses.made("a", 10)).isFalse();
    assertThat(guesses.made("a", 11)).isTrue();
  }

  @Test
  void made_afterRightGuesses_trustsAgain() {
    guesses.settle("a", false);
    guesses.settle("a", false);
    guesses.settle("a", true);
    guesses.settle("a", true);

    assertThat(guesses.made("a", 7)).isTrue();
  }

  @Test
  void settle_oneTrack_leavesOthersAlone() {
    guesses.settle("a", false);

    assertThat(guesses.made("b", 3)).isTrue();
  }
}
