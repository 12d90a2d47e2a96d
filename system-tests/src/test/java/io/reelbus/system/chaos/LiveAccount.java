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

  /** What is wrong with the time of the tracks: some of it neither stored nor named. */
  List<String> silences() {
    List<String> faults = new ArrayList<>();
    manifest.tracks().forEach(track -> timeline(track, faults));
    return faults;
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
    boolean isVideo = "video".equals(track.kind());
    List<Gap> gaps = gaps().stream().filter(gap -> gap.track() == track.index()).toList();
    long gapsUs = gaps.stream().mapToLong(Gap::lengthUs).sum();
    long storedUs = track.stored() * SECOND_US / (isVideo ? LiveLoad.FRAME_RATE : SAMPLE_RATE);
    long wholeUs = recording.stoppedAtUs() - recording.startedAtUs();
    // A border may lie between two pictures, at the ends and on both sides of a gap.
    long toleranceUs = 2 * SECOND_US / LiveLoad.FRAME_RATE * (gaps.size() + 1L);
    if (Math.abs(storedUs + gapsUs - wholeUs) > toleranceUs) {
      faults.add(
          "track %d: %d us stored, %d us in gaps (expected: %d us in all)"
              .formatted(track.index(), storedUs, gapsUs, wholeUs));
    }
  }
}
