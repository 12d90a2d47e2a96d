package io.reelbus.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import io.reelbus.bus.CutConsumer;
import io.reelbus.bus.Delivery;
import io.reelbus.model.Chunk;
import io.reelbus.model.Cut;
import io.reelbus.model.LossCause;
import io.reelbus.model.MediaException;
import io.reelbus.model.MediaException.Next;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a cut that cannot be made comes to its end; processes of its own are not to be had here. */
@Timeout(120)
class EncoderLaneTest {

  private final List<String> settled = new ArrayList<>();
  private int tries;
  private Farm farm;

  @BeforeEach
  void start() throws IOException {
    farm = new Farm();
  }

  @AfterEach
  void stop() throws IOException {
    farm.close();
  }

  @Test
  void work_cutFailsEachTime_isAGapAfterThreeTries() {
    work(1, failing("EncodingError", Next.QUARANTINE));

    assertThat(tries).isEqualTo(EncoderLane.ATTEMPTS);
    assertThat(settled).containsExactly("accept");
    assertGap(LossCause.CUT_FAILED, "no luck");
  }

  @Test
  void work_tapeHasExpired_isAGapThatSaysSo() {
    Cut cut = farm.cutOf(0);
    String topic = cut.tape().get(0).topic();
    farm.bus().tapes().free(topic, 0, farm.bus().tapes().endOffset(topic, 0));
    work(1, new WorkHere("test", farm.bus()));

    assertThat(settled).containsExactly("accept");
    assertGap(LossCause.TAPE_EXPIRED, topic);
  }

  @Test
  void work_busIsAway_isGivenBack() {
    work(1, failing("NetworkError", Next.RETRY));

    assertThat(tries).isEqualTo(1);
    assertThat(settled).containsExactly("release");
  }

  @Test
  void work_busIsAwayAtTheLastDelivery_isNotUsedUpByThat() {
    work(EncoderLane.DELIVERIES, failing("TimeoutError", Next.RETRY));

    assertThat(settled).containsExactly("postpone");
  }

  @Test
  void work_busDoesNotLetUsIn_isGivenBackAndNoFaultOfTheCut() {
    work(EncoderLane.DELIVERIES, failing("NotAllowedError", Next.STOP));

    assertThat(settled).containsExactly("postpone");
  }

  @Test
  void work_itsProcessIsKilledAtTheLastDelivery_isGivenBackForTheLastTime() {
    work(EncoderLane.DELIVERIES, failing("EncodingError", Next.RETRY));
    assertThat(settled).containsExactly("release");

    work(EncoderLane.DELIVERIES + 1, failing("EncodingError", Next.RETRY));
    assertThat(settled).containsExactly("release", "accept");
    assertGap(LossCause.CUT_FAILED, "given up after 20 deliveries");
  }

  private void work(int attempt, CutWork work) {
    EncoderSettings settings = new EncoderSettings("test", 1, Isolation.SUSPECTS);
    CutProcessLaunch nobody = new CutProcessLaunch(EncoderLaneTest.class); // it has no main
    try (Workshop workshop = new Workshop(settings, farm.bus(), (w, b) -> work, nobody);
        Hand hand = new Hand("test", Duration.ofMinutes(1));
        CutConsumer cuts = farm.bus().cutConsumer()) {
      ChunkStore chunks = new ChunkStore(farm.bus().chunkPublisher());
      new EncoderLane("test", cuts, workshop, hand, chunks, farm.bus().ledgerPublisher())
          .work(new Told(farm.cutOf(0), attempt));
      Thread.interrupted(); // as renew() left it
    }
  }

  private void assertGap(LossCause cause, String why) {
    farm.awaitChunks(1);
    Chunk gap = farm.only(0);
    assertThat(gap.packets()).isEmpty();
    assertThat(gap.account().losses())
        .singleElement()
        .satisfies(
            loss -> {
              assertThat(loss.cause()).isEqualTo(cause);
              assertThat(loss.count()).isEqualTo(Farm.PICTURES);
              assertThat(loss.detail()).contains(why);
            });
  }

  private CutWork failing(String name, Next next) {
    return new FakeWork() {
      @Override
      public Made make(Cut cut, int attempt, Runnable progress) {
        tries++;
        throw new MediaException(name, next, "no luck");
      }
    };
  }

  /** Notes how it is settled. Who renews its lock while it pauses is woken: nobody has to wait. */
  private final class Told implements Delivery {

    private final Cut cut;
    private final int attempt;

    Told(Cut cut, int attempt) {
      this.cut = cut;
      this.attempt = attempt;
    }

    @Override
    public Cut cut() {
      return cut;
    }

    @Override
    public int attempt() {
      return attempt;
    }

    @Override
    public void accept() {
      settled.add("accept");
    }

    @Override
    public void release() {
      settled.add("release");
    }

    @Override
    public void postpone() {
      settled.add("postpone");
    }

    @Override
    public void reject() {
      settled.add("reject");
    }

    @Override
    public void renew() {
      Thread.currentThread().interrupt();
    }
  }
}
