package io.reelbus.ffmpeg;

import io.reelbus.model.MediaException;
import io.reelbus.model.MediaException.Next;
import io.reelbus.model.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Opens sources. */
public final class MediaInputs {

  private static final Duration AS_LONG_AS_IT_TAKES = Duration.ofDays(36_500);

  private MediaInputs() {}

  /**
   * Opens a source.
   *
   * @param source what
   * @param openDeadline how long opening and probing may take
   * @param readDeadline how long one {@link MediaInput#read()} may take
   * @throws MediaException {@code NotFoundError} when it is not there, {@code NotReadableError}
   *     when it cannot be read or is not media; the message is one line and names the source
   */
  public static MediaInput open(Source source, Duration openDeadline, Duration readDeadline) {
    Ffmpeg.load();
    return switch (source.kind()) {
      case TEST -> new TestInput(TestGraph.text(source));
      case FILE, PACED_FILE -> {
        checkFile(source.url());
        yield new StreamInput(source, "", openDeadline, readDeadline);
      }
      case NETWORK -> new StreamInput(source, "", openDeadline, readDeadline);
      case V4L2 -> new StreamInput(source, "v4l2", openDeadline, readDeadline);
      case ALSA -> new StreamInput(source, "alsa", openDeadline, readDeadline);
      case PULSE -> new StreamInput(source, "pulse", openDeadline, readDeadline);
      case SCREEN -> new StreamInput(source, "x11grab", openDeadline, readDeadline);
      case PUSHED -> throw new IllegalArgumentException("PUSHED: has no URL (expected: bytes)");
    };
  }

  /**
   * Opens a container that comes as bytes. How long {@link MediaInput#read()} takes is up to them.
   *
   * @param source names it, and has FFmpeg's input options
   * @param bytes the container; read by the thread that opens and reads the input
   * @param openDeadline how long probing may take
   * @throws MediaException {@code NotReadableError} when it is not media that may come so
   */
  public static MediaInput open(Source source, ByteSource bytes, Duration openDeadline) {
    Ffmpeg.load();
    return new StreamInput(source, "", bytes, openDeadline, AS_LONG_AS_IT_TAKES);
  }

  private static void checkFile(String url) {
    if (url.contains("://") && !url.startsWith("file:")) {
      return;
    }
    Path path = Path.of(path(url));
    if (!Files.exists(path)) {
      throw new MediaException("NotFoundError", Next.STOP, path + ": no such file");
    }
    if (Files.isDirectory(path)) {
      throw new MediaException("NotReadableError", Next.STOP, path + ": is a folder, not a file");
    }
    if (!Files.isReadable(path)) {
      throw new MediaException("NotReadableError", Next.STOP, path + ": permission denied");
    }
    if (path.toFile().length() == 0) {
      throw new MediaException("NotReadableError", Next.STOP, path + ": the file is empty");
    }
  }

  /** A file URL or plain path as a path. */
  static String path(String url) {
    return url.startsWith("file://") ? java.net.URI.create(url).getPath() : url;
  }
}
