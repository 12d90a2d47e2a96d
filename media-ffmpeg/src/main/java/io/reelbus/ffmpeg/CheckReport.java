package io.reelbus.ffmpeg;

import io.reelbus.model.MediaKind;
import java.util.List;

/**
 * What a full decode of a file found.
 *
 * @param tracks per track, video first
 * @param durationUs length the container declares, 0 when it declares none
 * @param errors one line per problem, empty for a sound file
 */
public record CheckReport(List<Track> tracks, long durationUs, List<String> errors) {

  /**
   * One track.
   *
   * @param kind video or audio
   * @param codecName FFmpeg's name
   * @param packets packets read
   * @param units frames (video) or samples per channel (audio) decoded
   * @param undecodable packets that failed
   */
  public record Track(
      MediaKind kind, String codecName, long packets, long units, long undecodable) {}
}
