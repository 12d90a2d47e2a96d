package io.reelbus.model;

/** A failure with a name from the W3C texts and an answer to "what now". */
public class MediaException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What the caller should do. */
  public enum Next {
    /** The same call may succeed later: bus, store or network. */
    RETRY,
    /** This input will fail each time: set it aside, name the gap, go on. */
    QUARANTINE,
    /** The whole operation cannot go on. */
    STOP
  }

  private final String name;
  private final Next next;

  /**
   * Makes one.
   *
   * @param name DOMException name, e.g. {@code NotFoundError}
   * @param next what to do
   * @param message what, which input, which value, what was expected
   */
  public MediaException(String name, Next next, String message) {
    super(message);
    this.name = name;
    this.next = next;
  }

  /** Makes one with a cause. */
  public MediaException(String name, Next next, String message, Throwable cause) {
    super(message, cause);
    this.name = name;
    this.next = next;
  }

  /** DOMException name. */
  public String name() {
    return name;
  }

  public Next next() {
    return next;
  }
}
