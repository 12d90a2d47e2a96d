package io.reelbus.ffmpeg;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * Objects that FFmpeg calls back, by the number that it keeps for each as its opaque pointer, so
 * that one native function does for all of them. JavaCPP has room for ten functions of a type in a
 * process and hands them out without a lock: two that are made in the same moment may get the same,
 * and behind the tenth there is none, of which FFmpeg says nothing; an output would be empty. Any
 * thread.
 */
final class OpaqueObjects<T> {

  /** A number in the place of an address. */
  static final class Opaque extends Pointer {
    Opaque(long number) {
      address = number;
    }
  }

  private final Map<Long, T> objects = new ConcurrentHashMap<>();
  private final AtomicLong last = new AtomicLong(); // 0 is NULL

  /** Gives an object its number, until {@link #remove}. */
  Opaque add(T object) {
    long number = last.incrementAndGet();
    objects.put(number, object);
    return new Opaque(number);
  }

  /** The object that a callback is for; null when it was removed. */
  @Nullable T of(@Nullable Pointer opaque) {
    return opaque == null ? null : objects.get(opaque.address());
  }

  void remove(Opaque opaque) {
    objects.remove(opaque.address());
  }
}
