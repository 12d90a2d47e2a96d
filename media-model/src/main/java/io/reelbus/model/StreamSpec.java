package io.reelbus.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Desired state of a {@code MediaStream}: which sources agents should hold open. A source may give
 * several tracks (a file with picture and sound).
 *
 * <p>A stream that was made of tracks of others has a copy of their sources, so that it needs none
 * of them; its {@code tracks} say what is shared.
 *
 * @param streamId identity
 * @param sources what to open, each by one agent; only ever grows
 * @param open false asks the agents to close it
 * @param tracks what is desired of tracks; a source that none of them belongs to gives all its
 *     tracks, in the set and live
 * @param modifications how often the track set was changed
 */
public record StreamSpec(
    String streamId,
    List<StreamSource> sources,
    boolean open,
    List<StreamTrack> tracks,
    int modifications) {

  /**
   * One source of a stream.
   *
   * @param agentId who opens it
   * @param deviceId the device it is, null for a file or URL
   * @param source how to open it
   * @param wire how it travels; null for the default of the source
   * @param constraints the W3C {@code MediaTrackConstraints} it was chosen by, as JSON; empty when
   *     it was not chosen by constraints
   */
  public record StreamSource(
      String agentId,
      @Nullable String deviceId,
      Source source,
      @Nullable Wire wire,
      String constraints) {

    /** One that was not chosen by constraints. */
    public StreamSource(
        String agentId, @Nullable String deviceId, Source source, @Nullable Wire wire) {
      this(agentId, deviceId, source, wire, "");
    }
  }

  /** Copies the lists. */
  public StreamSpec {
    sources = List.copyOf(sources);
    tracks = List.copyOf(tracks);
  }

  /** One that gives all tracks of its sources. */
  public StreamSpec(String streamId, List<StreamSource> sources, boolean open) {
    this(streamId, sources, open, List.of(), 0);
  }

  /** What is desired of tracks of a source; empty for all as they are. */
  public List<StreamTrack> tracksOf(int source) {
    return tracks.stream().filter(track -> track.source() == source).toList();
  }

  /** Whether some track of a source should be live. */
  public boolean wants(int source) {
    List<StreamTrack> own = tracksOf(source);
    return open && (own.isEmpty() || own.stream().anyMatch(track -> !track.stopped()));
  }

  /** Whether a file among its sources is played instead of read as fast as possible. */
  public boolean live() {
    return sources.stream().anyMatch(source -> source.source().live());
  }

  /** The same, closed. */
  public StreamSpec closed() {
    return new StreamSpec(streamId, sources, false, tracks, modifications);
  }

  /** The same with these sources and tracks. */
  public StreamSpec with(
      List<StreamSource> newSources, List<StreamTrack> newTracks, int newModifications) {
    return new StreamSpec(streamId, newSources, open, newTracks, newModifications);
  }
}
