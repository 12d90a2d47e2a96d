package io.reelbus.agent;

import io.reelbus.model.RecordingSpec;
import io.reelbus.model.StreamSpec;

/** A recording this agent captures tracks of. Called by the control thread; never waits. */
interface ActiveRecording {

  /** What is desired of it has changed: paused, resumed, data requested, stopped. */
  void update(RecordingSpec desired);

  /** Something was set on tracks of a stream, perhaps on its own; not on those of files. */
  default void update(StreamSpec stream) {}

  /** Time passes. */
  void tick(long nowUs);

  /** It has failed or was finished elsewhere: no more cuts. */
  void abandon();

  /** The agent closes: ends what can be ended at once. */
  void close();

  /** Whether there is nothing more to do for it. */
  boolean isDone();
}
