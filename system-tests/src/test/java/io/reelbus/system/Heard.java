package io.reelbus.system;

/**
 * What of a sound track is presented: as the system's FFmpeg 5.1 decodes it, except where that is
 * known not to cut what the container says is to be cut. There it is what the container declares.
 *
 * @param firstNs when the first sample is heard, on the file's clock
 * @param samples per channel
 * @param skipped samples that FFmpeg 5.1 decodes before the first that is to be heard
 */
record Heard(long firstNs, long samples, int skipped) {

  static Heard of(Playback file, Playback.Track track) {
    String name = file.file().toString();
    if (name.endsWith(".mp4") || name.endsWith(".mov")) {
      return ofMp4(Mp4File.read(file.file()), file, track);
    }
    if ((name.endsWith(".mkv") || name.endsWith(".mka")) && track.codec().equals("aac")) {
      return ofMatroska(MatroskaFile.read(file.file()), track);
    }
    return new Heard(track.firstNs(), track.samples(), 0);
  }

  /** FFmpeg 5.1 drops packets behind an edit's end, but does not cut within a packet. */
  private static Heard ofMp4(Mp4File mp4, Playback file, Playback.Track track) {
    Mp4File.Track box =
        mp4.tracks().stream()
            .filter(t -> t.handler().equals("soun"))
            .toList()
            .get(place(file, track));
    long rate = track.info().get("sample_rate").asLong();
    long declared = box.presentedTicks();
    if (box.timescale() != rate || declared > track.samples()) {
      throw new AssertionError(
          file.file()
              + ": "
              + box
              + " (expected: "
              + rate
              + "/s, "
              + track.samples()
              + " samples)");
    }
    return new Heard(track.firstNs(), declared, 0);
  }

  /** FFmpeg 5.1 applies CodecDelay to Opus only. */
  private static Heard ofMatroska(MatroskaFile matroska, Playback.Track track) {
    long rate = track.info().get("sample_rate").asLong();
    long delayNs = matroska.codecDelayNs().get(track.index());
    int delay = (int) Math.round(delayNs * rate / 1e9);
    return new Heard(track.firstNs() + delayNs, track.samples() - delay, delay);
  }

  private static int place(Playback file, Playback.Track track) {
    return (int) file.audios().takeWhile(t -> t.index() != track.index()).count();
  }
}
