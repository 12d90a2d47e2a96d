package io.reelbus.bus.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import io.reelbus.model.MediaException;

/** Runs a decoder and turns what it trips over into one kind of failure. */
final class Malformed {

  private Malformed() {}

  /** A step of decoding. */
  interface Decoder<T> {
    T decode() throws InvalidProtocolBufferException;
  }

  static <T> T guard(String what, Decoder<T> decoder) {
    try {
      return decoder.decode();
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new MediaException(
          "DataError",
          MediaException.Next.QUARANTINE,
          what + ": not a valid record: " + e.getMessage(),
          e);
    }
  }

  /** The bytes without a copy: our records are immutable by agreement. */
  static ByteString wrap(byte[] bytes) {
    return UnsafeByteOperations.unsafeWrap(bytes);
  }
}
