package io.reelbus.recorder;

import java.util.List;

/**
 * Whether the server can work.
 *
 * @param status {@code up} or {@code down}
 * @param checks per part: {@code bus}, {@code store}, {@code view} (its tails have caught up) and
 *     {@code agents} (informative: how many are live)
 */
public record HealthInfo(String status, List<Check> checks) {

  /**
   * One part.
   *
   * @param name of the part
   * @param status {@code up} or {@code down}
   * @param message one line for a person
   */
  public record Check(String name, String status, String message) {}

  /** Copies the list. */
  public HealthInfo {
    checks = List.copyOf(checks);
  }

  /** Whether all that is needed is up. */
  public boolean up() {
    return status.equals("up");
  }
}
