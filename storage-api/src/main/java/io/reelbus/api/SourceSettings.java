package io.reelbus.api;

import io.reelbus.model.AudioFormat;
import io.reelbus.model.Device;
import io.reelbus.model.LiveTrack;
import io.reelbus.model.MediaKind;
import io.reelbus.model.Resize;
import io.reelbus.model.Source;
import io.reelbus.model.StreamSpec.StreamSource;
import io.reelbus.model.VideoFormat;
import io.reelbus.model.constraints.Capability;
import io.reelbus.model.constraints.Capability.OneOf;
import io.reelbus.model.constraints.ConstrainableProperty;
import io.reelbus.model.constraints.DeviceSettings;
import io.reelbus.model.constraints.MediaTrackCapabilities;
import io.reelbus.model.constraints.MediaTrackSettings;
import io.reelbus.model.constraints.Value;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Settings as FFmpeg's input options, and back from what an agent has opened. */
final class SourceSettings {

  private SourceSettings() {}

  /**
   * How to open a device with these settings. What the device uses anyway is not written, so that
   * streams which ask for nothing special share it; except for drivers that keep what was last set.
   */
  static Source apply(Device device, MediaTrackSettings settings) {
    Source source = device.source();
    boolean keepsSettings = source.kind() == Source.Kind.V4L2 || source.kind() == Source.Kind.ALSA;
    Map<ConstrainableProperty, Value> usual =
        keepsSettings ? Map.of() : DeviceSettings.of(device).boxes().get(0).usual();
    Map<String, String> options = new HashMap<>(source.options());
    boolean takesSize = source.kind() == Source.Kind.V4L2 || source.kind() == Source.Kind.TEST;
    Optional<Value> width = settings.get(ConstrainableProperty.WIDTH);
    Optional<Value> height = settings.get(ConstrainableProperty.HEIGHT);
    boolean otherSize =
        differs(usual, ConstrainableProperty.WIDTH, width)
            || differs(usual, ConstrainableProperty.HEIGHT, height);
    if (takesSize && otherSize && width.isPresent() && height.isPresent()) {
      options.put("video_size", width.get().plain() + "x" + height.get().plain());
    }
    if (takesSize || source.kind() == Source.Kind.SCREEN) {
      put(options, "framerate", ConstrainableProperty.FRAME_RATE, settings, usual);
    }
    if (device.kind() == MediaKind.AUDIO && takesSound(source.kind())) {
      put(options, "sample_rate", ConstrainableProperty.SAMPLE_RATE, settings, usual);
      put(options, "channels", ConstrainableProperty.CHANNEL_COUNT, settings, usual);
    }
    if (source.kind() == Source.Kind.SCREEN) {
      settings
          .text(ConstrainableProperty.CURSOR)
          .ifPresent(cursor -> options.put("draw_mouse", cursor.equals("never") ? "0" : "1"));
    }
    return new Source(source.kind(), source.url(), options);
  }

  private static boolean takesSound(Source.Kind kind) {
    return kind == Source.Kind.PULSE || kind == Source.Kind.ALSA || kind == Source.Kind.TEST;
  }

  private static void put(
      Map<String, String> options,
      String option,
      ConstrainableProperty property,
      MediaTrackSettings settings,
      Map<ConstrainableProperty, Value> usual) {
    Optional<Value> setting = settings.get(property);
    if (differs(usual, property, setting)) {
      options.put(option, setting.get().plain().toString());
    }
  }

  private static boolean differs(
      Map<ConstrainableProperty, Value> usual,
      ConstrainableProperty property,
      Optional<Value> setting) {
    return setting.isPresent() && !setting.get().equals(usual.get(property));
  }

  /** W3C {@code getSettings()} of a track that an agent has open. */
  static MediaTrackSettings of(LiveTrack track, StreamSource source, @Nullable Device device) {
    Map<ConstrainableProperty, Value> values = new EnumMap<>(ConstrainableProperty.class);
    if (device != null) {
      DeviceSettings.of(device)
          .capabilities()
          .values()
          .forEach(
              (property, capability) -> {
                if (capability instanceof OneOf one && one.values().size() == 1) {
                  values.put(property, one.values().get(0));
                }
              });
    }
    if (source.deviceId() != null) {
      values.put(ConstrainableProperty.DEVICE_ID, Value.of(source.deviceId()));
    }
    if (source.source().kind() == Source.Kind.SCREEN) {
      boolean drawn = !"0".equals(source.source().options().get("draw_mouse"));
      values.put(ConstrainableProperty.CURSOR, Value.of(drawn ? "always" : "never"));
    }
    if (track.format().kind() == MediaKind.VIDEO) {
      Resize resize = source.resize();
      VideoFormat tape = track.format().videoFormat();
      VideoFormat video = resize == null ? tape : resize.of(tape);
      if (resize != null || device != null) {
        String how = resize == null ? DeviceSettings.NONE : DeviceSettings.CROP_AND_SCALE;
        values.put(ConstrainableProperty.RESIZE_MODE, Value.of(how));
      }
      values.put(ConstrainableProperty.WIDTH, Value.of((double) video.width()));
      values.put(ConstrainableProperty.HEIGHT, Value.of((double) video.height()));
      double ratio = MediaTrackSettings.aspectRatio(video.width(), video.height());
      values.put(ConstrainableProperty.ASPECT_RATIO, Value.of(ratio));
      if (video.frameRate().known()) {
        values.put(ConstrainableProperty.FRAME_RATE, Value.of(video.frameRate().value()));
      }
    } else {
      AudioFormat audio = track.format().audioFormat();
      values.put(ConstrainableProperty.SAMPLE_RATE, Value.of((double) audio.sampleRate()));
      values.put(ConstrainableProperty.CHANNEL_COUNT, Value.of((double) audio.channels()));
      if (audio.bitsPerSample() > 0) {
        values.put(ConstrainableProperty.SAMPLE_SIZE, Value.of((double) audio.bitsPerSample()));
      }
    }
    values.keySet().removeIf(property -> !property.appliesTo(track.format().kind()));
    return new MediaTrackSettings(values);
  }

  /** W3C {@code getCapabilities()}: the device's; what else is known cannot change. */
  static MediaTrackCapabilities capabilities(
      MediaTrackSettings settings, @Nullable Device device, MediaKind kind) {
    Map<ConstrainableProperty, Capability> all = new EnumMap<>(ConstrainableProperty.class);
    all.putAll(MediaTrackCapabilities.of(settings).values());
    if (device != null && device.kind() == kind) {
      all.putAll(DeviceSettings.of(device).capabilities().values());
    }
    return new MediaTrackCapabilities(all);
  }
}
