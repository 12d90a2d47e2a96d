package io.reelbus.model;

import java.util.Map;

/**
 * How an agent opens media.
 *
 * @param kind what it is
 * @param url device name, path or URL as FFmpeg takes it
 * @param options FFmpeg's input options, e.g. {@code video_size}, {@code framerate}
 */
public record Source(Kind kind, String url, Map<String, String> options) {

  /** Device kinds an agent knows. */
  public enum Kind {
    /** A file or URL read to its end, as fast as its recorders take it. */
    FILE,
    /** A file or URL played at its own pace, as an {@code HTMLMediaElement} would. */
    PACED_FILE,
    /** A {@code lavfi} test pattern or tone, at its own pace. */
    TEST,
    /** Video4Linux camera. */
    V4L2,
    /** ALSA capture device. */
    ALSA,
    /** PulseAudio source or monitor. */
    PULSE,
    /** X11 screen. */
    SCREEN,
    /** RTSP, HTTP or SRT camera. */
    NETWORK,
    /**
     * A container that a client of the storage API pushes. Its URL is the topic it is on; pictures
     * may come at any time, or not for long.
     */
    PUSHED
  }

  /** Copies the map. */
  public Source {
    options = Map.copyOf(options);
  }

  /** Whether time passes by itself: everything but a file read as fast as possible. */
  public boolean live() {
    return kind != Kind.FILE;
  }

  /** Whether it comes to an end of its own and cannot be opened again for what is behind it. */
  public boolean ends() {
    return kind == Kind.FILE || kind == Kind.PACED_FILE || kind == Kind.PUSHED;
  }
}
