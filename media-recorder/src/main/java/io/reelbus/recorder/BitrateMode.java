package io.reelbus.recorder;

import java.util.Locale;

/** W3C {@code BitrateMode}. */
public enum BitrateMode {
  /** Every packet of the same size. */
  CONSTANT,
  /** More where there is more to hear. */
  VARIABLE;

  /** The mode of a name. */
  static BitrateMode of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** W3C name, e.g. {@code constant}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
