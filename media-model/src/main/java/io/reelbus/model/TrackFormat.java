package io.reelbus.model;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the frames of a tape, or the packets of a chunk, are. Everything a decoder or a muxer needs
 * to start in the middle.
 *
 * @param wire {@link Wire#RAW} when {@code codecName} is {@code rawvideo} or PCM made by the agent
 * @param codecName FFmpeg's codec name, e.g. {@code h264}, {@code rawvideo}, {@code pcm_f32le}
 * @param timeBase of all timestamps and durations of this track
 * @param video set for video, null for audio
 * @param audio set for audio, null for video
 * @param extradata out-of-band codec configuration, empty when there is none
 * @param profile FFmpeg's profile number, -99 unknown
 * @param level FFmpeg's level number, -99 unknown
 * @param bitRate bits per second, 0 unknown
 * @param sideData of the whole track, e.g. the display matrix
 * @param language BCP-47 or ISO 639 tag, empty when unknown
 */
public record TrackFormat(
    Wire wire,
    String codecName,
    TimeBase timeBase,
    @Nullable VideoFormat video,
    @Nullable AudioFormat audio,
    byte[] extradata,
    int profile,
    int level,
    long bitRate,
    List<SideData> sideData,
    String language) {

  public static final int UNKNOWN = -99;

  /** Checks that exactly one of video and audio is set. */
  public TrackFormat {
    if ((video == null) == (audio == null)) {
      throw new IllegalArgumentException("track format: exactly one of video and audio expected");
    }
    sideData = List.copyOf(sideData);
  }

  public MediaKind kind() {
    return video != null ? MediaKind.VIDEO : MediaKind.AUDIO;
  }

  /** The video shape of a video track. */
  public VideoFormat videoFormat() {
    return Objects.requireNonNull(video, "not a video track");
  }

  /** The audio shape of an audio track. */
  public AudioFormat audioFormat() {
    return Objects.requireNonNull(audio, "not an audio track");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TrackFormat that
        && wire == that.wire
        && codecName.equals(that.codecName)
        && timeBase.equals(that.timeBase)
        && Objects.equals(video, that.video)
        && Objects.equals(audio, that.audio)
        && Arrays.equals(extradata, that.extradata)
        && profile == that.profile
        && level == that.level
        && bitRate == that.bitRate
        && sideData.equals(that.sideData)
        && language.equals(that.language);
  }

  @Override
  public int hashCode() {
    return Objects.hash(wire, codecName, timeBase, video, audio, Arrays.hashCode(extradata));
  }

  @Override
  public String toString() {
    return codecName + " " + (video != null ? video : audio) + " " + timeBase;
  }
}
