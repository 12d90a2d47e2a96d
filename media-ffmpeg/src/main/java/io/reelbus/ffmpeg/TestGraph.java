package io.reelbus.ffmpeg;

import io.reelbus.model.Source;
import java.util.Map;

/**
 * The filter graph of a test source with the settings asked for: options {@code video_size}, {@code
 * framerate} and {@code sample_rate}, as capture devices take them, go to its first filter, which
 * makes the pictures or samples.
 */
final class TestGraph {

  /** The options of lavfi's sources, by those of devices; the last one given counts. */
  private static final Map<String, String> NAMES =
      Map.of("video_size", "size", "framerate", "rate", "sample_rate", "sample_rate");

  private TestGraph() {}

  static String text(Source source) {
    String graph = source.url();
    int end = graph.length();
    for (char separator : new char[] {',', ';', '['}) {
      int at = graph.indexOf(separator);
      end = at < 0 ? end : Math.min(end, at);
    }
    StringBuilder first = new StringBuilder(graph.substring(0, end));
    source.options().entrySet().stream()
        .filter(option -> NAMES.containsKey(option.getKey()))
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            option -> {
              first.append(first.indexOf("=") < 0 ? '=' : ':').append(NAMES.get(option.getKey()));
              first.append('=').append(option.getValue());
            });
    return first + graph.substring(end);
  }
}
