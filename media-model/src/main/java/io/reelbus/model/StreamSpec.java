package io.reelbus.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Desired state of a {@code MediaStream}: which sources agents should hold open. A source may give
 * several tracks (a file with picture and sound).
 *
 * <p>A stream that was made of tracks of others has a copy of their sources, so that it needs none
 * of them; its {@code trackSet} says what is shared.
 *
 * @param streamId identity
 * @param sources what to open, each by one agent; only ever grows
 * @param open false asks the agents to close it
 * @param tracks what was set on its tracks since; those on which nothing was are not there
 * @param trackSet what is desired of tracks; a source that none of them belongs to gives all its
 *     tracks, in the set and live
 * @param modifications how often the track set was changed
 */
public record StreamSpec(
    String streamId,
    List<StreamSource> sources,
    boolean open,
    List<TrackSpec> tracks,
    List<StreamTrack> trackSet,
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
   * @param resize how its pictures are made smaller where they are encoded; null for not at all
   */
  public record StreamSource(
      String agentId,
      @Nullable String deviceId,
      Source source,
      @Nullable Wire wire,
      String constraints,
      @Nullable Resize resize) {

    /** One that was not chosen by constraints. */
    public StreamSource(
        String agentId, @Nullable String deviceId, Source source, @Nullable Wire wire) {
      this(agentId, deviceId, source, wire, "", null);
    }

    /** The same with pictures of another size. */
    public StreamSource resized(@Nullable Resize newResize) {
      return new StreamSource(agentId, deviceId, source, wire, constraints, newResize);
    }
  }

  /** Copies the lists. */
  public StreamSpec {
    sources = List.copyOf(sources);
    tracks = List.copyOf(tracks);
    trackSet = List.copyOf(trackSet);
  }

  /** One that gives all tracks of its sources, and on whose tracks nothing was set. */
  public StreamSpec(String streamId, List<StreamSource> sources, boolean open) {
    this(streamId, sources, open, List.of(), List.of(), 0);
  }

  /** What was set on a track. */
  public TrackSpec track(String trackId) {
    return tracks.stream()
        .filter(track -> track.trackId().equals(trackId))
        .findFirst()
        .orElseGet(() -> TrackSpec.of(trackId));
  }

  /** What is desired of tracks of a source; empty for all as they are. */
  public List<StreamTrack> tracksOf(int source) {
    return trackSet.stream().filter(track -> track.source() == source).toList();
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

  /** The same with another state of one track. */
  public StreamSpec with(TrackSpec track) {
    List<TrackSpec> others = new ArrayList<>(tracks);
    others.removeIf(other -> other.trackId().equals(track.trackId()));
    others.add(track);
    return new StreamSpec(streamId, sources, open, others, trackSet, modifications);
  }

  /** The same with another source at one place. */
  public StreamSpec with(int index, StreamSource source) {
    List<StreamSource> changed = new ArrayList<>(sources);
    changed.set(index, source);
    return new StreamSpec(streamId, changed, open, tracks, trackSet, modifications);
  }

  /** The same with these sources and tracks. */
  public StreamSpec with(
      List<StreamSource> newSources, List<StreamTrack> newTrackSet, int newModifications) {
    return new StreamSpec(streamId, newSources, open, tracks, newTrackSet, newModifications);
  }

  /** The same, to be closed. */
  public StreamSpec closed() {
    return new StreamSpec(streamId, sources, false, tracks, trackSet, modifications);
  }
}
