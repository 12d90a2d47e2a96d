package io.reelbus.ffmpeg;

import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_context_free;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EXIT;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;

import java.util.Map;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/** Bytes from Java as an input that FFmpeg reads. It cannot seek. */
final class ByteInput implements AutoCloseable {

  /**
   * What bytes from strangers may be: containers that are whole in themselves. Playlists, for one,
   * would make FFmpeg open files and addresses of this machine.
   */
  static final Map<String, String> SAFE =
      Map.of(
          "format_whitelist", "matroska,webm,mov,mp4,mpegts,nut,ogg,flv,wav",
          "protocol_whitelist", "none");

  private static final int BUFFER_BYTES = 1 << 16;

  private static final OpaqueObjects<ByteInput> OPEN = new OpaqueObjects<>();
  private static final Reader READER = new Reader();

  private final ByteSource source;
  private final Deadline deadline;
  private final AVIOContext context;
  private final OpaqueObjects.Opaque self = OPEN.add(this);
  private @Nullable Throwable failure;

  ByteInput(ByteSource source, Deadline deadline) {
    this.source = source;
    this.deadline = deadline;
    BytePointer memory = new BytePointer(av_malloc(BUFFER_BYTES));
    context = avio_alloc_context(memory, BUFFER_BYTES, 0, self, READER, null, null);
    context.seekable(0);
    NativeHandles.opened();
  }

  AVIOContext context() {
    return context;
  }

  /** What the source threw; null when nothing. */
  @Nullable Throwable failure() {
    return failure;
  }

  private int read(BytePointer into, int size) {
    byte[] bytes = new byte[size];
    int count = 0;
    while (count == 0) {
      if (deadline.isInterrupted() || deadline.hasPassed()) {
        return AVERROR_EXIT;
      }
      count = source.read(bytes);
    }
    if (count < 0) {
      return AVERROR_EOF;
    }
    into.put(bytes, 0, count);
    return count;
  }

  @Override
  public void close() {
    if (!context.isNull()) {
      av_free(context.buffer());
      avio_context_free(context);
      context.setNull();
      OPEN.remove(self);
      NativeHandles.closed();
    }
  }

  private int readSafely(BytePointer into, int size) {
    try {
      return read(into, size);
    } catch (RuntimeException | OutOfMemoryError e) {
      failure = e; // an exception that reached C++ would end the process
      return AVERROR_EXIT;
    }
  }

  private static final class Reader extends Read_packet_Pointer_BytePointer_int {
    @Override
    public int call(Pointer opaque, BytePointer into, int size) {
      ByteInput input = OPEN.of(opaque);
      return input == null ? AVERROR_EXIT : input.readSafely(into, size);
    }
  }
}
