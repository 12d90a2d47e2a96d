package io.reelbus.bus;

/**
 * One record of a pushed stream.
 *
 * @param offset of the record; 0 in one that is not written yet
 * @param kind what it says
 * @param position of the first byte in the stream, from 0. A part may come twice, and parts may
 *     overlap: same position, same byte
 * @param bytes of the container; empty unless {@link Kind#DATA}
 */
public record PushPart(long offset, Kind kind, long position, byte[] bytes) {

  /** What a record says. */
  public enum Kind {
    /** More bytes. */
    DATA,
    /** Nothing more by now, but the pusher is there. */
    ALIVE,
    /** The pusher has ended the stream here. */
    END
  }

  /** Position behind its bytes. */
  public long endPosition() {
    return position + bytes.length;
  }
}
