package io.reelbus.ffmpeg;

/** Bytes of a container as they come, from the first to the last. One thread. */
@FunctionalInterface
public interface ByteSource {

  /**
   * Reads what there is, and waits a tenth of a second or so when there is nothing.
   *
   * @param into at least one byte long
   * @return how many bytes there are in {@code into} now; 0 when none came; -1 at the end
   */
  int read(byte[] into);
}
