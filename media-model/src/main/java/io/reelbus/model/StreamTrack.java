package io.reelbus.model;

/**
 * Desired state of one track of a stream. The same track may be in several streams; a clone is a
 * track of its own with the same origin.
 *
 * @param trackId identity; the same in every stream that has the track
 * @param source index of the stream's source that gives it
 * @param index of the track in the source
 * @param origin where its source was opened first, as {@code streamId/source index/track index}:
 *     tracks of one origin share what is open
 * @param member whether it is in the stream's track set; otherwise the stream only keeps it live
 * @param stopped whether {@code stop()} was called; stays so
 */
public record StreamTrack(
    String trackId, int source, int index, String origin, boolean member, boolean stopped) {

  /** The track of a stream that opened its source itself. */
  public static StreamTrack opened(String streamId, int source, int index) {
    String id = streamId + "/" + source + "/" + index;
    return new StreamTrack(id, source, index, id, true, false);
  }

  /** The stream and source that it was opened for first, as {@code streamId/source index}. */
  public String session() {
    return origin.substring(0, Math.max(0, origin.lastIndexOf('/')));
  }

  /** The same, in the track set or not. */
  public StreamTrack member(boolean nowMember) {
    return new StreamTrack(trackId, source, index, origin, nowMember, stopped);
  }

  /** The same, stopped. */
  public StreamTrack stop() {
    return new StreamTrack(trackId, source, index, origin, member, true);
  }
}
