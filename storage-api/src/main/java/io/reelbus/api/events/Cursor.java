package io.reelbus.api.events;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * A place as clients keep it: opaque text, the same at every API process of a cluster.
 *
 * @param ledger which ledger the place is in
 * @param devices which devices the client knows of, see {@code AgentsView.fingerprint}
 * @param place in the ledger
 */
public record Cursor(int ledger, int devices, Place place) {

  private static final byte VERSION = 1;
  private static final int MAX_PARTITIONS = 256;
  private static final int LONGEST = 16 + 20 * MAX_PARTITIONS;

  /** As text of letters, digits, {@code -} and {@code _}; about 30 characters. */
  public String encode() {
    ByteBuffer bytes = ByteBuffer.allocate(LONGEST);
    bytes.put(VERSION).putInt(ledger).putInt(devices);
    int partitions = Math.min(place.next().length, MAX_PARTITIONS);
    number(bytes, partitions);
    for (int i = 0; i < partitions; i++) {
      number(bytes, place.next()[i]);
      number(bytes, place.told()[i]);
    }
    byte[] text = new byte[bytes.flip().remaining()];
    bytes.get(text);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException when it is none of ours
   */
  public static Cursor decode(String text) {
    ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
    try {
      if (bytes.get() != VERSION) {
        throw new IllegalArgumentException("cursor: of another version");
      }
      int ledger = bytes.getInt();
      int devices = bytes.getInt();
      long partitions = number(bytes);
      if (partitions > MAX_PARTITIONS) {
        throw new IllegalArgumentException("cursor: numbers out of range");
      }
      long[] next = new long[(int) partitions];
      int[] told = new int[next.length];
      for (int i = 0; i < next.length; i++) {
        next[i] = number(bytes);
        told[i] = (int) Math.min(number(bytes), Integer.MAX_VALUE);
      }
      if (bytes.hasRemaining()) {
        throw new IllegalArgumentException("cursor: too long");
      }
      return new Cursor(ledger, devices, new Place(next, told));
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("cursor: too short", e);
    }
  }

  /** Seven bits a byte, the lowest first, as protobuf does. */
  private static void number(ByteBuffer bytes, long value) {
    long left = value;
    while (left > 0x7f) {
      bytes.put((byte) ((left & 0x7f) | 0x80));
      left >>>= 7;
    }
    bytes.put((byte) left);
  }

  private static long number(ByteBuffer bytes) {
    long value = 0;
    for (int shift = 0; shift < 63; shift += 7) {
      byte next = bytes.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("cursor: numbers out of range");
  }
}
