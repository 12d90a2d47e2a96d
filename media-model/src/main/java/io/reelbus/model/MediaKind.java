package io.reelbus.model;

/** Kind of a track, as {@code MediaStreamTrack.kind}. */
public enum MediaKind {
  VIDEO,
  AUDIO
}
