package io.reelbus.model;

/** How a track's media travels on its tape. */
public enum Wire {
  /** The packets the device or file gives, compressed. */
  NATIVE,
  /** Uncompressed pictures or PCM. */
  RAW
}
