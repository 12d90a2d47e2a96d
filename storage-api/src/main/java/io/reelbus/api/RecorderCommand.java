package io.reelbus.api;

import io.reelbus.model.Lane;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.RecordingSpec.Desired;

/**
 * What {@code pause}, {@code resume} and {@code requestData} make of a recording's desired state.
 * Each decides once at which wall clock it takes effect, so that every agent cuts there (I5). Pure.
 *
 * <p>What ends a slice takes effect {@value #LEAD_US} microseconds from now: by then the agents
 * know of it, and none has frames of that time in a slice already. What goes on does so at once.
 */
enum RecorderCommand {
  PAUSE("pause") {
    @Override
    RecordingSpec of(RecordingSpec spec, long nowUs) {
      return spec.desired() == Desired.PAUSED ? spec : spec.paused(ahead(spec, nowUs));
    }
  },
  RESUME("resume") {
    @Override
    RecordingSpec of(RecordingSpec spec, long nowUs) {
      return spec.desired() == Desired.PAUSED
          ? spec.resumed(Math.max(nowUs, spec.lastCommandAtUs() + 1))
          : spec;
    }
  },
  REQUEST_DATA("requestData") {
    @Override
    RecordingSpec of(RecordingSpec spec, long nowUs) {
      return spec.dataRequested(ahead(spec, nowUs));
    }
  };

  /** How long before it takes effect a command is written. */
  static final long LEAD_US = 100_000;

  /** Commands that a recording carries. */
  private static final int LIMIT = 10_000;

  private final String word;

  RecorderCommand(String word) {
    this.word = word;
  }

  /** What the recording should be, the same when there is nothing to do. */
  abstract RecordingSpec of(RecordingSpec spec, long nowUs);

  /** The same, checked against the bound of a recording's record on the bus. */
  RecordingSpec apply(RecordingSpec spec, long nowUs) {
    RecordingSpec next = of(spec, nowUs);
    if (next.pauses().size() + next.dataRequestsAtUs().size() > LIMIT) {
      throw Refusal.of(
          "QuotaExceededError",
          "recorder " + spec.recordingId() + ": " + LIMIT + " pauses and data requests at most");
    }
    return next;
  }

  private static long ahead(RecordingSpec spec, long nowUs) {
    long leadUs = spec.lane() == Lane.LIVE ? LEAD_US : 0;
    return Math.max(nowUs + leadUs, spec.lastCommandAtUs() + 1);
  }

  /** As clients say it. */
  String word() {
    return word;
  }
}
