package io.reelbus.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.reelbus.examples.FollowEvents;
import io.reelbus.examples.PauseAndResume;
import io.reelbus.examples.RecordCamera;
import io.reelbus.examples.SeveralCameras;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the SDK do what they say. */
@ExtendWith(SharedServer.class)
@Timeout(180)
class ExamplesIT {

  @TempDir static Path folder;

  @BeforeAll
  static void needsFfmpeg() {
    SystemFfmpeg.assumeInstalled();
  }

  @Test
  void recordCamera_fileOfBlobs_playsWithSound(Reelbus reelbus) throws Exception {
    Path file = folder.resolve("camera.webm");
    RecordCamera.main(reelbus.api().toString(), file.toString());
    assertThat(Playback.of(file).tracks())
        .extracting(Playback.Track::codec)
        .containsExactly("vp8", "opus");
  }

  @Test
  void pauseAndResume_fileOfTheArchive_leavesThePauseOut(Reelbus reelbus) throws Exception {
    Path file = folder.resolve("sound.mp4");
    PauseAndResume.main(reelbus.api().toString(), file.toString());
    double seconds = Playback.of(file).durationNs() / 1e9;
    assertThat(seconds).isGreaterThan(2);
  }

  @Test
  void severalCameras_oneFile_hasATrackForEach(Reelbus reelbus) throws Exception {
    Path file = folder.resolve("cameras.mp4");
    SeveralCameras.main(reelbus.api().toString(), file.toString());
    assertThat(Playback.of(file).tracks())
        .extracting(Playback.Track::codec)
        .containsExactly("h264", "h264");
  }

  @Test
  void followEvents_untilTheirEnd(Reelbus reelbus) throws Exception {
    FollowEvents.main(reelbus.api().toString());
  }
}
