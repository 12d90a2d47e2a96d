package io.reelbus.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ClusterAdminTest {

  @RegisterExtension static final Broker BROKER = new Broker(Duration.ofSeconds(30));

  private static Duration groupSession(Duration wanted) {
    try (Admin admin = new Clients(BROKER.bus().settings()).admin()) {
      return new ClusterAdmin(admin).groupSession(wanted);
    }
  }

  @Test
  void groupSession_withinTheBrokersBounds_isWhatIsWanted() {
    assertThat(groupSession(Duration.ofSeconds(3))).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void groupSession_lessOrMoreThanTheBrokersAllow_isTheirBound() {
    assertThat(groupSession(Duration.ofMillis(1))).isEqualTo(Duration.ofSeconds(1));
    assertThat(groupSession(Duration.ofDays(1))).isEqualTo(Duration.ofMinutes(30));
  }
}
