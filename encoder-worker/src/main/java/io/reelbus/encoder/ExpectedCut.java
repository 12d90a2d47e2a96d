package io.reelbus.encoder;

import io.reelbus.model.ChunkId;
import io.reelbus.model.Cut;
import io.reelbus.model.Lane;
import io.reelbus.model.MediaKind;
import io.reelbus.model.TapeRange;
import io.reelbus.model.Wire;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What can be known of a live track's next cut before it comes. */
final class ExpectedCut {

  private ExpectedCut() {}

  /**
   * The cut behind this one if it is like it: its tape begins where this one's ends, and is still
   * empty; it ends as long after its start as this one did, or as an earlier one.
   *
   * @param leastTicks how long it is at least: a short slice, as before a pause, is followed by a
   *     whole one
   * @return null where that cannot be said: the last one, batch work, sound (which is quickly
   *     made), what is copied or needs frames before its own, and what has a pause or blanks
   */
  static @Nullable Cut after(Cut cut, long leastTicks) {
    boolean pictures =
        cut.format().kind() == MediaKind.VIDEO
            && cut.format().wire() == Wire.RAW
            && !cut.encoder().copy();
    boolean plain = cut.tape().size() == 1 && cut.stretches().isEmpty() && cut.blanks().isEmpty();
    boolean bounded = cut.fromTimestamp() != Long.MIN_VALUE && cut.toTimestamp() != Long.MAX_VALUE;
    if (cut.lane() != Lane.LIVE || cut.last() || !pictures || !plain || !bounded) {
      return null;
    }
    TapeRange tape = cut.tape().get(0);
    return new Cut(
        new ChunkId(cut.id().recordingId(), cut.id().track(), cut.id().slice() + 1),
        cut.lane(),
        List.of(new TapeRange(tape.topic(), tape.partition(), tape.toOffset(), tape.toOffset())),
        cut.format(),
        cut.encoder(),
        cut.toTimestamp(),
        cut.toTimestamp() + Math.max(leastTicks, cut.toTimestamp() - cut.fromTimestamp()),
        cut.originTimestamp(),
        cut.firstSampleTimestamp(),
        0,
        0,
        false,
        cut.account());
  }

  /** Whether a cut is the expected one but for its end, so that what was made of it holds (I2). */
  static boolean fits(Cut expected, Cut cut) {
    return cut.id().equals(expected.id())
        && cut.tape().size() == 1
        && cut.stretches().isEmpty()
        && cut.blanks().isEmpty()
        && beginsAt(expected.tape().get(0), cut.tape().get(0))
        && cut.fromTimestamp() == expected.fromTimestamp()
        && cut.originTimestamp() == expected.originTimestamp()
        && same(expected, cut);
  }

  private static boolean beginsAt(TapeRange expected, TapeRange tape) {
    return tape.topic().equals(expected.topic())
        && tape.partition() == expected.partition()
        && tape.fromOffset() == expected.fromOffset();
  }

  private static boolean same(Cut expected, Cut cut) {
    return Objects.equals(cut.format(), expected.format())
        && Objects.equals(cut.encoder(), expected.encoder());
  }
}
