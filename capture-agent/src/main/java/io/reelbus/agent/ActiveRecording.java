package io.reelbus.agent;

import io.reelbus.model.RecordingSpec;
import io.reelbus.model.StreamSpec;

/** A recording this agent captures tracks of. Called by the control thread; never waits. */
interface ActiveRecording {

  /** What it was started with. */
  RecordingSpec spec();

  /** What is desired of it has changed: paused, resumed, data requested, stopped. */
  void update(RecordingSpec desired);

  /** Something was set on tracks of its stream; not on those of files. */
  default void update(StreamSpec stream) {}

  /**
   * A track of it is not live any more.
   *
   * @param number in the recording
   */
  void endTrack(int number);

  /** Whether it has not got all yet that an earlier life of the agent left on its tapes. */
  default boolean isCatchingUp() {
    return false;
  }

  /** Time passes. */
  void tick(long nowUs);

  /** It has failed or was finished elsewhere: no more cuts. */
  void abandon();

  /** The agent closes: ends what can be ended at once. */
  void close();

  /** Whether there is nothing more to do for it. */
  boolean isDone();
}
