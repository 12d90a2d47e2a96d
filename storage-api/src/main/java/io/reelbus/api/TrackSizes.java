package io.reelbus.api;

import static io.reelbus.model.constraints.ConstrainableProperty.ASPECT_RATIO;
import static io.reelbus.model.constraints.ConstrainableProperty.FRAME_RATE;
import static io.reelbus.model.constraints.ConstrainableProperty.HEIGHT;
import static io.reelbus.model.constraints.ConstrainableProperty.RESIZE_MODE;
import static io.reelbus.model.constraints.ConstrainableProperty.WIDTH;

import io.reelbus.api.view.SourceState;
import io.reelbus.api.view.StreamState;
import io.reelbus.model.Device;
import io.reelbus.model.Ratio;
import io.reelbus.model.Resize;
import io.reelbus.model.constraints.Capability;
import io.reelbus.model.constraints.Capability.Range;
import io.reelbus.model.constraints.ConstrainableProperty;
import io.reelbus.model.constraints.DeviceSettings;
import io.reelbus.model.constraints.MediaTrackSettings;
import io.reelbus.model.constraints.SettingsBox;
import io.reelbus.model.constraints.Value;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code resizeMode}: which sizes and rates of tracks are made where they are encoded, and what the
 * device itself gives for them. Pure.
 */
final class TrackSizes {

  private static final int RATE_STEPS = 1000; // of a picture per second

  private TrackSizes() {}

  /** How the pictures of these settings are made; null when the device gives them. */
  static @Nullable Resize resize(MediaTrackSettings settings) {
    return settings.text(RESIZE_MODE).filter(DeviceSettings.CROP_AND_SCALE::equals).isEmpty()
        ? null
        : new Resize(
            (int) settings.number(WIDTH).orElse(1),
            (int) settings.number(HEIGHT).orElse(1),
            rate(settings.number(FRAME_RATE).orElse(0)));
  }

  private static Ratio rate(double perSecond) {
    long steps = Math.round(perSecond * RATE_STEPS);
    for (int den : new int[] {1, 10, 100}) {
      if (steps * den % RATE_STEPS == 0) {
        return new Ratio((int) (steps * den / RATE_STEPS), den);
      }
    }
    return new Ratio((int) steps, RATE_STEPS);
  }

  /**
   * The settings to open a device with for others that are made of its pictures: what it usually
   * gives when that is enough, so that streams share it; else the first mode that is large enough.
   */
  static MediaTrackSettings opened(Device device, MediaTrackSettings settings) {
    for (SettingsBox box : DeviceSettings.of(device).boxes()) {
      Capability how = box.domains().get(RESIZE_MODE);
      Map<ConstrainableProperty, Value> own =
          how != null && how.contains(Value.of(DeviceSettings.NONE))
              ? enough(box, settings)
              : Map.of();
      if (!own.isEmpty()) {
        return settings.with(own);
      }
    }
    return settings;
  }

  private static Map<ConstrainableProperty, Value> enough(
      SettingsBox box, MediaTrackSettings settings) {
    Map<ConstrainableProperty, Value> own = new EnumMap<>(ConstrainableProperty.class);
    own.put(RESIZE_MODE, Value.of(DeviceSettings.NONE));
    for (ConstrainableProperty property : List.of(WIDTH, HEIGHT, FRAME_RATE)) {
      double wanted = settings.number(property).orElse(0);
      if (box.domains().get(property) instanceof Range range) {
        if (range.max() < wanted) {
          return Map.of();
        }
        double usual =
            box.usual().get(property) instanceof Value.Amount n ? n.number() : range.max();
        own.put(property, Value.of(range.nearest(Math.max(usual, wanted))));
      }
    }
    return own;
  }

  /**
   * The settings that a track can have whose device gives these: they themselves and, where the
   * device announces so, all that are made of its pictures.
   */
  static List<SettingsBox> madeOf(Device device, MediaTrackSettings settings) {
    SettingsBox own = SettingsBox.of(settings);
    Capability how = DeviceSettings.of(device).capabilities().values().get(RESIZE_MODE);
    if (how == null || !how.contains(Value.of(DeviceSettings.CROP_AND_SCALE))) {
      return List.of(own);
    }
    Map<ConstrainableProperty, Capability> made = new EnumMap<>(ConstrainableProperty.class);
    made.putAll(own.domains());
    made.remove(ASPECT_RATIO); // follows from the sizes
    made.put(RESIZE_MODE, Capability.oneOf(DeviceSettings.CROP_AND_SCALE));
    for (ConstrainableProperty property : List.of(WIDTH, HEIGHT, FRAME_RATE)) {
      made.computeIfPresent(
          property, (p, one) -> new Range(Math.min(1, ((Range) one).min()), ((Range) one).max()));
    }
    return List.of(own, new SettingsBox(made, settings.values()));
  }

  /** Of a stream's track now; null when its pictures are recorded as the device gives them. */
  static @Nullable Resize of(StreamState stream, String trackId) {
    for (int i = 0; i < stream.sources().size(); i++) {
      SourceState source = stream.sources().get(i);
      if (source.tracks().stream().anyMatch(track -> track.trackId().equals(trackId))) {
        return stream.spec().sources().get(i).resize();
      }
    }
    return null;
  }

  /** Of a recorder's tracks, by their number. */
  static Map<Integer, Resize> of(StreamState stream, List<String> trackIds) {
    Map<Integer, Resize> resizes = new HashMap<>();
    for (int n = 0; n < trackIds.size(); n++) {
      Resize resize = of(stream, trackIds.get(n));
      if (resize != null) {
        resizes.put(n, resize);
      }
    }
    return resizes;
  }
}
