package io.reelbus.ffmpeg;

import io.reelbus.model.TapeFrame;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives the first packets of a track their decode times. Matroska stores none; FFmpeg works them
 * out once it has seen as many packets as pictures are reordered, and leaves those before without.
 * They are held here until then. One thread.
 */
final class DecodeTimes {

  private static final int MAX_HELD = 64; // more than any codec reorders

  private final List<TapeFrame> held = new ArrayList<>();
  private boolean known;

  /**
   * Takes the next packet.
   *
   * @param hasDecodeTime whether the decode time in it is the container's
   * @return packets that are complete, in order
   */
  List<TapeFrame> add(TapeFrame packet, boolean hasDecodeTime) {
    if (known) {
      return List.of(packet);
    }
    if (!hasDecodeTime) {
      held.add(packet);
      return held.size() < MAX_HELD ? List.of() : end();
    }
    List<TapeFrame> complete = new ArrayList<>(held.size() + 1);
    complete.add(packet);
    long time = packet.decodeTimestamp();
    for (int i = held.size() - 1; i >= 0; i--) {
      time = Math.min(time - Math.max(1, held.get(i).duration()), held.get(i).timestamp());
      complete.add(0, at(held.get(i), time));
    }
    held.clear();
    known = true;
    return complete;
  }

  /** Packets that are still held: decoded in the order of their presentation, early enough. */
  List<TapeFrame> end() {
    known = true;
    long[] times = held.stream().mapToLong(TapeFrame::timestamp).sorted().toArray();
    long early = 0;
    for (int i = 0; i < times.length; i++) {
      early = Math.max(early, times[i] - held.get(i).timestamp());
    }
    List<TapeFrame> complete = new ArrayList<>(times.length);
    for (int i = 0; i < times.length; i++) {
      complete.add(at(held.get(i), times[i] - early));
    }
    held.clear();
    return complete;
  }

  private static TapeFrame at(TapeFrame f, long decodeTimestamp) {
    return new TapeFrame(
        f.timestamp(),
        decodeTimestamp,
        f.duration(),
        f.key(),
        f.sampleCount(),
        f.picture(),
        f.sideData(),
        f.data());
  }
}
