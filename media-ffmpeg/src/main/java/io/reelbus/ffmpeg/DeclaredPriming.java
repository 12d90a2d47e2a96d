package io.reelbus.ffmpeg;

import io.reelbus.model.AudioFormat;
import io.reelbus.model.SideData;
import io.reelbus.model.TrackFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Priming that a container declares for a whole track and nobody drops: Matroska's {@code
 * CodecDelay}. FFmpeg 8.0 moves the packets to before 0 by it, and leaves it to the decoder, of
 * which only Opus's and Vorbis's know how they begin. The first packet is given what MP4's would
 * say of it. For the packets of one track in order; one thread.
 */
final class DeclaredPriming {

  private static final Set<String> BEGIN_LATE = Set.of("opus", "vorbis");

  private int samples; // 0 behind the first packet

  /**
   * Makes one.
   *
   * @param demuxer FFmpeg's name of the container
   */
  DeclaredPriming(String demuxer, TrackFormat track) {
    AudioFormat audio = track.audio();
    boolean declared = demuxer.startsWith("matroska") && !BEGIN_LATE.contains(track.codecName());
    this.samples = audio == null || !declared ? 0 : audio.initialPaddingSamples();
  }

  /** One for each track of a file. */
  static DeclaredPriming[] of(String demuxer, List<TrackFormat> tracks) {
    return tracks.stream()
        .map(track -> new DeclaredPriming(demuxer, track))
        .toArray(DeclaredPriming[]::new);
  }

  /** The side data of the next packet, with the priming if it is the first. */
  List<SideData> mark(List<SideData> sideData) {
    int priming = samples;
    samples = 0;
    if (priming == 0 || Packets.skippedAtStart(sideData) > 0) {
      return sideData;
    }
    List<SideData> marked = new ArrayList<>(sideData);
    int end = Packets.skippedAtEnd(sideData);
    marked.removeIf(Packets::isSkip);
    marked.add(Packets.skipped(priming, end));
    return List.copyOf(marked);
  }
}
