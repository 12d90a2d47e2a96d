package io.reelbus.system.chaos;

import io.reelbus.model.Loss;
import io.reelbus.model.LossCause;
import io.reelbus.objectstore.Manifest;
import io.reelbus.recorder.RecordingInfo;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of a live recording: its manifest against what was done to the machine.
 *
 * @param manifest the account that is stored beside the file
 */
record LiveAccount(RecordingInfo recording, Manifest manifest) {

  private static final long SECOND_US = 1_000_000;

  /**
   * How much longer a gap may be than the agent's absence. Promised is a second, which a machine
   * without time for us does not keep, as slices are cut late there: where it has time, say 1000.
   */
  private static final long BEYOND_US = Long.getLong("reelbus.chaos.beyond-ms", 5000) * 1000;

  private static final int SAMPLE_RATE = 48_000;

  /** A gap of a track. */
  record Gap(int track, int slice, Loss loss) {

    long lengthUs() {
      return loss.toUs() - loss.fromUs();
    }
  }

  /** All gaps of all tracks. */
  List<Gap> gaps() {
    List<Gap> gaps = new ArrayList<>();
    for (Manifest.LedgerLine line : manifest.ledger()) {
      line.losses().forEach(loss -> gaps.add(new Gap(line.track(), line.slice(), loss)));
    }
    return gaps;
  }

  /** What is wrong; nothing when all that was captured is stored, and the rest is named. */
  List<String> faults(List<Done> done) {
    List<String> faults = new ArrayList<>();
    if (recording.file() == null) {
      return List.of("no file: " + recording.state() + " " + recording.message());
    }
    for (Gap gap : gaps()) {
      if (gap.loss().cause() == LossCause.AGENT_DOWN) {
        absence(gap, done, faults);
      } else if (gap.loss().cause() != LossCause.DEVICE_STALLED) { // too slow a machine for it
        faults.add("lost: " + gap);
      }
    }
    for (Manifest.Track track : manifest.tracks()) {
      if (track.captured() != track.stored() + track.lost()) {
        faults.add("captured is not stored and lost: " + track);
      }
      timeline(track, faults);
    }
    return faults;
  }

  /** Tracks of which some time is neither stored nor named; a stop that is heard late is none. */
  List<Manifest.Track> silentTracks() {
    return manifest.tracks().stream()
        .filter(track -> missingUs(track) > toleranceUs(track))
        .toList();
  }

  /** A gap is there because the agent was not, and not much longer. */
  private void absence(Gap gap, List<Done> done, List<String> faults) {
    long fromUs = recording.startedAtUs() + gap.loss().fromUs();
    long toUs = recording.startedAtUs() + gap.loss().toUs();
    for (Done one : done) {
      if (one.hits(Part.AGENT) && one.atUs() <= toUs && fromUs <= one.upAtUs()) {
        long awayUs = one.upAtUs() - one.atUs();
        if (gap.lengthUs() > awayUs + BEYOND_US) {
          faults.add("the agent was away for " + awayUs + " us: " + gap);
        }
        return;
      }
    }
    faults.add("the agent was there: " + gap);
  }

  /** What is stored and the gaps are together as long as the recording. */
  private void timeline(Manifest.Track track, List<String> faults) {
    if (Math.abs(missingUs(track)) > toleranceUs(track)) {
      faults.add(
          "track %d: %d us are neither stored nor in gaps"
              .formatted(track.index(), missingUs(track)));
    }
  }

  private List<Gap> gaps(Manifest.Track track) {
    return gaps().stream().filter(gap -> gap.track() == track.index()).toList();
  }

  private long missingUs(Manifest.Track track) {
    boolean isVideo = "video".equals(track.kind());
    long gapsUs = gaps(track).stream().mapToLong(Gap::lengthUs).sum();
    long storedUs = track.stored() * SECOND_US / (isVideo ? LiveLoad.FRAME_RATE : SAMPLE_RATE);
    return recording.stoppedAtUs() - recording.startedAtUs() - storedUs - gapsUs;
  }

  /** A border may lie between two pictures, at the ends and on both sides of a gap. */
  private long toleranceUs(Manifest.Track track) {
    return 2 * SECOND_US / LiveLoad.FRAME_RATE * (gaps(track).size() + 1L);
  }
}
