package io.reelbus.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reelbus.bus.Bus;
import io.reelbus.model.Lane;
import io.reelbus.model.LedgerEvent.Captured;
import io.reelbus.model.Loss;
import io.reelbus.model.LossCause;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.SliceAccount;
import io.reelbus.model.Source;
import io.reelbus.model.StreamSpec;
import io.reelbus.model.StreamSpec.StreamSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An agent that is killed between any two of the things it sends for a live track, and comes back:
 * all time of the recording is in a slice or in a named gap (I1).
 */
class AgentKilledTest {

  private static final long BETWEEN_PICTURES_US = 300_000; // of 10 a second

  @TempDir static Path dir;
  private static TestCluster cluster;
  private static Bus bus;
  private static TestFarm farm;

  @BeforeAll
  static void start() {
    cluster = TestCluster.start(dir.resolve("kafka"));
    bus = cluster.bus();
    farm = cluster.farm();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  /** Sends so many lines and cuts of slices, and is dead then: nothing leaves it any more. */
  private static final class Life {
    private final AtomicInteger left;

    Life(int sends) {
      this.left = new AtomicInteger(sends);
    }

    boolean isOver() {
      return left.get() <= 0;
    }

    CompletionStage<Void> send(boolean counts, Supplier<CompletionStage<Void>> send) {
      boolean dead = counts ? left.getAndDecrement() <= 0 : isOver();
      return dead ? new CompletableFuture<>() : send.get();
    }
  }

  private static CaptureAgent agent(String id, int sends) {
    Life life = new Life(sends);
    return agent(id, life);
  }

  private static CaptureAgent agent(String id, Life life) {
    var cuts = bus.cutPublisher();
    var ledger = bus.ledgerPublisher();
    Outbox outbox =
        new Outbox(
            cut -> life.send(true, () -> cuts.publish(cut)),
            event -> life.send(event instanceof Captured, () -> ledger.publish(event)));
    AgentSettings settings = AgentSettings.defaults(id, "host").withDevices(false, false);
    CaptureAgent agent =
        new CaptureAgent(AgentContext.of(settings, bus, SteadyClock.SYSTEM, outbox));
    agent.start();
    return agent;
  }

  private static RecordingSpec record(String id) {
    Source camera = new Source(Source.Kind.TEST, "testsrc2=size=64x64:rate=10", Map.of());
    StreamSource source = new StreamSource(id, null, camera, null);
    cluster.put(new StreamSpec(id, List.of(source), true));
    cluster.awaitOpened(id, 1);
    RecordingSpec spec =
        new RecordingSpec(
            id,
            id,
            id,
            List.of(id + "/0/0"),
            "video/webm;codecs=vp8",
            0,
            0,
            500_000,
            Lane.LIVE,
            RecordingSpec.Desired.RECORDING,
            SteadyClock.SYSTEM.nowUs(),
            0);
    cluster.put(spec);
    return spec;
  }

  private static int slices(String id) {
    return farm.chunks(id, 0).size();
  }

  /** Captured lines and cuts go one after the other: 3 ends between the second line and its cut. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void killed_afterSoManySends_noTimeIsWithoutAName(int sends) {
    String id = "killed-" + sends;
    Life first = new Life(sends);
    RecordingSpec spec;
    try (CaptureAgent killed = agent(id, first)) {
      await().atMost(TestCluster.SOON).until(() -> killed.check().up());
      spec = record(id);
      await().atMost(TestCluster.SOON).until(first::isOver);
    }
    try (CaptureAgent back = agent(id, Integer.MAX_VALUE)) {
      await().atMost(TestCluster.SOON).until(() -> slices(id) >= (sends + 1) / 2 + 2);
      long stoppedAtUs = SteadyClock.SYSTEM.nowUs();
      cluster.put(spec.stopped(stoppedAtUs));
      await().atMost(TestCluster.SOON).until(() -> farm.isComplete(id, 0));

      await().atMost(TestCluster.SOON).until(() -> back.check().up());
      List<SliceAccount> accounts = accounts(id);
      assertThat(accounts.stream().flatMap(a -> a.losses().stream()).map(Loss::cause))
          .containsOnlyOnce(LossCause.AGENT_DOWN);
      assertThat(silences(accounts, stoppedAtUs - spec.startedAtUs())).isEmpty();
    }
  }

  /** What the first chunk of each slice says. */
  private static List<SliceAccount> accounts(String id) {
    return farm.firstChunks(id, 0).values().stream().map(chunk -> chunk.account()).toList();
  }

  private record Stretch(long fromUs, long toUs) {}

  /** Stretches of recorded time that are neither in a slice nor in a gap. */
  private static List<Stretch> silences(List<SliceAccount> accounts, long wholeUs) {
    List<Stretch> known = new ArrayList<>();
    for (SliceAccount account : accounts) {
      if (account.captured() > account.lost()) {
        known.add(new Stretch(account.fromUs(), account.toUs()));
      }
      account.losses().forEach(loss -> known.add(new Stretch(loss.fromUs(), loss.toUs())));
    }
    known.sort((a, b) -> Long.compare(a.fromUs(), b.fromUs()));
    List<Stretch> silences = new ArrayList<>();
    long untilUs = 0;
    for (Stretch stretch : known) {
      if (stretch.fromUs() - untilUs > BETWEEN_PICTURES_US) {
        silences.add(new Stretch(untilUs, stretch.fromUs()));
      }
      untilUs = Math.max(untilUs, stretch.toUs());
    }
    if (wholeUs - untilUs > BETWEEN_PICTURES_US) {
      silences.add(new Stretch(untilUs, wholeUs));
    }
    return silences;
  }
}
