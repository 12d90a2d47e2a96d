package io.reelbus.model.constraints;

import io.reelbus.model.MediaKind;
import java.util.Arrays;
import java.util.Optional;

/**
 * A property that can have capabilities, constraints and a setting: those of Media Capture and
 * Streams ("Constrainable Properties"), {@code backgroundBlur} of its Extensions, and those of
 * Screen Capture. All of them are supported in the sense of {@code getSupportedConstraints()}.
 */
public enum ConstrainableProperty {
  DEVICE_ID("deviceId", Type.STRING, Applies.BOTH, true),
  GROUP_ID("groupId", Type.STRING, Applies.BOTH, true),
  WIDTH("width", Type.ULONG, Applies.VIDEO, true),
  HEIGHT("height", Type.ULONG, Applies.VIDEO, true),
  ASPECT_RATIO("aspectRatio", Type.DOUBLE, Applies.VIDEO, true),
  FRAME_RATE("frameRate", Type.DOUBLE, Applies.VIDEO, true),
  FACING_MODE("facingMode", Type.STRING, Applies.VIDEO, true),
  RESIZE_MODE("resizeMode", Type.STRING, Applies.VIDEO, true),
  BACKGROUND_BLUR("backgroundBlur", Type.BOOLEAN, Applies.VIDEO, false),
  DISPLAY_SURFACE("displaySurface", Type.STRING, Applies.VIDEO, false),
  LOGICAL_SURFACE("logicalSurface", Type.BOOLEAN, Applies.VIDEO, false),
  CURSOR("cursor", Type.STRING, Applies.VIDEO, false),
  SAMPLE_RATE("sampleRate", Type.ULONG, Applies.AUDIO, true),
  SAMPLE_SIZE("sampleSize", Type.ULONG, Applies.AUDIO, true),
  CHANNEL_COUNT("channelCount", Type.ULONG, Applies.AUDIO, true),
  LATENCY("latency", Type.DOUBLE, Applies.AUDIO, true),
  ECHO_CANCELLATION("echoCancellation", Type.BOOLEAN_OR_STRING, Applies.AUDIO, true),
  AUTO_GAIN_CONTROL("autoGainControl", Type.BOOLEAN, Applies.AUDIO, true),
  NOISE_SUPPRESSION("noiseSuppression", Type.BOOLEAN, Applies.AUDIO, true);

  /** What its values are, and so which {@code Constrain...} type its constraints have. */
  public enum Type {
    /** {@code [Clamp] unsigned long}: 0 to 4294967295. */
    ULONG,
    /** A finite number. */
    DOUBLE,
    STRING,
    BOOLEAN,
    BOOLEAN_OR_STRING;

    /** Whether its values are numbers. */
    public boolean numeric() {
      return this == ULONG || this == DOUBLE;
    }
  }

  private enum Applies {
    VIDEO,
    AUDIO,
    BOTH
  }

  private final String text;
  private final Type type;
  private final Applies applies;
  private final boolean selectsDevices;

  ConstrainableProperty(String text, Type type, Applies applies, boolean selectsDevices) {
    this.text = text;
    this.type = type;
    this.applies = applies;
    this.selectsDevices = selectsDevices;
  }

  /** W3C name, e.g. {@code frameRate}. */
  public String text() {
    return text;
  }

  public Type type() {
    return type;
  }

  /** Whether tracks of a kind have it. */
  public boolean appliesTo(MediaKind kind) {
    return applies == Applies.BOTH || applies.name().equals(kind.name());
  }

  /** Whether it is on the list of allowed required constraints for device selection. */
  public boolean selectsDevices() {
    return selectsDevices;
  }

  /** The property of that name; empty for unknown ones, which WebIDL drops. */
  public static Optional<ConstrainableProperty> of(String text) {
    return Arrays.stream(values()).filter(p -> p.text.equals(text)).findFirst();
  }

  @Override
  public String toString() {
    return text;
  }
}
