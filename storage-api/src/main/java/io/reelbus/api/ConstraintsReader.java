package io.reelbus.api;

import io.reelbus.model.constraints.ConstrainBoolean;
import io.reelbus.model.constraints.ConstrainNumber;
import io.reelbus.model.constraints.ConstrainString;
import io.reelbus.model.constraints.ConstrainableProperty;
import io.reelbus.model.constraints.Constraint;
import io.reelbus.model.constraints.ConstraintSet;
import io.reelbus.model.constraints.MediaStreamConstraints;
import io.reelbus.model.constraints.MediaTrackConstraints;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads constraints as WebIDL does: unknown members are dropped, {@code null} is not there, {@code
 * unsigned long} is rounded and clamped. Other than in JavaScript nothing is converted: a member of
 * another JSON type is a TypeError that names it.
 */
final class ConstraintsReader {

  /** Bounds the work of the algorithm. */
  static final int MAX_ADVANCED = 16;

  private static final int MAX_STRINGS = 64;
  private static final double MAX_ULONG = 4_294_967_295.0;

  private ConstraintsReader() {}

  /**
   * The argument of {@code getUserMedia()}.
   *
   * @param at its place in the request, for error messages
   */
  static MediaStreamConstraints userMedia(JsonObject json, String at) {
    MediaTrackConstraints video = wanted(json.getValue("video"), false, at + ".video");
    MediaTrackConstraints audio = wanted(json.getValue("audio"), false, at + ".audio");
    if (video == null && audio == null) {
      throw refusal(at, "asks for neither video nor audio", "video or audio");
    }
    return new MediaStreamConstraints(video, audio);
  }

  /** The argument of {@code getDisplayMedia()}: Screen Capture section 5.1, steps 1 to 4. */
  static MediaStreamConstraints displayMedia(JsonObject json, String at) {
    for (String kind : List.of("video", "audio")) {
      if (json.getValue(kind) instanceof JsonObject track) {
        refuseSelection(track, at + "." + kind);
      }
    }
    MediaTrackConstraints video = wanted(json.getValue("video"), true, at + ".video");
    if (video == null) {
      throw refusal(at + ".video", "a display cannot be captured without", "true or constraints");
    }
    return new MediaStreamConstraints(video, wanted(json.getValue("audio"), false, at + ".audio"));
  }

  /** Who captures a display chooses it; constraints must not. */
  private static void refuseSelection(JsonObject track, String at) {
    if (track.getValue("advanced") != null) {
      throw refusal(at + ".advanced", "is not for displays", "absent");
    }
    for (ConstrainableProperty property : ConstrainableProperty.values()) {
      for (String member : List.of("min", "exact")) {
        if (track.getValue(property.text()) instanceof JsonObject constraint
            && constraint.getValue(member) != null) {
          String field = at + "." + property + "." + member;
          throw refusal(field, "is not for displays", "absent");
        }
      }
    }
  }

  private static @Nullable MediaTrackConstraints wanted(
      @Nullable Object value, boolean absent, String at) {
    if (value == null || value instanceof Boolean) {
      boolean wanted = value == null ? absent : (Boolean) value;
      return wanted ? MediaTrackConstraints.NONE : null;
    }
    if (value instanceof JsonObject json) {
      return track(json, at);
    }
    throw refusal(at, "boolean or MediaTrackConstraints");
  }

  /** {@code MediaTrackConstraints}. */
  static MediaTrackConstraints track(JsonObject json, String at) {
    ConstraintSet basic = set(json, at);
    Object given = json.getValue("advanced");
    if (given == null) {
      return MediaTrackConstraints.of(basic);
    }
    String field = at + ".advanced";
    if (!(given instanceof JsonArray sets) || sets.size() > MAX_ADVANCED) {
      throw refusal(field, "array of 0 to " + MAX_ADVANCED + " items");
    }
    List<ConstraintSet> advanced = new ArrayList<>();
    for (int i = 0; i < sets.size(); i++) {
      String place = field + "[" + i + "]";
      if (!(sets.getValue(i) instanceof JsonObject one)) {
        throw refusal(place, "object");
      }
      advanced.add(set(one, place));
    }
    return new MediaTrackConstraints(basic, advanced);
  }

  private static ConstraintSet set(JsonObject json, String at) {
    Map<ConstrainableProperty, Constraint> members = new EnumMap<>(ConstrainableProperty.class);
    for (ConstrainableProperty property : ConstrainableProperty.values()) {
      Object value = json.getValue(property.text());
      if (value != null) {
        members.put(property, constraint(property.type(), value, at + "." + property));
      }
    }
    return new ConstraintSet(members);
  }

  private static Constraint constraint(ConstrainableProperty.Type type, Object value, String at) {
    return switch (type) {
      case ULONG, DOUBLE -> number(type, value, at);
      case STRING -> string(value, at);
      case BOOLEAN -> flag(value, at);
      case BOOLEAN_OR_STRING -> isString(value) ? string(value, at) : flag(value, at);
    };
  }

  private static ConstrainNumber number(ConstrainableProperty.Type type, Object value, String at) {
    if (value instanceof JsonObject json) {
      return new ConstrainNumber(
          member(type, json, "min", at),
          member(type, json, "max", at),
          member(type, json, "exact", at),
          member(type, json, "ideal", at),
          false);
    }
    return ConstrainNumber.bare(number(value, type, at));
  }

  private static @Nullable Double member(
      ConstrainableProperty.Type type, JsonObject json, String name, String at) {
    Object value = json.getValue(name);
    if (value == null) {
      return null;
    }
    return number(value, type, at + "." + name);
  }

  private static double number(Object value, ConstrainableProperty.Type type, String at) {
    double number = value instanceof Number n ? n.doubleValue() : Double.NaN;
    if (!Double.isFinite(number)) {
      throw refusal(at, "finite number");
    }
    return type == ConstrainableProperty.Type.ULONG
        ? Math.rint(Math.max(0, Math.min(MAX_ULONG, number)))
        : number;
  }

  private static boolean isString(Object value) {
    if (value instanceof JsonObject json) {
      Object exact = json.getValue("exact");
      return isString(exact == null ? json.getValue("ideal", false) : exact);
    }
    return value instanceof String || value instanceof JsonArray;
  }

  private static ConstrainString string(Object value, String at) {
    if (value instanceof JsonObject json) {
      return new ConstrainString(
          strings(json.getValue("exact"), at + ".exact"),
          strings(json.getValue("ideal"), at + ".ideal"),
          false);
    }
    return new ConstrainString(List.of(), strings(value, at), true);
  }

  private static List<String> strings(@Nullable Object value, String at) {
    if (value == null) {
      return List.of();
    } else if (value instanceof String one) {
      return List.of(one);
    } else if (!(value instanceof JsonArray array) || array.size() > MAX_STRINGS) {
      throw refusal(at, "string or array of 0 to " + MAX_STRINGS + " strings");
    } else {
      List<String> all = new ArrayList<>();
      for (int i = 0; i < array.size(); i++) {
        if (!(array.getValue(i) instanceof String one)) {
          throw refusal(at + "[" + i + "]", "string");
        }
        all.add(one);
      }
      return all;
    }
  }

  private static ConstrainBoolean flag(Object value, String at) {
    if (value instanceof JsonObject json) {
      return new ConstrainBoolean(
          maybe(json.getValue("exact"), at + ".exact"),
          maybe(json.getValue("ideal"), at + ".ideal"),
          false);
    }
    return new ConstrainBoolean(null, maybe(value, at), true);
  }

  private static @Nullable Boolean maybe(@Nullable Object value, String at) {
    if (value == null || value instanceof Boolean) {
      return (Boolean) value;
    }
    throw refusal(at, "boolean");
  }

  private static Refusal refusal(String field, String expected) {
    return refusal(field, "is of another type or out of bounds", expected);
  }

  private static Refusal refusal(String field, String why, String expected) {
    return Refusal.field("TypeError", field, field + ": " + why, expected);
  }
}
