package io.reelbus.model.constraints;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Possible values of a property. */
public sealed interface Capability {

  /**
   * W3C {@code ULongRange} and {@code DoubleRange}.
   *
   * @param min smallest
   * @param max largest, at least {@code min}
   */
  record Range(double min, double max) implements Capability {
    /** Checks that it is finite and not empty. */
    public Range {
      if (!(min <= max) || Double.isInfinite(min) || Double.isInfinite(max)) {
        throw new IllegalArgumentException(
            "range: " + min + ".." + max + " (expected: min <= max)");
      }
    }

    /** The number of the range nearest to another. */
    public double nearest(double number) {
      return Math.max(min, Math.min(max, number));
    }

    @Override
    public boolean contains(Value value) {
      return value instanceof Value.Amount n && n.number() >= min && n.number() <= max;
    }

    @Override
    public Object plain() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("min", Value.of(min).plain());
      map.put("max", Value.of(max).plain());
      return map;
    }
  }

  /**
   * W3C lists of strings or booleans, the usual one first.
   *
   * @param values may be empty: none of them is reported
   */
  record OneOf(List<Value> values) implements Capability {
    /** Copies the list. */
    public OneOf {
      values = List.copyOf(values);
    }

    @Override
    public boolean contains(Value value) {
      return values.contains(value);
    }

    @Override
    public Object plain() {
      return values.stream().map(Value::plain).toList();
    }
  }

  /** Whether a value is possible. */
  boolean contains(Value value);

  /** As {@code {min, max}} or a list, of numbers, strings and booleans. */
  Object plain();

  /** A range. */
  static Capability range(double min, double max) {
    return new Range(min, max);
  }

  /** These strings. */
  static Capability oneOf(String... texts) {
    return new OneOf(Arrays.stream(texts).map(Value::of).toList());
  }

  /** Only this value. */
  static Capability only(Value value) {
    return value instanceof Value.Amount n
        ? new Range(n.number(), n.number())
        : new OneOf(List.of(value));
  }

  /**
   * Reads one: {@code 1..1920} or {@code 30} for numbers, {@code a|b} for strings, {@code
   * false|true} for booleans.
   *
   * @throws IllegalArgumentException when the text is none of a property of that type
   */
  static Capability parse(ConstrainableProperty property, String text) {
    try {
      if (property.type().numeric()) {
        int dots = text.indexOf("..");
        double min = Double.parseDouble(dots < 0 ? text : text.substring(0, dots));
        return new Range(min, dots < 0 ? min : Double.parseDouble(text.substring(dots + 2)));
      }
      List<String> words = text.isEmpty() ? List.of() : Arrays.asList(text.split("\\|", -1));
      return new OneOf(words.stream().map(word -> value(property, word)).toList());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(property + ": '" + text + "' (" + e.getMessage() + ")", e);
    }
  }

  private static Value value(ConstrainableProperty property, String word) {
    boolean flag = word.equals("true") || word.equals("false");
    return switch (property.type()) {
      case STRING -> Value.of(word);
      case BOOLEAN_OR_STRING -> flag ? Value.of(word.equals("true")) : Value.of(word);
      case BOOLEAN -> {
        if (!flag) {
          throw new IllegalArgumentException("expected: true or false");
        }
        yield Value.of(word.equals("true"));
      }
      case ULONG, DOUBLE -> throw new IllegalArgumentException("expected: a number");
    };
  }
}
