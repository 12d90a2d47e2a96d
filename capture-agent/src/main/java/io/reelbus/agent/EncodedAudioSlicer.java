package io.reelbus.agent;

import static io.reelbus.agent.SliceGrid.big;
import static io.reelbus.agent.SliceGrid.ceilDiv;

import io.reelbus.agent.TapeEntry.Gap;
import io.reelbus.model.AudioFormat;
import io.reelbus.model.Cut;
import io.reelbus.model.LossCause;
import io.reelbus.model.TrackFormat;
import io.reelbus.model.Wire;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Audio that is encoded: borders lie on the grid of the encoder's packets, counted from the first
 * sample that is heard. Packet n belongs to slice k when {@code border(k) <= n < border(k+1)},
 * {@code border(k) = ceil((slice start − trackStart)·rate/frameSize)}, {@code border(0) = 0}.
 *
 * <p>The grid goes on through pauses, as if they had never been: what is heard before and after one
 * is encoded as one. The slice that ends with a pause has the packets that need nothing from behind
 * it; the last few samples before the pause are in the slice that follows.
 *
 * <p>An absence of the agent ends the grid with its last whole packet: no silence stands in for it.
 * What comes then begins a grid of its own, in the next slice.
 *
 * <p>The range of a slice reaches back over the encoder's lead-in, and further over {@value
 * #DECODER_WARM_UP} packets when the tape holds packets; it ends two encoder packets behind the
 * slice. The tape's ticks are samples.
 */
final class EncodedAudioSlicer implements TrackSlicer {

  private static final int DECODER_WARM_UP = 12;
  private static final int NATIVE_TAIL_SAMPLES = 4096; // a decoder may be a packet late
  private static final int SLACK_PACKETS = 2;
  private static final long SECOND_US = 1_000_000;

  private final SliceGrid grid;
  private final boolean live;
  private final int inputRate;
  private final int outputRate;
  private final int frameSize;
  private final int leadInPackets;
  private final boolean packets;
  private final Deque<TapeEntry> recent = new ArrayDeque<>(); // what lead-ins may need
  private int slice;
  private boolean begun;
  private long firstSample;
  private int cutSlice = Integer.MAX_VALUE; // the last one of an earlier life
  private long cutToPacket;
  private long wholePackets = Long.MAX_VALUE; // before an absence of the agent
  private long fromPacket;
  private long toPacket;
  private @Nullable TapeEntry first;
  private @Nullable TapeEntry last;
  private AccountBuilder account;
  private final Deque<SlicePlan.Jump> jumps = new ArrayDeque<>(); // over pauses, in reach
  private final Deque<TapeEntry> uncounted = new ArrayDeque<>(); // reach behind the open slice
  private @Nullable TapeEntry gapCounted;
  private long countedTo;

  /**
   * Makes one.
   *
   * @param grid borders; its time base is 1/sample rate of the tape
   * @param tape what the tape holds
   * @param encoder sample rate and frame size of the encoder
   * @param leadInPackets encoder packets before a slice
   * @param live true when entries before the origin do not belong
   */
  EncodedAudioSlicer(
      SliceGrid grid, TrackFormat tape, AudioFormat encoder, int leadInPackets, boolean live) {
    this.grid = grid;
    this.live = live;
    this.inputRate = tape.audioFormat().sampleRate();
    this.outputRate = encoder.sampleRate();
    this.frameSize = encoder.frameSize();
    this.leadInPackets = leadInPackets;
    this.packets = tape.wire() == Wire.NATIVE;
    this.account = new AccountBuilder(grid);
    this.firstSample = grid.originTimestamp();
    if (grid.timeBase().num() != 1 || grid.timeBase().den() != inputRate) {
      throw new IllegalArgumentException(
          "audio tape time base: " + grid.timeBase() + " (expected: 1/" + inputRate + ")");
    }
    if (frameSize < 1) {
      throw new IllegalArgumentException("frameSize: " + frameSize + " (expected: >= 1)");
    }
  }

  @Override
  public void goOn(Cut last) {
    begun = true; // on the same grid of packets
    firstSample = last.firstSampleTimestamp();
    countedTo = firstSample;
    cutSlice = last.id().slice();
    cutToPacket = last.toPacket();
  }

  @Override
  public List<SlicePlan> add(TapeEntry entry) {
    if (live && entry.firstHeard() < grid.originTimestamp()) {
      return List.of();
    }
    TapeEntry before = last;
    if (before == null || !isAway(entry)) {
      return take(entry);
    }
    List<SlicePlan> complete = closeAll(before);
    Gap gap = entry.gap();
    boolean whole = gap == null || gap.fromTimestamp() > before.endHeard(); // a pause is between
    long countedUntil = Math.min(countedTo, before.endHeard());
    complete.addAll(take(whole ? entry : entry.with(gap.since(countedUntil))));
    return complete;
  }

  private List<SlicePlan> take(TapeEntry entry) {
    List<SlicePlan> complete = new ArrayList<>(0);
    if (!begun) {
      begun = true;
      firstSample = entry.firstHeard();
      countedTo = firstSample;
    }
    toPacket = border(slice + 1L);
    if (last != null && entry.position() > last.endPosition()) {
      jumps.add(new SlicePlan.Jump(last, entry));
    }
    recent.add(entry);
    if (first == null && fromPacket < toPacket) {
      first = entry;
    }
    uncounted.add(entry);
    last = entry;
    count(input(Math.min(toPacket, completeBy(behind(entry)))));
    while (isComplete(entry)) {
      complete.add(close(false));
      begin();
    }
    forget(entry);
    return complete;
  }

  private boolean isComplete(TapeEntry entry) {
    return fromPacket == toPacket
        ? behind(entry) > grid.border(slice + 1L)
        : behind(entry) >= tail(toPacket);
  }

  private static long behind(TapeEntry entry) {
    return entry.endHeard();
  }

  private boolean isAway(TapeEntry entry) {
    Gap gap = entry.gap();
    return wholePackets != Long.MAX_VALUE || (gap != null && gap.cause() == LossCause.AGENT_DOWN);
  }

  /** Closes all there is, with the packets that are whole; what follows is in the next slice. */
  private List<SlicePlan> closeAll(TapeEntry end) {
    List<SlicePlan> complete = new ArrayList<>(1);
    wholePackets = Long.MAX_VALUE;
    closeUpTo(end, complete);
    toPacket = Math.min(toPacket, wholeBy(end.endHeard()));
    count(input(toPacket));
    complete.add(close(false));
    slice++;
    begun = false;
    fromPacket = 0;
    cutToPacket = 0;
    first = null;
    last = null;
    recent.clear();
    jumps.clear();
    uncounted.clear();
    account = new AccountBuilder(grid);
    return complete;
  }

  /** Packets that have all their samples before a timestamp. */
  private long wholeBy(long timestamp) {
    return Math.max(
        fromPacket,
        big(timestamp - firstSample)
            .multiply(big(outputRate))
            .divide(big(inputRate).multiply(big(frameSize)))
            .longValueExact());
  }

  private void closeUpTo(TapeEntry end, List<SlicePlan> complete) {
    toPacket = border(slice + 1L);
    while (end.endHeard() > input(toPacket)) {
      count(input(toPacket));
      complete.add(close(false));
      begin();
    }
  }

  @Override
  public void lose(Gap gap) {
    account.lose(gap);
    if (last != null && gap.cause() == LossCause.AGENT_DOWN) {
      wholePackets = wholeBy(last.endHeard());
    }
  }

  @Override
  public List<SlicePlan> pause(long timestamp, long nextSlice) {
    List<SlicePlan> complete = new ArrayList<>(1);
    while (slice < nextSlice) {
      toPacket = begun ? border(slice + 1L) : 0;
      count(input(toPacket));
      complete.add(close(false));
      begin();
    }
    return complete;
  }

  @Override
  public void resume(long timestamp, Gap pause) {
    account.lose(pause);
  }

  private void begin() {
    slice++;
    fromPacket = toPacket;
    toPacket = border(slice + 1L);
    first = fromPacket < toPacket && !recent.isEmpty() ? leadIn() : null;
    account = new AccountBuilder(grid);
    TapeEntry newest = last;
    if (newest != null) {
      count(input(Math.min(toPacket, completeBy(behind(newest)))));
    }
  }

  /** Counts what lies before {@code to} into the open slice. */
  private void count(long to) {
    while (!uncounted.isEmpty()) {
      TapeEntry e = uncounted.getFirst();
      if (!e.equals(gapCounted) && e.firstHeard() < to) {
        account.lose(e.gap());
        gapCounted = e;
      }
      // A sample that is stretched over, to follow the clock, was heard.
      boolean nudged = e.gap() == null && e.firstHeard() == countedTo + 1;
      long start = nudged ? countedTo : Math.max(e.firstHeard(), countedTo);
      long end = Math.min(e.endHeard(), to);
      if (end > start) {
        account.count(end - start, start, end, e.wallUs());
        countedTo = end;
      }
      if (e.endHeard() > to) {
        return;
      }
      uncounted.removeFirst();
    }
  }

  @Override
  public List<SlicePlan> end(long endTimestamp, @Nullable Gap tail) {
    List<SlicePlan> complete = new ArrayList<>(1);
    wholePackets = Long.MAX_VALUE; // the encoder ends, too
    if (last != null) {
      closeUpTo(last, complete);
    }
    count(Long.MAX_VALUE);
    account.lose(tail);
    complete.add(close(true));
    return complete;
  }

  private SlicePlan close(boolean isLast) {
    if (fromPacket == toPacket && !isLast) {
      first = null; // a command made it shorter
    }
    return new SlicePlan(
        slice,
        first,
        first == null ? null : last,
        input(fromPacket),
        isLast ? Long.MAX_VALUE : input(toPacket),
        firstSample,
        fromPacket,
        isLast ? Long.MAX_VALUE : toPacket,
        isLast,
        account.build(slice),
        grid.originTimestamp(),
        jumpsBehind(first),
        List.of());
  }

  private List<SlicePlan.Jump> jumpsBehind(@Nullable TapeEntry start) {
    return start == null
        ? List.of()
        : jumps.stream().filter(j -> j.before().position() >= start.position()).toList();
  }

  /** First entry of the open slice's range. */
  private TapeEntry leadIn() {
    long leadIn = leadInTimestamp(fromPacket);
    int before = 0;
    for (TapeEntry e : recent) {
      if (e.timestamp() > leadIn) {
        break;
      }
      before++;
    }
    int index = Math.max(0, before - 1 - (packets ? DECODER_WARM_UP : 0));
    Iterator<TapeEntry> all = recent.iterator();
    for (int i = 0; i < index; i++) {
      all.next();
    }
    return all.next();
  }

  /** Forgets entries that no lead-in of a coming slice reaches, were it to begin now. */
  private void forget(TapeEntry newest) {
    long needed = neededPosition();
    jumps.removeIf(j -> j.before().position() < needed);
    long leadIn = leadInTimestamp(Math.min(toPacket, completeBy(behind(newest))));
    int keep = 1 + (packets ? DECODER_WARM_UP : 0);
    while (recent.size() > keep) {
      Iterator<TapeEntry> all = recent.iterator();
      for (int i = 0; i < keep; i++) {
        all.next();
      }
      if (all.next().timestamp() > leadIn) {
        return;
      }
      recent.removeFirst();
    }
  }

  /** Number of the first packet of slice {@code k}, not before the open slice's. */
  private long border(long k) {
    return Math.max(fromPacket, Math.min(wholePackets, borderOfGrid(k)));
  }

  private long borderOfGrid(long k) {
    long us = grid.borderUs(k);
    long pauseUs = grid.schedule().pauseBehindUs(us);
    long packet = packet(us);
    return Math.max(
        k > cutSlice ? Math.max(fromPacket, cutToPacket) : fromPacket,
        pauseUs == Long.MAX_VALUE ? packet : Math.min(packet, completeBy(grid.at(pauseUs))));
  }

  /** Packets that need no sample at or behind a timestamp. */
  private long completeBy(long timestamp) {
    long samples = timestamp - firstSample - (packets ? NATIVE_TAIL_SAMPLES : 0);
    return Math.max(
        0,
        big(Math.max(0, samples))
                .multiply(big(outputRate))
                .divide(big(inputRate).multiply(big(frameSize)))
                .longValueExact()
            - SLACK_PACKETS);
  }

  /** Number of the first packet that begins at or behind a media time. */
  private long packet(long us) {
    BigInteger ticks =
        big(us)
            .multiply(big(inputRate))
            .subtract(big(firstSample - grid.originTimestamp()).multiply(big(SECOND_US)));
    return ceilDiv(
            ticks.multiply(big(outputRate)), big(SECOND_US * inputRate).multiply(big(frameSize)))
        .max(BigInteger.ZERO)
        .longValueExact();
  }

  /** Tape timestamp of packet n's first sample, rounded up. */
  private long input(long packet) {
    return firstSample
        + ceilDiv(big(packet).multiply(big(frameSize)).multiply(big(inputRate)), big(outputRate))
            .longValueExact();
  }

  private long leadInTimestamp(long packet) {
    return input(packet - leadInPackets - SLACK_PACKETS) - 1;
  }

  private long tail(long packet) {
    return input(packet + SLACK_PACKETS) + (packets ? NATIVE_TAIL_SAMPLES : 0);
  }

  @Override
  public long neededPosition() {
    long needed = recent.isEmpty() ? Long.MAX_VALUE : recent.getFirst().position();
    return first == null ? needed : Math.min(needed, first.position());
  }
}
