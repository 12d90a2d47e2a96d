package io.reelbus.api.view;

import io.reelbus.model.Lane;
import io.reelbus.model.Loss;
import io.reelbus.model.LossCause;
import io.reelbus.model.MediaKind;
import io.reelbus.model.SliceAccount;
import io.reelbus.model.TapeRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The account of one track of a recording while it is made: 50 bytes per slice. Not safe for
 * threads by itself; {@link RecordingsView} guards it.
 */
final class TrackAccount {

  /** Units and media time. */
  record Lost(long units, long durationUs) {
    Lost plus(Lost other) {
      return new Lost(units + other.units, durationUs + other.durationUs);
    }
  }

  /** Slices of a track that are told apart; 11 days of 1 s. What is behind is not counted. */
  static final int MAX_SLICES = 1_000_000;

  private final BitSet captured = new BitSet();
  private final BitSet encoded = new BitSet();
  private final BitSet settled = new BitSet(); // encoded, as their blobs say
  private int blobs; // slices [0, blobs) are in the file
  private long[] capturedUnits = new long[16];
  private long[] encodedUnits = new long[16];
  private long[] lostUnits = new long[16];
  private long[] fromUs = new long[16];
  private long[] toUs = new long[16];
  private long[] capturedAtUs = new long[16];
  private String tape = "";

  private long capturedSlices;
  private long encodedSlices;
  private long capturedTotal;
  private long encodedTotal;
  private long encodedBytes;
  private long storedTotal;
  private long lostTotal;
  private final Map<LossCause, Lost> lost = new EnumMap<>(LossCause.class);
  private @Nullable MediaKind kind;
  private long capturedToUs;
  private long encodedToUs;
  private int contiguous; // slices [0, contiguous) are encoded
  private int lastSlice = -1; // number of the last one, once it is known
  private boolean sealed;

  /** A slice was captured; a repeat changes nothing. Whether it was new. */
  boolean captured(int slice, SliceAccount account, List<TapeRange> ranges, boolean last) {
    if (last) {
      lastSlice = slice;
    }
    if (!fits(slice) || captured.get(slice)) {
      return false;
    }
    captured.set(slice);
    capturedSlices++;
    capturedTotal += account.captured();
    capturedUnits[slice] = account.captured();
    fromUs[slice] = account.fromUs();
    toUs[slice] = account.toUs();
    capturedAtUs[slice] = account.capturedAtUs();
    if (!ranges.isEmpty()) {
      tape = ranges.get(0).topic();
    }
    capturedToUs = Math.max(capturedToUs, account.toUs());
    settle(slice);
    advance();
    return true;
  }

  /** A slice was encoded; a repeat changes nothing. */
  void encoded(int slice, long units, long sizeBytes) {
    if (!fits(slice) || (encoded.get(slice) && !settled.get(slice))) {
      return;
    }
    settled.clear(slice);
    encodedBytes += sizeBytes;
    count(slice, units);
    advance();
  }

  /**
   * Slices before this one are in the file, so they were encoded: also those whose encoder died
   * before it could say so. They count what was captured and is not named lost, until it is said.
   */
  void inFile(int upTo) {
    int from = blobs;
    blobs = Math.max(blobs, Math.min(upTo, MAX_SLICES));
    for (int slice = from; slice < Math.min(blobs, toUs.length); slice++) {
      if (encoded.get(slice)) {
        storedTotal += encodedUnits[slice];
      } else if (captured.get(slice)) {
        settle(slice);
      }
    }
    advance();
  }

  private void settle(int slice) {
    if (slice < blobs && !encoded.get(slice)) {
      settled.set(slice);
      count(slice, notLost(slice));
    }
  }

  private void count(int slice, long units) {
    if (!encoded.get(slice)) {
      encoded.set(slice);
      encodedSlices++;
    }
    long more = units - encodedUnits[slice];
    encodedTotal += more;
    storedTotal += slice < blobs ? more : 0;
    encodedUnits[slice] = units;
  }

  /** Units of a slice were named lost. */
  void lost(int slice, Loss loss) {
    long units = loss.count();
    lostTotal += units;
    lost.merge(loss.cause(), new Lost(units, Math.max(0, loss.toUs() - loss.fromUs())), Lost::plus);
    if (fits(slice)) {
      lostUnits[slice] += units;
      if (settled.get(slice)) {
        count(slice, notLost(slice));
      }
    }
  }

  private long notLost(int slice) {
    return Math.max(0, capturedUnits[slice] - lostUnits[slice]);
  }

  /** Whether every slice there will be is encoded. */
  boolean isAllEncoded() {
    return sealed || (lastSlice >= 0 && contiguous > lastSlice);
  }

  /** Slices from the first on that are encoded without a hole. */
  int ready() {
    return contiguous;
  }

  /** Picture or sound, once it is known. */
  @Nullable MediaKind kind() {
    return kind;
  }

  void kind(@Nullable MediaKind known) {
    kind = known;
  }

  long capturedUnits() {
    return capturedTotal;
  }

  /** In the file. */
  long storedUnits() {
    return storedTotal;
  }

  Map<LossCause, Lost> lostByCause() {
    return lost;
  }

  /** Nothing more comes: totals stay, the slices are let go. */
  void seal() {
    sealed = true;
    captured.clear();
    encoded.clear();
    settled.clear();
    capturedUnits = new long[0];
    encodedUnits = new long[0];
    lostUnits = new long[0];
    fromUs = new long[0];
    toUs = new long[0];
    capturedAtUs = new long[0];
  }

  /** What is captured and not encoded; null when nothing is. */
  @Nullable WaitingCuts waiting(Lane lane) {
    int oldest = captured.nextSetBit(contiguous);
    while (oldest >= 0 && encoded.get(oldest)) {
      oldest = captured.nextSetBit(oldest + 1);
    }
    if (oldest < 0) {
      return null;
    }
    return new WaitingCuts(
        lane,
        Math.max(1, capturedSlices - encodedSlices),
        capturedAtUs[oldest],
        toUs[oldest] - fromUs[oldest],
        tape);
  }

  TrackProgress progress(int blobs) {
    long stored = lastSlice >= 0 ? Math.min(blobs, lastSlice + 1) : blobs;
    return new TrackProgress(
        capturedSlices,
        encodedSlices,
        stored,
        capturedTotal,
        encodedTotal,
        lostTotal,
        encodedBytes,
        capturedToUs,
        encodedToUs,
        lastSlice >= 0);
  }

  List<SliceLine> lines(int track, int blobs) {
    List<SliceLine> lines = new ArrayList<>();
    int end = Math.max(captured.length(), encoded.length());
    for (int slice = 0; slice < end; slice++) {
      boolean isEncoded = encoded.get(slice);
      if (isEncoded || captured.get(slice)) {
        SliceLine.State state =
            slice < blobs
                ? SliceLine.State.STORED
                : isEncoded ? SliceLine.State.ENCODED : SliceLine.State.CAPTURED;
        lines.add(
            new SliceLine(
                track,
                slice,
                state,
                capturedUnits[slice],
                encodedUnits[slice],
                fromUs[slice],
                toUs[slice]));
      }
    }
    return lines;
  }

  private boolean fits(int slice) {
    if (sealed || slice < 0 || slice >= MAX_SLICES) {
      return false;
    }
    if (slice >= toUs.length) {
      int size = Math.min(MAX_SLICES, Math.max(slice + 1, toUs.length * 2));
      capturedUnits = Arrays.copyOf(capturedUnits, size);
      encodedUnits = Arrays.copyOf(encodedUnits, size);
      lostUnits = Arrays.copyOf(lostUnits, size);
      fromUs = Arrays.copyOf(fromUs, size);
      toUs = Arrays.copyOf(toUs, size);
      capturedAtUs = Arrays.copyOf(capturedAtUs, size);
    }
    return true;
  }

  private void advance() {
    while (encoded.get(contiguous) && captured.get(contiguous)) {
      encodedToUs = Math.max(encodedToUs, toUs[contiguous]);
      contiguous++;
    }
  }
}
