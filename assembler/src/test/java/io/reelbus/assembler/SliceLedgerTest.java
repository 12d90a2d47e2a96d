package io.reelbus.assembler;

import static org.assertj.core.api.Assertions.assertThat;

import io.reelbus.model.Chunk;
import io.reelbus.model.LedgerEvent;
import io.reelbus.model.Loss;
import io.reelbus.model.LossCause;
import io.reelbus.objectstore.Manifest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Captured = stored + lost, always (I1). */
class SliceLedgerTest {

  private final SliceLedger ledger = new SliceLedger(List.of(Chunks.video(), Chunks.audio()));

  private List<LedgerEvent.Lost> told = List.of();

  private Manifest.LedgerLine add(Chunk chunk) {
    told = ledger.add(new Slice(chunk.id().slice(), false, List.of(chunk)));
    Manifest.LedgerLine line = ledger.lines().get(ledger.lines().size() - 1);
    assertThat(line.captured()).isEqualTo(line.stored() + line.lost());
    return line;
  }

  @Test
  void add_completeChunks_areStored() {
    assertThat(add(Chunks.video(0, 0, 25, false)).stored()).isEqualTo(25);
    assertThat(add(Chunks.audio(1, 0, 10, false)).stored()).isEqualTo(48_000);
    assertThat(ledger.losses()).isEmpty();
    assertThat(ledger.endUs()).isEqualTo(1_000_000);
  }

  @Test
  void add_namedLoss_isLost() {
    Loss loss = new Loss(LossCause.DEVICE_STALLED, 5, 0, 200_000, "stall");
    Chunk chunk = Chunks.withAccount(Chunks.video(0, 0, 20, false), 25, List.of(loss));
    Manifest.LedgerLine line = add(chunk);
    assertThat(line.stored()).isEqualTo(20);
    assertThat(line.losses()).containsExactly(loss);
    assertThat(told).extracting(LedgerEvent.Lost::loss).containsExactly(loss);
  }

  @Test
  void add_framesMissingWithoutCause_getOne() {
    Manifest.LedgerLine line =
        add(Chunks.withAccount(Chunks.video(0, 0, 20, false), 25, List.of()));
    assertThat(line.stored()).isEqualTo(20);
    assertThat(line.losses()).extracting(Loss::cause).containsExactly(LossCause.CORRUPT_INPUT);
    assertThat(told).hasSize(1);
  }

  @Test
  void add_lostSliceWithoutCount_countsAllOfIt() {
    Loss open = new Loss(LossCause.CUT_FAILED, 0, 0, 1_000_000, "5 attempts");
    Manifest.LedgerLine video =
        add(Chunks.withAccount(Chunks.video(0, 0, 0, false), 25, List.of(open)));
    assertThat(video.lost()).isEqualTo(25);
    assertThat(video.losses()).extracting(Loss::detail).containsExactly("5 attempts");
    Manifest.LedgerLine audio =
        add(Chunks.withAccount(Chunks.audio(1, 0, 0, false), 48_000, List.of(open)));
    assertThat(audio.lost()).isEqualTo(48_000);
    assertThat(ledger.endUs()).isZero();
  }

  @Test
  void add_fewSamplesInTheNeighboursPacket_areNoLoss() {
    Chunk tail = Chunks.withAccount(Chunks.audio(1, 1, 0, true), 300, List.of());
    Chunk shortTail =
        new Chunk(
            tail.id(),
            null,
            List.of(),
            0,
            true,
            new io.reelbus.model.SliceAccount(300, 1_000_000, 1_006_250, 0, List.of()),
            "w",
            1);
    assertThat(add(shortTail).stored()).isEqualTo(300);
    assertThat(ledger.endUs()).isEqualTo(1_006_250);
  }

  @Test
  void add_moreLostThanCaptured_raisesCaptured() {
    Loss loss = new Loss(LossCause.DEVICE_GONE, 30, 0, 1, "gone");
    assertThat(add(Chunks.withAccount(Chunks.video(0, 0, 0, true), 25, List.of(loss))).captured())
        .isEqualTo(30);
  }

  @Test
  void losses_pause_isNotOne() {
    Loss pause = new Loss(LossCause.PAUSED, 0, 5, 6, "pause()");
    add(Chunks.withAccount(Chunks.video(0, 0, 25, false), 25, List.of(pause)));
    assertThat(ledger.losses()).isEmpty();
  }
}
