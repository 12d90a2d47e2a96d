package io.reelbus.model;

/** Which of the two cut queues a recording's work goes to. Live cuts are always taken first. */
public enum Lane {
  LIVE,
  BATCH
}
