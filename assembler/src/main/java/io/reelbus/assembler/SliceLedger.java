package io.reelbus.assembler;

import io.reelbus.model.Chunk;
import io.reelbus.model.ChunkId;
import io.reelbus.model.LedgerEvent;
import io.reelbus.model.Loss;
import io.reelbus.model.LossCause;
import io.reelbus.model.SliceAccount;
import io.reelbus.model.TrackFormat;
import io.reelbus.objectstore.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The account of a recording: one line per track and slice with {@code captured = stored + lost}.
 * Media that is missing without a cause gets one here, so that nothing is lost in silence (I1).
 */
final class SliceLedger {

  /** Audio whose samples all fell into a neighbour slice's packets is not a gap; longer is. */
  private static final long AUDIO_SLACK_US = 200_000;

  private final List<@Nullable TrackFormat> formats;
  private final List<Manifest.LedgerLine> lines = new ArrayList<>();
  private long endUs;

  SliceLedger(List<@Nullable TrackFormat> formats) {
    this.formats = formats;
  }

  /** Writes down a slice; gives what of it is lost. */
  List<LedgerEvent.Lost> add(Slice slice) {
    List<LedgerEvent.Lost> found = new ArrayList<>();
    for (Chunk chunk : slice.chunks()) {
      if (chunk != null) {
        add(chunk).forEach(loss -> found.add(new LedgerEvent.Lost(chunk.id(), loss)));
      }
    }
    return found;
  }

  private List<Loss> add(Chunk chunk) {
    ChunkId id = chunk.id();
    SliceAccount account = chunk.account();
    List<Loss> losses = new ArrayList<>(account.losses());
    long unnamed = account.captured() - account.lost();
    long missing = missing(chunk, unnamed);
    if (missing > 0) {
      name(chunk, losses, missing);
    }
    long lost = losses.stream().mapToLong(Loss::count).sum();
    long captured = Math.max(account.captured(), lost);
    if (captured > lost) {
      endUs = Math.max(endUs, account.toUs());
    }
    lines.add(
        new Manifest.LedgerLine(
            id.track(),
            id.slice(),
            captured,
            captured - lost,
            lost,
            account.fromUs(),
            account.toUs(),
            account.capturedAtUs(),
            List.copyOf(losses),
            account.capturedUntilAtUs(),
            chunk.tape(),
            chunk.worker(),
            chunk.attempt(),
            chunk.sizeBytes()));
    return losses;
  }

  /** Units that are neither in the chunk nor named lost. */
  private long missing(Chunk chunk, long unnamed) {
    if (unnamed <= 0) {
      return 0;
    }
    TrackFormat format = formats.get(chunk.id().track());
    if (format != null && format.video() != null) {
      return Math.max(0, unnamed - chunk.units());
    }
    if (!chunk.packets().isEmpty()) {
      return 0; // audio units are counted on the encoder's grid, not slice by slice
    }
    boolean gapNamed = chunk.account().losses().stream().anyMatch(SliceLedger::isUncounted);
    long lengthUs = chunk.account().toUs() - chunk.account().fromUs();
    return gapNamed || format == null || lengthUs > AUDIO_SLACK_US ? unnamed : 0;
  }

  /** Puts the number on a loss whose range alone was known, or adds one. */
  private static void name(Chunk chunk, List<Loss> losses, long missing) {
    for (int i = 0; i < losses.size(); i++) {
      Loss open = losses.get(i);
      if (isUncounted(open)) {
        Loss counted = new Loss(open.cause(), missing, open.fromUs(), open.toUs(), open.detail());
        losses.set(i, counted);
        return;
      }
    }
    SliceAccount account = chunk.account();
    Loss loss =
        new Loss(
            chunk.packets().isEmpty() ? LossCause.CUT_FAILED : LossCause.CORRUPT_INPUT,
            missing,
            account.fromUs(),
            account.toUs(),
            "encoder gave " + chunk.units() + " of " + account.captured());
    losses.add(loss);
  }

  /** What was asked for is not a loss whose number is open: nothing is missing in it. */
  private static boolean isUncounted(Loss loss) {
    return loss.count() == 0 && !loss.cause().isAskedFor();
  }

  List<Manifest.LedgerLine> lines() {
    return List.copyOf(lines);
  }

  /** Media time of the end of the longest track. */
  long endUs() {
    return endUs;
  }

  long captured(int track) {
    return sum(track, Manifest.LedgerLine::captured);
  }

  long stored(int track) {
    return sum(track, Manifest.LedgerLine::stored);
  }

  long lost(int track) {
    return sum(track, Manifest.LedgerLine::lost);
  }

  private long sum(int track, ToLongFunction<Manifest.LedgerLine> value) {
    return lines.stream().filter(line -> line.track() == track).mapToLong(value).sum();
  }

  /** Media time at which a slice without media sits. */
  static long fromUs(Slice slice) {
    return slice.chunks().stream()
        .filter(chunk -> chunk != null)
        .mapToLong(chunk -> chunk.account().fromUs())
        .min()
        .orElse(0);
  }

  /** Wall clock of a slice's first unit, 0 when it has none. */
  static long capturedAtUs(Slice slice) {
    return slice.chunks().stream()
        .filter(chunk -> chunk != null && chunk.account().capturedAtUs() > 0)
        .mapToLong(chunk -> chunk.account().capturedAtUs())
        .min()
        .orElse(0);
  }

  /** All losses but those that were asked for. */
  List<Loss> losses() {
    return lines.stream()
        .flatMap(line -> line.losses().stream())
        .filter(loss -> !loss.cause().isAskedFor())
        .toList();
  }
}
