package io.reelbus.agent;

import io.reelbus.model.Loss;
import io.reelbus.model.LossCause;
import io.reelbus.model.SliceAccount;
import io.reelbus.model.TapeStretch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A complete slice of one track: everything of a {@link io.reelbus.model.Cut} except where on Kafka
 * it lies. Fields as there.
 *
 * @param slice number, from 0
 * @param first first entry of the range, lead-in included; null when the range is empty
 * @param end last entry of the range, tail included; null when the range is empty
 * @param fromTimestamp first timestamp of the slice
 * @param toTimestamp timestamp behind it
 * @param firstSampleTimestamp audio: sample 0 of the encoder's packet grid
 * @param fromPacket audio: first packet
 * @param toPacket audio: packet behind
 * @param last whether the track ends with it
 * @param account what was captured
 * @param originTimestamp media time 0 as these timestamps count
 * @param jumps where the range leaves entries out, in order
 * @param stretches of the tape, when recorded time and tape time differ within the range
 */
record SlicePlan(
    int slice,
    @Nullable TapeEntry first,
    @Nullable TapeEntry end,
    long fromTimestamp,
    long toTimestamp,
    long firstSampleTimestamp,
    long fromPacket,
    long toPacket,
    boolean last,
    SliceAccount account,
    long originTimestamp,
    List<Jump> jumps,
    List<TapeStretch> stretches) {

  /** The last entry before a pause and the first one behind it. */
  record Jump(TapeEntry before, TapeEntry behind) {}

  /** A plan without jumps, in recorded time. */
  SlicePlan(
      int slice,
      @Nullable TapeEntry first,
      @Nullable TapeEntry end,
      long fromTimestamp,
      long toTimestamp,
      long firstSampleTimestamp,
      long fromPacket,
      long toPacket,
      boolean last,
      SliceAccount account) {
    this(
        slice,
        first,
        end,
        fromTimestamp,
        toTimestamp,
        firstSampleTimestamp,
        fromPacket,
        toPacket,
        last,
        account,
        0,
        List.of(),
        List.of());
  }

  /** The same with a loss more. */
  SlicePlan losing(Loss loss) {
    List<Loss> losses = new ArrayList<>(account.losses());
    losses.add(loss);
    return new SlicePlan(
        slice,
        first,
        end,
        fromTimestamp,
        toTimestamp,
        firstSampleTimestamp,
        fromPacket,
        toPacket,
        last,
        account.with(losses),
        originTimestamp,
        jumps,
        stretches);
  }

  /**
   * Instead of this one, an empty last slice; it has what this one lost behind its start, which is
   * the agent's absence: nothing has come since.
   *
   * @param startUs media time at which that slice begins
   */
  SlicePlan lastAt(int number, long startUs) {
    List<Loss> rest = new ArrayList<>();
    for (Loss loss : account.losses()) {
      if (loss.toUs() > startUs) {
        long fromUs = Math.max(loss.fromUs(), startUs);
        long count = fromUs == loss.fromUs() ? loss.count() : 0;
        LossCause cause = loss.cause().isAskedFor() ? loss.cause() : LossCause.AGENT_DOWN;
        rest.add(new Loss(cause, count, fromUs, loss.toUs(), loss.detail()));
      }
    }
    long lost = rest.stream().mapToLong(Loss::count).sum();
    return new SlicePlan(
        number,
        null,
        null,
        Long.MAX_VALUE,
        Long.MAX_VALUE,
        0,
        Long.MAX_VALUE,
        Long.MAX_VALUE,
        true,
        new SliceAccount(lost, startUs, startUs, 0, rest));
  }

  /** The same in tape time: {@code shift} ticks later. */
  SlicePlan onTape(long origin, long shift) {
    return new SlicePlan(
        slice,
        first,
        end,
        fromTimestamp == Long.MIN_VALUE ? fromTimestamp : fromTimestamp + shift,
        toTimestamp == Long.MAX_VALUE ? toTimestamp : toTimestamp + shift,
        firstSampleTimestamp,
        fromPacket,
        toPacket,
        last,
        account,
        origin + shift,
        jumps,
        stretches);
  }

  /** The same in recorded time, which is explained. */
  SlicePlan over(List<TapeStretch> explained) {
    return new SlicePlan(
        slice,
        first,
        end,
        fromTimestamp,
        toTimestamp,
        firstSampleTimestamp,
        fromPacket,
        toPacket,
        last,
        account,
        originTimestamp,
        jumps,
        explained);
  }
}
