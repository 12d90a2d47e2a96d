package io.reelbus.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reelbus.encoder.CutWork.Ahead;
import io.reelbus.model.Chunk;
import io.reelbus.model.Cut;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A live slice is encoded while it is captured, and is the same as one that was not (I2). */
class WorkAheadTest {

  private static Farm farm;
  private LiveTape tape;
  private WorkAhead work;

  @BeforeAll
  static void startFarm() throws IOException {
    farm = new Farm();
  }

  @AfterAll
  static void stopFarm() throws IOException {
    farm.close();
  }

  @BeforeEach
  void start() {
    tape = new LiveTape(farm.bus());
    work = new WorkAhead("ahead", farm.bus());
  }

  @AfterEach
  void stop() {
    work.close();
  }

  @Test
  void goOn_liveTrack_encodesWhatIsThereBeforeTheCutComes() {
    Cut first = firstSlice();
    tape.capture(6);
    awaitAhead(first, 6);
    tape.capture(5);
    awaitAhead(first, 10); // one is of the next slice

    Cut second = tape.cut(1);
    assertSameAsAlone(second);
    awaitAhead(second, 1);
    tape.capture(9);
    awaitAhead(second, 10);
    assertSameAsAlone(tape.cut(2));
    assertThat(work.finishedAhead()).isEqualTo(2);
  }

  @Test
  void make_cutBeforeItsFramesHaveCome_takesTheRestThen() {
    Cut first = firstSlice();
    tape.capture(6);
    awaitAhead(first, 6);
    tape.capture(20);

    assertSameAsAlone(tape.cut(1));
    assertThat(work.finishedAhead()).isEqualTo(1);
    assertSameAsAlone(tape.cut(2));
  }

  @Test
  void make_cutEndsSooner_isTheSame() {
    Cut first = firstSlice();
    tape.capture(9);
    awaitAhead(first, 9);

    assertSameAsAlone(tape.cut(1, 10, 13, true)); // VP8 in real time does not look ahead
    assertThat(work.finishedAhead()).isEqualTo(1);
    assertThat(work.goOn()).isEqualTo(Ahead.NOTHING);
  }

  @Test
  void make_cutEndsLater_isTheSame() {
    Cut first = firstSlice();
    tape.capture(15);
    awaitAhead(first, 10);

    assertSameAsAlone(tape.cut(1, 10, 24, false));
    assertThat(work.finishedAhead()).isEqualTo(1);
  }

  @Test
  void make_cutEndsWithItsTapeAndNotInTime_hasNothingFromBehind() {
    Cut first = firstSlice();
    tape.capture(9);
    awaitAhead(first, 9);

    assertSameAsAlone(tape.endless(1, 10, 13));
    assertThat(work.finishedAhead()).isZero();
  }

  @Test
  void make_afterAShortSlice_expectsAWholeOne() {
    Cut first = firstSlice();
    tape.capture(20);
    awaitAhead(first, 10);
    Cut shorter = tape.cut(1, 10, 15, false);
    assertSameAsAlone(shorter);

    awaitAhead(shorter, 10);
    assertSameAsAlone(tape.cut(2, 15, 25, false));
    assertThat(work.finishedAhead()).isEqualTo(2);
  }

  @Test
  void make_anotherSlice_isDoneFromItsStart() {
    Cut first = firstSlice();
    tape.capture(20);
    awaitAhead(first, 10);

    assertSameAsAlone(tape.cut(2));
    assertSameAsAlone(tape.cut(1));
  }

  @Test
  void goOn_tapeIsFreed_dropsWhatWasBegunAndMakesTheCutAllTheSame() {
    Cut first = firstSlice();
    tape.capture(20);
    tape.free(15);

    await().atMost(Farm.SOON).until(() -> work.goOn() == Ahead.NOTHING);
    assertThat(work.encodedBehind(first)).isZero();
    assertSameAsAlone(tape.cut(1, 15, 20, false));
  }

  @Test
  void goOn_severalTracks_areAllBegunUpToABound() {
    for (int i = 0; i < BegunTracks.MOST + 1; i++) {
      tape = new LiveTape(farm.bus());
      Cut first = firstSlice();
      tape.capture(11);
      if (i < BegunTracks.MOST) {
        awaitAhead(first, 10);
      } else {
        goOnFor(Duration.ofMillis(300));
        assertThat(work.encodedBehind(first)).isZero();
      }
    }

    assertSameAsAlone(tape.cut(1));
  }

  @Test
  void forget_trackThatGoesOnElsewhere_isNotBegun() {
    Cut first = firstSlice();
    tape.capture(10);
    awaitAhead(first, 10);
    work.forget(first);

    assertThat(work.goOn()).isEqualTo(Ahead.NOTHING);
    assertSameAsAlone(tape.cut(1));
  }

  @Test
  void goOn_afterTheLastSlice_hasNothingToDo() {
    tape.capture(10);
    work.make(tape.cut(0, 0, 10, true), 1, WorkAheadTest::nothing);

    assertThat(work.goOn()).isEqualTo(Ahead.NOTHING);
  }

  private static void nothing() {}

  private Cut firstSlice() {
    tape.capture(LiveTape.SLICE);
    Cut first = tape.cut(0);
    work.make(first, 1, WorkAheadTest::nothing);
    return first;
  }

  private void awaitAhead(Cut made, int pictures) {
    await()
        .pollInterval(Duration.ofMillis(1))
        .atMost(Farm.SOON)
        .until(
            () -> {
              work.goOn();
              return work.encodedBehind(made) >= pictures;
            });
    goOnFor(Duration.ofMillis(300));
    assertThat(work.encodedBehind(made)).isEqualTo(pictures);
  }

  private void goOnFor(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < until) {
      work.goOn();
    }
  }

  private void assertSameAsAlone(Cut cut) {
    work.make(cut, 1, WorkAheadTest::nothing);
    try (WorkHere alone = new WorkHere("ahead", farm.bus())) {
      alone.make(cut, 1, WorkAheadTest::nothing);
    }
    List<Chunk> both = farm.awaitCopies(cut.id(), 2);
    assertThat(both.get(0)).usingRecursiveComparison().isEqualTo(both.get(1));
    assertThat(both.get(0).units()).isEqualTo(cut.account().captured());
  }
}
