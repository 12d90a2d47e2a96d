package io.reelbus.model;

/**
 * Counts the samples that are heard of a track's packets: what a codec needs to begin (priming,
 * pre-skip) and what fills its last packet is decoded, but is no part of the sound. For the packets
 * of one track in order; one thread.
 */
public final class HeardSamples {

  private long skip; // of packets to come

  /**
   * What is heard of the next packet, per channel.
   *
   * @param sampleCount that it decodes to
   * @param skipStart not to be heard from its start on; may reach into packets behind it
   * @param skipEnd not to be heard at its end
   * @return 0 to {@code sampleCount}
   */
  public long next(int sampleCount, int skipStart, int skipEnd) {
    skip = Math.max(skip, skipStart);
    long skipped = Math.min(skip, sampleCount);
    skip -= skipped;
    return Math.max(0, sampleCount - skipped - skipEnd);
  }

  /**
   * What is not heard of a track's last packet, when its container says so by its duration alone.
   *
   * @param heard what {@link #next} gave for it
   * @param durationSamples in samples, 0 when unknown
   */
  public static long filling(long heard, long durationSamples) {
    return durationSamples <= 0 ? 0 : Math.max(0, heard - durationSamples);
  }
}
