package io.reelbus.bus.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.reelbus.bus.Bus;
import io.reelbus.bus.BusSettings;
import io.reelbus.bus.CutConsumer;
import io.reelbus.bus.Delivery;
import io.reelbus.bus.Samples;
import io.reelbus.model.Lane;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A broker on the folder of one that was killed: Kafka must not load its groups' state twice. */
class FormerBrokerTest {

  private static final String LOADS = "Scheduling loading of metadata from ";

  @TempDir Path dir;
  private final Logger coordinators =
      (Logger) LoggerFactory.getLogger("org.apache.kafka.coordinator.common.runtime");
  private final ListAppender<ILoggingEvent> said = new ListAppender<>();

  @BeforeEach
  void listen() {
    coordinators.setLevel(Level.INFO);
    coordinators.setAdditive(false);
    said.start();
    coordinators.addAppender(said);
  }

  @AfterEach
  void listenNoMore() {
    coordinators.detachAppender(said);
    coordinators.setAdditive(true);
    coordinators.setLevel(null);
  }

  private List<String> loaded() {
    return List.copyOf(said.list).stream()
        .map(ILoggingEvent::getFormattedMessage)
        .filter(message -> message.contains(LOADS))
        .map(message -> message.substring(message.indexOf(LOADS) + LOADS.length()).split(" ")[0])
        .toList();
  }

  @Test
  void start_afterKill_stateOfGroupsIsLoadedOnce() throws IOException {
    try (BrokerProcess killed = new BrokerProcess(dir);
        Bus bus = Bus.connect(BusSettings.defaults(killed.bootstrapServers()))) {
      bus.ensureTopics();
      take(bus, 1);
    }
    assertThat(FormerBroker.wasKilled(dir)).isTrue();

    try (EmbeddedKafka kafka = EmbeddedKafka.start(dir, 0);
        Bus bus = Bus.connect(BusSettings.defaults(kafka.bootstrapServers()))) {
      take(bus, 2);
      assertThat(loaded())
          .containsExactlyInAnyOrder(
              "__consumer_offsets-0",
              "__consumer_offsets-1",
              "__share_group_state-0",
              "__share_group_state-1");
    }
  }

  @Test
  void start_brokerOfTheFolderRuns_isRefusedAndItGoesOn() throws IOException {
    try (BrokerProcess running = new BrokerProcess(dir);
        Bus bus = Bus.connect(BusSettings.defaults(running.bootstrapServers()))) {
      bus.ensureTopics();

      assertThatThrownBy(() -> EmbeddedKafka.start(dir, 0))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(dir.toString())
          .hasMessageContaining("another broker runs in this folder");

      take(bus, 1);
    }
  }

  @Test
  void close_inOrder_nobodyToFence() {
    EmbeddedKafka.start(dir, 0).close();

    assertThat(dir.resolve("__consumer_offsets-0")).exists();
    assertThat(FormerBroker.wasKilled(dir)).isFalse();
  }

  private static void take(Bus bus, int slice) {
    bus.cutPublisher().publish(Samples.cut("r", slice, Lane.BATCH)).toCompletableFuture().join();
    try (CutConsumer cuts = bus.cutConsumer(Lane.BATCH)) {
      Delivery delivery = cuts.poll(Duration.ofSeconds(30));
      assertThat(delivery).isNotNull();
      assertThat(delivery.cut().id().slice()).isEqualTo(slice);
      delivery.accept();
    }
  }
}
