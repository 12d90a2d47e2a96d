package io.reelbus.ffmpeg;

import io.reelbus.model.Blank;
import io.reelbus.model.Cut;
import io.reelbus.model.Loss;
import io.reelbus.model.LossCause;
import io.reelbus.model.MediaKind;
import io.reelbus.model.TapeFrame;
import java.util.List;

/**
 * Which packets of a copied slice are left out because the track was disabled: black cannot stand
 * in for them. A blank of video ends at a key packet; leading pictures of that key packet, shown
 * before it, are left out too. Used once.
 */
final class BlankPackets {

  private final Cut cut;
  private final boolean video;
  private long firstShown = Long.MIN_VALUE;
  private long count;
  private long from = Long.MAX_VALUE;
  private long to = Long.MIN_VALUE;

  BlankPackets(Cut cut) {
    this.cut = cut;
    this.video = cut.format().kind() == MediaKind.VIDEO;
  }

  /** Whether the next packet is left out. */
  boolean leavesOut(TapeFrame f) {
    if (cut.blanks().isEmpty() || !(video ? leavesOutPicture(f) : touches(f))) {
      return false;
    }
    count += video ? 1 : f.sampleCount();
    from = Math.min(from, f.timestamp());
    to = Math.max(to, f.timestamp() + Math.max(f.duration(), f.sampleCount()));
    return true;
  }

  private boolean leavesOutPicture(TapeFrame f) {
    for (Blank blank : cut.blanks()) {
      if (blank.contains(f.decodeTimestamp())) {
        return true;
      }
      if (f.key() && f.decodeTimestamp() == blank.toTimestamp()) {
        firstShown = f.timestamp();
      }
    }
    return f.timestamp() < firstShown;
  }

  /** Live sound: ticks are samples. */
  private boolean touches(TapeFrame f) {
    long behind = f.timestamp() + Math.max(1, f.sampleCount());
    return cut.blanks().stream()
        .anyMatch(b -> f.timestamp() < b.toTimestamp() && behind > b.fromTimestamp());
  }

  /** The line of the ledger, if packets were left out. */
  List<Loss> losses() {
    return count == 0
        ? List.of()
        : List.of(
            new Loss(
                LossCause.DISABLED,
                count,
                mediaUs(from),
                mediaUs(to),
                "the track was disabled; its packets are copied and were left out"));
  }

  private long mediaUs(long timestamp) {
    return cut.format().timeBase().toUs(timestamp - cut.originTimestamp());
  }
}
