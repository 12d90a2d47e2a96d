package io.reelbus.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reelbus.model.StreamSpec;
import io.reelbus.model.TrackSpec.Disabled;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a track is disabled, decided once. */
class TrackChangeTest {

  private static final String TRACK = "s/0/0";
  private static final StreamSpec NEW = new StreamSpec("s", List.of(), true);

  private static StreamSpec change(StreamSpec stream, boolean enabled, long nowUs) {
    return TrackChange.enabled(stream, TRACK, enabled, nowUs);
  }

  private static List<Disabled> disabled(StreamSpec stream) {
    return stream.track(TRACK).disabled();
  }

  @Test
  void enabled_asItIs_changesNothing() {
    assertThat(change(NEW, true, 5)).isSameAs(NEW);
    StreamSpec off = change(NEW, false, 5);
    assertThat(change(off, false, 9)).isSameAs(off);
  }

  @Test
  void enabled_offAndOn_isOffFromATenthOfASecondLater() {
    StreamSpec off = change(NEW, false, 1_000_000);
    StreamSpec on = change(off, true, 2_000_000);

    assertThat(disabled(off)).containsExactly(new Disabled(1_100_000, 0));
    assertThat(disabled(on)).containsExactly(new Disabled(1_100_000, 2_000_000));
  }

  @Test
  void enabled_onBeforeItTookEffect_wasNeverOff() {
    StreamSpec on = change(change(NEW, false, 1_000_000), true, 1_050_000);

    assertThat(disabled(on)).isEmpty();
  }

  @Test
  void enabled_clockThatWentBack_stretchesStayInOrder() {
    StreamSpec on = change(change(NEW, false, 1_000_000), true, 5_000_000);

    assertThat(disabled(change(on, false, 2_000_000)))
        .containsExactly(new Disabled(1_100_000, 5_000_000), new Disabled(5_000_000, 0));
  }

  @Test
  void enabled_tooOften_isRefusedUntilTheOldestAreForgotten() {
    StreamSpec stream = NEW;
    long nowUs = 1_000_000_000;
    for (int i = 0; i < TrackChange.LIMIT; i++) {
      stream = change(stream, false, nowUs);
      stream = change(stream, true, nowUs + 200_000);
      nowUs += 1_000_000;
    }
    StreamSpec full = stream;
    long fullUs = nowUs;
    assertThatThrownBy(() -> change(full, false, fullUs))
        .isInstanceOfSatisfying(
            Refusal.class, e -> assertThat(e.problem().name()).isEqualTo("QuotaExceededError"));

    StreamSpec later = change(full, false, fullUs + TrackChange.FORGET_US);
    assertThat(disabled(later)).hasSize(1);
    assertThat(change(full, true, fullUs)).isSameAs(full);
  }
}
