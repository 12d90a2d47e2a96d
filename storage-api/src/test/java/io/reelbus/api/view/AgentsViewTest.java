package io.reelbus.api.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.reelbus.api.Samples;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AgentsViewTest {

  private static final long WALL_US = 1_700_000_000_000_000L;

  private final AtomicLong nanos = new AtomicLong(42);
  private final AgentsView view =
      new AgentsView(InstantSource.fixed(Instant.ofEpochMilli(WALL_US / 1000)), nanos::get);

  @Test
  void live_announcedWithin9s_isListed() {
    view.put(Samples.agent("a", WALL_US), false);
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(8_999));

    assertThat(view.live()).hasSize(1);
    assertThat(view.device("a-cam")).isPresent();
  }

  @Test
  void live_silentFor9s_isGone() {
    view.put(Samples.agent("a", WALL_US), false);
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(9));

    assertThat(view.live()).isEmpty();
    assertThat(view.devices()).isEmpty();
    assertThat(view.agent("a")).isEmpty();
  }

  @Test
  void mayReturn_silentForAMinute_isNotExpectedBack() {
    view.put(Samples.agent("a", WALL_US), false);
    assertThat(view.mayReturn()).as("it is there").isFalse();
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(9));
    assertThat(view.mayReturn()).isTrue();
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(51));
    assertThat(view.mayReturn()).isFalse();
  }

  @Test
  void mayReturn_saidGoodbye_isNotExpectedBack() {
    view.put(Samples.agent("a", WALL_US), false);
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(9));
    view.remove("a");
    assertThat(view.mayReturn()).isFalse();
  }

  @Test
  void live_agentWithWrongClock_isListed() {
    view.put(Samples.agent("a", WALL_US - TimeUnit.HOURS.toMicros(5)), false);

    assertThat(view.live()).hasSize(1);
  }

  @Test
  void live_oldAnnouncementReplayed_isNotListed() {
    view.put(Samples.agent("old", WALL_US - TimeUnit.SECONDS.toMicros(10)), true);
    view.put(Samples.agent("new", WALL_US - TimeUnit.SECONDS.toMicros(5)), true);
    assertThat(view.live()).extracting("agentId").containsExactly("new");

    nanos.addAndGet(TimeUnit.SECONDS.toNanos(4));
    assertThat(view.live()).isEmpty();
  }

  @Test
  void remove_agentSaidGoodbye_isGoneAtOnce() {
    view.put(Samples.agent("a", WALL_US), false);
    view.remove("a");

    assertThat(view.live()).isEmpty();
  }
}
