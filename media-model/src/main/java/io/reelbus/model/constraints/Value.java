package io.reelbus.model.constraints;

/** A setting of a property. */
public sealed interface Value {

  /** Of {@code unsigned long} and {@code double} properties. */
  record Amount(double number) implements Value {
    /** Checks that it is finite. */
    public Amount {
      if (!Double.isFinite(number)) {
        throw new IllegalArgumentException("number: " + number + " (expected: finite)");
      }
    }

    @Override
    public Object plain() {
      return number == Math.rint(number) && Math.abs(number) < 1e15
          ? (Object) (long) number
          : (Object) number;
    }
  }

  /** Of string and enumerated properties. */
  record Text(String text) implements Value {
    @Override
    public Object plain() {
      return text;
    }
  }

  /** Of boolean properties. */
  record Flag(boolean flag) implements Value {
    @Override
    public Object plain() {
      return flag;
    }
  }

  /** As a {@code Long} (whole numbers), {@code Double}, {@code String} or {@code Boolean}. */
  Object plain();

  /** A number. */
  static Value of(double number) {
    return new Amount(number);
  }

  /** A string. */
  static Value of(String text) {
    return new Text(text);
  }

  /** A boolean. */
  static Value of(boolean flag) {
    return new Flag(flag);
  }
}
