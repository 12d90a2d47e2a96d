package io.reelbus.model.constraints;

import io.reelbus.model.MediaException;

/** W3C {@code OverconstrainedError}: no settings satisfy the required constraints. */
public final class OverconstrainedException extends MediaException {

  private static final long serialVersionUID = 1L;

  private final String constraint;

  /**
   * Makes one.
   *
   * @param constraint name of a property whose constraint nothing satisfies; empty when each can be
   *     satisfied alone, but not all together
   * @param message one line for a person
   */
  public OverconstrainedException(String constraint, String message) {
    super("OverconstrainedError", Next.STOP, message);
    this.constraint = constraint;
  }

  /** {@code OverconstrainedError.constraint}. */
  public String constraint() {
    return constraint;
  }
}
