package io.reelbus.agent;

import io.reelbus.model.Source;
import io.reelbus.model.TrackFormat;
import io.reelbus.model.Wire;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file of a stream. Each recording reads it from its start; the first takes the input that was
 * opened to see what is in it. Any thread.
 */
final class FileSource implements AutoCloseable {

  private final AgentContext context;
  private final Source source;
  private final @Nullable Wire wire;
  private @Nullable OpenSource opened;
  private boolean closed;

  FileSource(AgentContext context, Source source, @Nullable Wire wire) {
    this.context = context;
    this.source = source;
    this.wire = wire;
  }

  /**
   * Opens it to see what is in it.
   *
   * @throws io.reelbus.model.MediaException as {@link io.reelbus.ffmpeg.MediaInputs#open}
   */
  List<TrackFormat> probe() {
    OpenSource made = open();
    List<TrackFormat> formats = made.formats();
    synchronized (this) {
      if (!closed && opened == null) {
        opened = made;
        return formats;
      }
    }
    made.close();
    return formats;
  }

  /** The source, open at its start; the caller closes it. */
  OpenSource take() {
    synchronized (this) {
      if (opened != null) {
        OpenSource taken = opened;
        opened = null;
        return taken;
      }
    }
    return open();
  }

  private OpenSource open() {
    return OpenSource.open(source, wire, false, context.settings(), context.clock());
  }

  String url() {
    return source.url();
  }

  @Override
  public void close() {
    OpenSource left;
    synchronized (this) {
      closed = true;
      left = opened;
      opened = null;
    }
    if (left != null) {
      left.close();
    }
  }
}
