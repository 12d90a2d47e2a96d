package io.reelbus.bus;

import io.reelbus.bus.wire.FrameHeader;
import io.reelbus.model.MediaException;
import io.reelbus.model.MediaException.Next;
import io.reelbus.model.TapeFrame;
import io.reelbus.model.TapeRange;
import java.nio.ByteBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Puts the frames of one tape together from its records, which come in order. */
final class FrameParts {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /** A frame with all its parts. */
  record Whole(TapeRange range, FrameHeader header, ByteBuffer data) {

    TapeFrame frame() {
      return header.frame(data);
    }
  }

  private final boolean payload;
  private @Nullable FrameHeader first;
  private ByteBuffer joined = NOTHING;
  private long from;
  private int part;

  /**
   * Makes one that has no part yet.
   *
   * @param payload whether the frames' data are wanted; they are empty otherwise
   */
  FrameParts(boolean payload) {
    this.payload = payload;
  }

  /**
   * Takes the next record.
   *
   * @return the frame of which it is the last part, or null
   * @throws MediaException {@code DataError}, QUARANTINE: it is not a part of a frame
   */
  @Nullable Whole add(ConsumerRecord<byte[], ByteBuffer> message) {
    FrameHeader header = header(message);
    if (header.part() == 0) {
      // An unfinished frame before this one was never acknowledged: its writer knows it is lost.
      first = header;
      from = message.offset();
      part = 0;
      joined = payload ? room(header, message) : NOTHING.duplicate();
    }
    FrameHeader known = first;
    if (known == null || header.part() != part) {
      first =
          null; // the rest of a frame that began before the first record, or of an unfinished one
      return null;
    }
    if (payload && known.parts() > 1) {
      append(joined, message);
    }
    part++;
    if (part < known.parts()) {
      return null;
    }
    first = null;
    return new Whole(
        new TapeRange(message.topic(), message.partition(), from, message.offset() + 1),
        known,
        known.parts() > 1 ? joined.flip() : joined);
  }

  /** A frame of one part is a view of what was fetched; others are put together. */
  private static ByteBuffer room(FrameHeader header, ConsumerRecord<byte[], ByteBuffer> message) {
    return header.parts() == 1 ? message.value() : ByteBuffer.allocate((int) header.totalBytes());
  }

  private static void append(ByteBuffer joined, ConsumerRecord<byte[], ByteBuffer> message) {
    if (message.value().remaining() > joined.remaining()) {
      throw malformed(message, "parts are longer than the frame");
    }
    joined.put(message.value());
  }

  private static FrameHeader header(ConsumerRecord<byte[], ByteBuffer> message) {
    Header header = message.headers().lastHeader(FrameHeader.NAME);
    if (header == null) {
      throw malformed(message, "no frame header");
    }
    return FrameHeader.decode(header.value());
  }

  private static MediaException malformed(ConsumerRecord<byte[], ByteBuffer> message, String what) {
    return new MediaException(
        "DataError",
        Next.QUARANTINE,
        "tape "
            + message.topic()
            + "-"
            + message.partition()
            + "@"
            + message.offset()
            + ": "
            + what);
  }
}
