package io.reelbus.ffmpeg;

/** How long an Opus packet is, by its first bytes (RFC 6716, section 3). */
final class OpusPackets {

  private static final int SAMPLES_PER_MS = 48; // Opus always counts at 48 kHz

  private OpusPackets() {}

  /**
   * Samples per channel at 48 kHz, before anything is trimmed; 0 when there is no packet.
   *
   * @param head its first two bytes, fewer when it is shorter
   */
  static int samples(byte[] head) {
    if (head.length == 0) {
      return 0;
    }
    int configuration = (head[0] & 0xFF) >> 3;
    int frames =
        switch (head[0] & 3) {
          case 0 -> 1;
          case 1, 2 -> 2;
          default -> head.length > 1 ? head[1] & 0x3F : 0;
        };
    return frames * frameSamples(configuration);
  }

  private static int frameSamples(int configuration) {
    int size = configuration & 3;
    if (configuration >= 16) { // CELT: 2.5, 5, 10, 20 ms
      return (5 << size) * SAMPLES_PER_MS / 2;
    }
    if (configuration >= 12) { // hybrid: 10, 20 ms
      return (10 << (configuration & 1)) * SAMPLES_PER_MS;
    }
    return size == 3 ? 60 * SAMPLES_PER_MS : (10 << size) * SAMPLES_PER_MS; // SILK
  }
}
