package io.reelbus.agent;

import io.reelbus.bus.TapeReader;
import io.reelbus.model.Cut;
import io.reelbus.model.MediaKind;
import io.reelbus.model.TapeRange;
import io.reelbus.model.TapeRecord;
import io.reelbus.model.Wire;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a recorder that goes on what an earlier life of the agent left on its tape behind the last
 * cut (I1), as if it had just been captured. Cut points depend on media time alone, so the slices
 * are those that the agent would have made; those that are cut already are made again and not given
 * out.
 *
 * <p>Only headers are kept. Bounds: {@value #MOST_BYTES} bytes are read in {@value #MOST_MS} ms;
 * what is behind belongs to the gap.
 */
final class EarlierFrames {

  private static final Logger LOG = LoggerFactory.getLogger(EarlierFrames.class);
  private static final long MOST_BYTES = 4L << 30;
  private static final long MOST_MS = 15_000;
  private static final long LEAD_IN_US = 30_000_000; // as TapeIndex has it for those who start
  private static final long SENT_US = 2_000_000; // clocks of frames and records may differ by it
  private static final long BEFORE = Long.MIN_VALUE / 2; // positions of earlier sessions

  private final AgentContext context;
  private final TrackRecorder recorder;
  private final @Nullable Cut last;
  private final long endOffset;
  private long bytes;

  /**
   * Makes one.
   *
   * @param last the latest cut of the track that has some of the tape; null for none
   * @param endOffset where the session of now begins
   */
  EarlierFrames(AgentContext context, TrackRecorder recorder, @Nullable Cut last, long endOffset) {
    this.context = context;
    this.recorder = recorder;
    this.last = last;
    this.endOffset = endOffset;
  }

  /** Reads; waits for the cluster. What cannot be read is in the gap that the recorder names. */
  void give() {
    recorder.catchUp(last);
    try {
      read();
    } catch (RuntimeException e) {
      LOG.warn("{}: what is left on its tape is lost", name(), e);
    } finally {
      recorder.away();
    }
  }

  private String name() {
    return recorder.spec().recordingId() + "/" + recorder.number();
  }

  private void read() {
    TrackTape tape = recorder.tape();
    long wanted = wantedFrom();
    long from = Math.max(wanted, context.bus().tapes().startOffset(tape.topic(), 0));
    if (from > wanted && last != null) {
      recorder.away(); // some of it has expired
    }
    if (from >= endOffset) {
      return;
    }
    long giveUpAt = System.nanoTime() + MOST_MS * 1_000_000;
    int frames = 0;
    try (TapeReader reader = context.bus().tapeReader()) {
      reader.open(new TapeRange(tape.topic(), tape.partition(), from, endOffset));
      TapeRecord found = reader.find();
      while (found != null && bytes < MOST_BYTES && System.nanoTime() < giveUpAt) {
        if (found.mark().first() && (frames > 0 || last != null)) {
          recorder.away(); // an absence before this one
        }
        LiveSession.accept(recorder, entry(found));
        frames++;
        found = reader.find();
      }
    }
    LOG.info("{}: {} frames were on the tape behind its last cut", name(), frames);
  }

  private TapeEntry entry(TapeRecord found) {
    long wallUs = recorder.format().timeBase().toUs(found.frame().timestamp()); // live tape time
    TapeEntry entry = TrackTape.found(found, BEFORE + bytes, wallUs);
    bytes += entry.sizeBytes();
    return entry;
  }

  /** First offset of what slices to come may need. */
  private long wantedFrom() {
    boolean pictures =
        recorder.format().kind() == MediaKind.VIDEO && recorder.format().wire() == Wire.RAW;
    if (last != null) {
      TapeRange end = last.tape().get(last.tape().size() - 1);
      return pictures ? end.toOffset() : last.tape().get(0).fromOffset();
    }
    long backUs = pictures ? SENT_US : LEAD_IN_US;
    return context
        .bus()
        .tapes()
        .offsetAt(recorder.tape().topic(), 0, recorder.spec().startedAtUs() - backUs);
  }
}
