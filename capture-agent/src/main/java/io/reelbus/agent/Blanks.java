package io.reelbus.agent;

import io.reelbus.model.Blank;
import io.reelbus.model.MediaKind;
import io.reelbus.model.TimeBase;
import io.reelbus.model.TrackSpec.Disabled;
import java.util.ArrayList;
import java.util.List;

/**
 * Where on its tape a live track is disabled. One thread at a time.
 *
 * <p>Copied video cannot turn black: its packets are left out, from the first one that is shown
 * while the track is disabled, in decode order, to the first key packet behind. What was left out
 * is missing to every packet up to there.
 */
final class Blanks {

  private final TimeBase timeBase;
  private final boolean copiedVideo;
  private List<Blank> shown = List.of(); // by presentation time
  private final List<Blank> decoded = new ArrayList<>(); // copied video; the last may be open

  /**
   * Makes one of a track that is enabled.
   *
   * @param timeBase of the tape, whose time is the wall clock
   */
  Blanks(TimeBase timeBase, boolean copiedVideo) {
    this.timeBase = timeBase;
    this.copiedVideo = copiedVideo;
  }

  /** When it is disabled, all that is known; in order. */
  void set(List<Disabled> disabled) {
    shown =
        disabled.stream()
            .map(
                d ->
                    new Blank(
                        timeBase.fromUs(d.disabledAtUs()),
                        d.isOpen() ? Long.MAX_VALUE : timeBase.fromUs(d.enabledAtUs())))
            .toList();
  }

  /** Takes the next packet of copied video, in tape order; others need not be given. */
  void add(TapeEntry entry) {
    if (!copiedVideo) {
      return;
    }
    boolean disabled = shown.stream().anyMatch(b -> b.contains(entry.timestamp()));
    int last = decoded.size() - 1;
    boolean open = last >= 0 && decoded.get(last).toTimestamp() == Long.MAX_VALUE;
    if (open && !disabled && entry.key()) {
      long from = decoded.get(last).fromTimestamp();
      decoded.set(last, new Blank(from, Math.max(from, entry.decodeTimestamp())));
    } else if (!open && disabled) {
      decoded.add(new Blank(entry.decodeTimestamp(), Long.MAX_VALUE));
    }
  }

  /**
   * Those that touch a slice, or a little more; by decode time for copied video. What of copied
   * video lies before the slice is forgotten.
   *
   * @param plan in tape time; its entries in recorded time
   * @param shift ticks by which the tape is ahead of recorded time at the slice's end
   */
  List<Blank> within(SlicePlan plan, MediaKind kind, long shift) {
    TapeEntry first = plan.first();
    TapeEntry end = plan.end();
    if (first == null || end == null) {
      return List.of();
    }
    if (copiedVideo) {
      long from = first.decodeTimestamp() + shift;
      decoded.removeIf(b -> b.toTimestamp() < from); // one that ends here names the key packet
      return touching(decoded, from - 1, end.decodeTimestamp() + shift + 1);
    }
    return kind == MediaKind.VIDEO
        ? touching(shown, plan.fromTimestamp(), plan.toTimestamp())
        : touching(shown, first.timestamp(), end.timestamp() + end.sampleCount() + shift);
  }

  private static List<Blank> touching(List<Blank> blanks, long from, long to) {
    return blanks.stream().filter(b -> b.fromTimestamp() < to && b.toTimestamp() > from).toList();
  }
}
