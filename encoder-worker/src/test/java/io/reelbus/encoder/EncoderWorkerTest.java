package io.reelbus.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reelbus.model.Chunk;
import io.reelbus.model.Loss;
import io.reelbus.model.LossCause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A farm on a real broker whose workers crash, are killed and stopped. */
class EncoderWorkerTest {

  private static final int SLICES = 8;

  @TempDir Path folder;

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
  void cut_crashesItsProcess_isAGapAndNoOtherCutIsTouched() {
    try (EncoderWorker worker = worker(2, Isolation.ALL)) {
      worker.start();
      farm.cut(SLICES);
      farm.awaitChunks(SLICES);

      assertGapAt(Poison.SLICE, 1);
      for (int slice = 0; slice < SLICES; slice++) {
        if (slice != Poison.SLICE) {
          assertWhole(farm.only(slice));
          assertThat(farm.only(slice).attempt()).isEqualTo(1);
        }
      }
      assertThat(worker.check().up()).isTrue();
      assertThat(worker.check().detail()).contains("crashed: " + EncoderLane.ATTEMPTS);
    }
  }

  @Test
  void cut_crashesItsWorker_isAGapOnceTheWorkerIsBack() throws InterruptedException {
    farm.cut(SLICES);
    try (WorkerProcess first = WorkerProcess.poisoned(farm)) {
      first.awaitEnd();
    }
    try (WorkerProcess second = WorkerProcess.poisoned(farm)) {
      farm.awaitChunks(SLICES);

      assertThat(second.isAlive()).isTrue(); // what is suspect cannot take it along
      assertGapAt(Poison.SLICE, 2);
      for (int slice = 0; slice < SLICES; slice++) {
        if (slice != Poison.SLICE) {
          assertWhole(farm.only(slice));
        }
      }
    }
  }

  @Test
  void worker_killed_itsCutIsDoneByAnother() {
    Path busy = folder.resolve("busy");
    farm.cut(1);
    try (WorkerProcess doomed = WorkerProcess.waiting(farm, busy)) {
      await().atMost(Farm.SOON).until(() -> Files.exists(busy));
      doomed.signal("KILL");
      try (EncoderWorker other = worker(1, Isolation.SUSPECTS)) {
        other.start();
        farm.awaitChunks(1);
      }
    }

    assertWhole(farm.only(0));
    assertThat(farm.only(0).attempt()).isEqualTo(2);
  }

  @Test
  void worker_stopped_itsCutIsDoneByAnotherAndItGoesOn() throws IOException {
    Path busy = folder.resolve("busy");
    farm.cut(1);
    try (WorkerProcess stopped = WorkerProcess.waiting(farm, busy)) {
      await().atMost(Farm.SOON).until(() -> Files.exists(busy));
      stopped.signal("STOP");
      try (EncoderWorker other = worker(1, Isolation.SUSPECTS)) {
        other.start();
        farm.awaitChunks(1);
      }
      stopped.signal("CONT");
      Files.delete(busy);
      await().atMost(Farm.SOON).until(() -> farm.awaitChunks(1).size() == 2);

      List<Chunk> both = farm.awaitChunks(1);
      assertThat(both.get(1).packets()).usingRecursiveComparison().isEqualTo(both.get(0).packets());
      farm.cut(1);
      await().atMost(Farm.SOON).until(() -> Files.exists(busy)); // it has the next one
    }
  }

  @Test
  void work_longerThanTheLock_isNotDeliveredAgain() throws IOException {
    Path busy = folder.resolve("busy");
    farm.cut(1);
    try (WorkerProcess slow = WorkerProcess.waiting(farm, busy);
        EncoderWorker other = worker(1, Isolation.SUSPECTS)) {
      await().atMost(Farm.SOON).until(() -> Files.exists(busy));
      other.start();
      Duration long_ = Farm.LOCK.multipliedBy(3);
      await().during(long_).atMost(long_.multipliedBy(2)).until(() -> Files.exists(busy));
      Files.delete(busy);
      farm.awaitChunks(1);

      assertThat(slow.isAlive()).isTrue();
      assertThat(farm.only(0).attempt()).isEqualTo(1);
    }
  }

  @Test
  void live_tracksInProcessesThatWorkAhead_haveTheSameChunksAsAlone() {
    List<LiveTape> cameras =
        List.of(new LiveTape(farm.bus()), new LiveTape(farm.bus()), new LiveTape(farm.bus()));
    try (EncoderWorker worker = worker(2, Isolation.ALL, CutProcess.class)) {
      worker.start();
      for (int slice = 0; slice < SLICES; slice++) {
        for (LiveTape camera : cameras) {
          camera.capture(LiveTape.SLICE);
          farm.queue(camera.cut(slice));
        }
      }
      for (LiveTape camera : cameras) {
        for (int slice = 0; slice < SLICES; slice++) {
          farm.awaitCopies(camera.cut(slice).id(), 1);
        }
      }
    }
    try (WorkHere alone = new WorkHere("test", farm.bus())) {
      for (LiveTape camera : cameras) {
        for (int slice = 0; slice < SLICES; slice++) {
          alone.make(camera.cut(slice), 1, () -> {});
          List<Chunk> both = farm.awaitCopies(camera.cut(slice).id(), 2);
          assertThat(both.get(0).packets())
              .usingRecursiveComparison()
              .isEqualTo(both.get(1).packets());
        }
      }
    }
  }

  @Test
  void nativeHandles_processThatWorksAhead_areOpenUntilNothingIsExpected() {
    LiveTape camera = new LiveTape(farm.bus());
    try (EncoderWorker worker = worker(1, Isolation.ALL, CutProcess.class)) {
      worker.start();
      camera.capture(LiveTape.SLICE + 1); // with the next slice's first one
      farm.queue(camera.cut(0));
      await().atMost(Farm.SOON).until(() -> worker.nativeHandles() > 0);
      await().atMost(Farm.SOON).until(() -> worker.nativeHandles() == 0);
    }
  }

  private EncoderWorker worker(int lanes, Isolation isolation) {
    return worker(lanes, isolation, PoisonedProcess.class);
  }

  private EncoderWorker worker(int lanes, Isolation isolation, Class<?> cutProcess) {
    return new EncoderWorker(
        new EncoderSettings("test", lanes, isolation), farm.bus(), WorkHere::new, cutProcess);
  }

  private void assertGapAt(int slice, int attempt) {
    Chunk gap = farm.only(slice);
    assertThat(gap.packets()).isEmpty();
    assertThat(gap.attempt()).isGreaterThanOrEqualTo(attempt);
    Loss loss = gap.account().losses().get(0);
    assertThat(loss.cause()).isEqualTo(LossCause.CUT_FAILED);
    assertThat(loss.count()).isEqualTo(Farm.PICTURES);
    assertThat(loss.detail()).contains("crashed: SIGSEGV in C [");
  }

  private static void assertWhole(Chunk chunk) {
    assertThat(chunk.packets()).hasSize(Farm.PICTURES);
    assertThat(chunk.account().losses()).isEmpty();
  }
}
