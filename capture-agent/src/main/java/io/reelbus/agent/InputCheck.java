package io.reelbus.agent;

import io.reelbus.agent.TapeEntry.Gap;
import io.reelbus.ffmpeg.InputFacts;
import io.reelbus.model.LossCause;
import io.reelbus.model.TimeBase;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares what a file said of itself with what could be read of it. Pure. */
final class InputCheck {

  private static final long MIN_TOLERANCE_US = 1_000_000; // headers round, and guess
  private static final long INDEXED_TOLERANCE_US = 100_000; // an index does not

  private InputCheck() {}

  /** What is missing behind the end of each track; null where nothing is. */
  static List<@Nullable Gap> missing(InputFacts facts, List<TrackFeed> feeds) {
    long declaredEndUs = facts.startUs() + facts.declaredDurationUs();
    boolean declared = facts.declaredDurationUs() > 0;
    long readEndUs = feeds.stream().mapToLong(TrackFeed::endUs).max().orElse(0);
    long toleranceUs = Math.max(MIN_TOLERANCE_US, facts.declaredDurationUs() / 50);
    boolean endsEarly =
        declared && (readEndUs == Long.MIN_VALUE || readEndUs < declaredEndUs - toleranceUs);
    List<@Nullable Gap> gaps = new ArrayList<>();
    for (int i = 0; i < feeds.size(); i++) {
      TrackFeed feed = feeds.get(i);
      long endUs = feed.endUs() == Long.MIN_VALUE ? facts.startUs() : feed.endUs();
      long frames = missingFrames(facts, i, feed);
      boolean indexed = frames > 0 && declared && endUs < declaredEndUs - INDEXED_TOLERANCE_US;
      boolean broken = !facts.readError().isEmpty() && (i == 0 || frames > 0);
      if (endsEarly || indexed || broken) {
        gaps.add(gap(facts, feed, frames, endUs, Math.max(endUs, declared ? declaredEndUs : 0)));
      } else {
        gaps.add(feed.pending());
      }
    }
    return gaps;
  }

  private static long missingFrames(InputFacts facts, int track, TrackFeed feed) {
    long declared = facts.declaredFrames().get(track);
    boolean sampleIndex = feed.format().codecName().startsWith("pcm_"); // MOV counts each sample
    long read = sampleIndex ? feed.samples() : feed.packets();
    return declared > 0 ? Math.max(0, declared - read) : 0;
  }

  private static Gap gap(InputFacts facts, TrackFeed feed, long packets, long fromUs, long toUs) {
    TimeBase tape = feed.format().timeBase();
    long from = tape.fromUs(fromUs);
    long to = tape.fromUs(toUs);
    Gap pending = feed.pending();
    long undecoded = pending == null ? 0 : pending.count();
    boolean video = feed.format().video() != null;
    // Sound is counted in samples; of what is missing only the time is known.
    long count = undecoded + (video ? packets : Math.max(0, to - from));
    String why = facts.readError().isEmpty() ? "the input ends early" : facts.readError();
    return new Gap(LossCause.CORRUPT_INPUT, count, from, to, why);
  }
}
