package io.reelbus.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Desired state of a {@code MediaStream}: which sources agents should hold open. A source may give
 * several tracks (a file with picture and sound).
 *
 * @param streamId identity
 * @param sources what to open, each by one agent
 * @param open false asks the agents to close it
 */
public record StreamSpec(String streamId, List<StreamSource> sources, boolean open) {

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

  /** Copies the list. */
  public StreamSpec {
    sources = List.copyOf(sources);
  }
}
