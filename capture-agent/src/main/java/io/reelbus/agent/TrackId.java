package io.reelbus.agent;

import org.jspecify.annotations.Nullable;

/**
 * A track's identity, {@code streamId/source index/track index}.
 *
 * @param streamId stream
 * @param source index of the source in the stream
 * @param track index of the track in the source
 */
record TrackId(String streamId, int source, int track) {

  /** Reads an identity; null when it is none. */
  static @Nullable TrackId parse(String text) {
    int second = text.lastIndexOf('/');
    int first = second < 1 ? -1 : text.lastIndexOf('/', second - 1);
    if (first < 1) {
      return null;
    }
    try {
      return new TrackId(
          text.substring(0, first),
          Integer.parseInt(text.substring(first + 1, second)),
          Integer.parseInt(text.substring(second + 1)));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  @Override
  public String toString() {
    return streamId + "/" + source + "/" + track;
  }
}
