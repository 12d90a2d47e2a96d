package io.reelbus.ffmpeg;

import static org.bytedeco.ffmpeg.global.avdevice.avdevice_free_list_devices;
import static org.bytedeco.ffmpeg.global.avdevice.avdevice_list_input_sources;
import static org.bytedeco.ffmpeg.global.avdevice.avdevice_register_all;
import static org.bytedeco.ffmpeg.global.avformat.av_find_input_format;

import io.reelbus.model.MediaException;
import io.reelbus.model.MediaKind;
import io.reelbus.model.Source;
import io.reelbus.model.VideoFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.ffmpeg.avdevice.AVDeviceInfo;
import org.bytedeco.ffmpeg.avdevice.AVDeviceInfoList;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for the capture devices of this machine. */
public final class DeviceCatalog {

  /** FFmpeg asks sound servers and ALSA for these when nothing is said. */
  private static final Map<String, String> USUAL_SOUND =
      Map.of("default.sampleRate", "48000", "default.channelCount", "2");

  private static final Map<String, String> ANY_PICTURE =
      Map.of(
          "width", "16..4096",
          "height", "16..2160",
          "frameRate", "1..60",
          "resizeMode", "none|crop-and-scale",
          "default.width", "640",
          "default.height", "480",
          "default.frameRate", "30");

  private static final Duration SCREEN_DEADLINE = Duration.ofSeconds(2);
  private static final Logger LOG = LoggerFactory.getLogger(DeviceCatalog.class);

  private DeviceCatalog() {}

  /**
   * V4L2 cameras, PulseAudio sources and monitors, ALSA capture devices and X11 screens that are
   * there now. A kind whose system library is missing is left out. May take a second: a sound
   * server is asked over its socket.
   */
  public static List<FoundDevice> find() {
    Ffmpeg.load();
    List<FoundDevice> found = new ArrayList<>();
    try {
      avdevice_register_all();
    } catch (UnsatisfiedLinkError e) {
      LOG.info("No capture devices: libavdevice's system libraries are missing ({})", e.toString());
      return found;
    }
    screens(found);
    if (Files.isReadable(Path.of("/dev/video0"))) {
      list("v4l2", Source.Kind.V4L2, MediaKind.VIDEO, found);
    }
    list("pulse", Source.Kind.PULSE, MediaKind.AUDIO, found);
    if (Files.isDirectory(Path.of("/dev/snd"))) {
      list("alsa", Source.Kind.ALSA, MediaKind.AUDIO, found);
    }
    return found;
  }

  private static void screens(List<FoundDevice> found) {
    String display = System.getenv("DISPLAY");
    if (display == null || display.isBlank()) {
      return;
    }
    Source source =
        new Source(Source.Kind.SCREEN, display, Map.of("framerate", "25", "draw_mouse", "1"));
    found.add(
        new FoundDevice(
            MediaKind.VIDEO,
            "Screen " + display,
            "screen" + display,
            source,
            screenCapabilities(source)));
  }

  /** A screen has one size, which only it knows; it is asked for a picture. */
  private static Map<String, String> screenCapabilities(Source source) {
    Map<String, String> capabilities = new HashMap<>();
    capabilities.put("displaySurface", "monitor");
    capabilities.put("logicalSurface", "false");
    capabilities.put("cursor", "always|never");
    capabilities.put("default.cursor", "always");
    capabilities.put("resizeMode", "none|crop-and-scale");
    try (MediaInput input = MediaInputs.open(source, SCREEN_DEADLINE, SCREEN_DEADLINE)) {
      VideoFormat video = input.tracks().get(0).videoFormat();
      capabilities.put("modes", video.width() + "x" + video.height() + "@1..60");
      capabilities.put("default.frameRate", "25");
    } catch (MediaException e) {
      LOG.info("{}: size not known: {}", source.url(), e.getMessage());
    }
    return capabilities;
  }

  private static void list(
      String format, Source.Kind kind, MediaKind media, List<FoundDevice> found) {
    AVInputFormat input = av_find_input_format(format);
    if (Formats.isNull(input)) {
      return;
    }
    AVDeviceInfoList list = new AVDeviceInfoList(null);
    int count = avdevice_list_input_sources(input, (String) null, (AVDictionary) null, list);
    if (count <= 0 || list.isNull()) {
      return; // none, or the sound server is not running
    }
    for (int i = 0; i < list.nb_devices(); i++) {
      AVDeviceInfo device = list.devices(i);
      String name = device.device_name().getString();
      String label = device.device_description().getString();
      found.add(
          new FoundDevice(
              media,
              label.isBlank() ? name : label,
              format + ":" + name.replaceFirst("\\.monitor$", ""),
              new Source(kind, name, Map.of()),
              capabilities(kind)));
    }
    avdevice_free_list_devices(list);
  }

  /**
   * A sound server converts to any rate; ALSA gives what FFmpeg asks for unless the hardware
   * cannot. A V4L2 driver takes any size and rate and gives the nearest it has: which those are is
   * only known once it is open, and then checked by who asked.
   */
  private static Map<String, String> capabilities(Source.Kind kind) {
    return kind == Source.Kind.V4L2 ? ANY_PICTURE : soundCapabilities(kind);
  }

  private static Map<String, String> soundCapabilities(Source.Kind kind) {
    Map<String, String> all = new HashMap<>(USUAL_SOUND);
    boolean server = kind == Source.Kind.PULSE;
    all.put("sampleRate", server ? "8000..192000" : "48000");
    all.put("channelCount", server ? "1..2" : "2");
    all.put("sampleSize", "16");
    all.put("echoCancellation", "false");
    all.put("autoGainControl", "false");
    all.put("noiseSuppression", "false");
    return all;
  }
}
