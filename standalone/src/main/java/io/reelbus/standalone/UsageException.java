package io.reelbus.standalone;

/**
 * The command cannot start as asked: exit code 2. The message names the option and what it takes.
 */
public final class UsageException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Makes one; {@code message} is one line. */
  public UsageException(String message) {
    super(message);
  }

  /** Makes one with a cause. */
  public UsageException(String message, Throwable cause) {
    super(message, cause);
  }
}
