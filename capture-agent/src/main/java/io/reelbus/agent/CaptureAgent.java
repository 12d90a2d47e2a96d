package io.reelbus.agent;

import io.reelbus.bus.Bus;
import io.reelbus.bus.Health;

/**
 * The capture agent of one machine: announces its devices, holds open what streams ask for, and
 * cuts tapes for recordings. May be used from any thread.
 */
public final class CaptureAgent implements AutoCloseable {

  /** Makes an agent; nothing happens before {@link #start()}. The bus stays the caller's. */
  public CaptureAgent(AgentSettings settings, Bus bus) {}

  /**
   * Starts announcing and reconciling; returns at once.
   *
   * @throws IllegalStateException when started before
   */
  public void start() {}

  /** Whether the agent works, as a value. */
  public Health check() {
    return new Health(false, "not started");
  }

  /**
   * Stops: recordings of live sources end here and now with a last cut, the agent's announcement is
   * removed, all devices are closed. Returns within about ten seconds.
   */
  @Override
  public void close() {}
}
