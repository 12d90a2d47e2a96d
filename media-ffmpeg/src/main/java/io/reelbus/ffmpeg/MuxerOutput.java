package io.reelbus.ffmpeg;

import static org.bytedeco.ffmpeg.global.avformat.AVIO_SEEKABLE_NORMAL;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_SIZE;
import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_context_free;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;

import io.reelbus.model.MediaException;
import io.reelbus.model.MediaException.Next;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.Seek_Pointer_long_int;
import org.bytedeco.ffmpeg.avformat.Write_packet_Pointer_BytePointer_int;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * A file that FFmpeg writes and we take away as it grows. Only bytes since the last {@link #take()}
 * are held; what FFmpeg writes before that point becomes a {@link Patch}.
 */
final class MuxerOutput implements AutoCloseable {

  private static final int BUFFER_BYTES = 1 << 16;
  private static final int SEEK_CURRENT = 1;
  private static final int SEEK_END = 2;

  private static final OpaqueObjects<MuxerOutput> OPEN = new OpaqueObjects<>();
  private static final Writer WRITER = new Writer();
  private static final Seeker SEEKER = new Seeker();

  private final AVIOContext context;
  private final OpaqueObjects.Opaque self = OPEN.add(this);
  private final List<Patch> patches = new ArrayList<>();
  private byte[] buffer = new byte[BUFFER_BYTES];
  private @Nullable Throwable failure;
  private int held;
  private long taken;
  private long cursor; // not "position": the callbacks inherit a field of that name

  MuxerOutput() {
    BytePointer memory = new BytePointer(av_malloc(BUFFER_BYTES));
    context = avio_alloc_context(memory, BUFFER_BYTES, 1, self, null, WRITER, SEEKER);
    context.seekable(AVIO_SEEKABLE_NORMAL);
    NativeHandles.opened();
  }

  AVIOContext context() {
    return context;
  }

  /** Bytes since the last call. */
  byte[] take() {
    if (failure != null) {
      throw new MediaException(
          "UnknownError", Next.RETRY, "muxer output: " + failure.getMessage(), failure);
    }
    byte[] bytes = Arrays.copyOf(buffer, held);
    taken += held;
    held = 0;
    return bytes;
  }

  List<Patch> patches() {
    return List.copyOf(patches);
  }

  private void write(BytePointer data, int size) {
    byte[] bytes = Formats.bytes(data, size);
    int from = 0;
    if (cursor < taken) {
      from = (int) Math.min(size, taken - cursor);
      patches.add(new Patch(cursor, Arrays.copyOf(bytes, from)));
      cursor += from;
    }
    int count = size - from;
    if (count == 0) {
      return;
    }
    int at = (int) (cursor - taken);
    if (at + count > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, at + count));
    }
    System.arraycopy(bytes, from, buffer, at, count);
    held = Math.max(held, at + count);
    cursor += count;
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

  private int written(BytePointer data, int size) {
    try {
      write(data, size);
      return size;
    } catch (RuntimeException | OutOfMemoryError e) {
      failure = e; // an exception that reached C++ would end the process
      return Ffmpeg.NO_MEMORY;
    }
  }

  private long sought(long offset, int whence) {
    long size = taken + held;
    if (whence == AVSEEK_SIZE) {
      return size;
    }
    cursor = whence == SEEK_CURRENT ? cursor + offset : whence == SEEK_END ? size + offset : offset;
    return cursor;
  }

  private static final class Writer extends Write_packet_Pointer_BytePointer_int {
    @Override
    public int call(Pointer opaque, BytePointer data, int size) {
      MuxerOutput output = OPEN.of(opaque);
      return output == null ? Ffmpeg.NO_MEMORY : output.written(data, size);
    }
  }

  private static final class Seeker extends Seek_Pointer_long_int {
    @Override
    public long call(Pointer opaque, long offset, int whence) {
      MuxerOutput output = OPEN.of(opaque);
      return output == null ? Ffmpeg.NO_MEMORY : output.sought(offset, whence);
    }
  }
}
