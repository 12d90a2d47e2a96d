package io.reelbus.system.chaos;

import static io.reelbus.system.chaos.IngestLoad.persist;

import io.reelbus.model.constraints.ConstrainNumber;
import io.reelbus.model.constraints.ConstrainableProperty;
import io.reelbus.model.constraints.ConstraintSet;
import io.reelbus.model.constraints.MediaTrackConstraints;
import io.reelbus.objectstore.Manifest;
import io.reelbus.recorder.MediaDevices;
import io.reelbus.recorder.MediaStreamConstraints;
import io.reelbus.recorder.RecorderInfo;
import io.reelbus.recorder.RecorderRequest;
import io.reelbus.recorder.RecordingInfo;
import io.reelbus.recorder.ReelbusClient;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A camera and a tone that are recorded while things happen to the machine. */
final class LiveLoad {

  private static final Duration DEADLINE = Duration.ofMinutes(4);

  /** Pictures a second of the camera. */
  static final int FRAME_RATE = 25;

  private final ReelbusClient client;
  private final String streamId;
  private final RecorderInfo recorder;

  private LiveLoad(ReelbusClient client, String streamId, RecorderInfo recorder) {
    this.client = client;
    this.streamId = streamId;
    this.recorder = recorder;
  }

  /** Starts a recording of both; the camera is opened for it, so its tape must go with it. */
  static LiveLoad start(URI api) {
    ReelbusClient client = ReelbusClient.connect(api);
    MediaTrackConstraints small =
        MediaTrackConstraints.of(
            ConstraintSet.of(ConstrainableProperty.WIDTH, ConstrainNumber.exact(320))
                .and(ConstrainableProperty.HEIGHT, ConstrainNumber.exact(180))
                .and(ConstrainableProperty.FRAME_RATE, ConstrainNumber.exact(FRAME_RATE)));
    String streamId;
    try (MediaDevices devices = MediaDevices.connect(api)) {
      streamId = devices.getUserMedia(MediaStreamConstraints.video(small).audio()).id();
    }
    RecorderInfo recorder =
        client.createRecorder(RecorderRequest.of(streamId, "video/mp4;codecs=avc1,opus"));
    return new LiveLoad(client, streamId, client.start(recorder.id(), 1000, "live"));
  }

  /** Whether nothing has ended it. */
  boolean isRecording() {
    return "recording".equals(persist(() -> client.recorder(recorder.id())).state());
  }

  /** Stops it and waits for the file; what became of it. */
  LiveAccount stop() {
    var unused = persist(() -> client.stop(recorder.id()));
    RecordingInfo finished =
        persist(() -> client.awaitFinished(recorder.id(), DEADLINE, now -> {}));
    persist(
        () -> {
          client.closeStream(streamId);
          return streamId;
        });
    String manifest = persist(() -> client.manifest(finished.id()));
    return new LiveAccount(finished, Manifest.ofJson(manifest.getBytes(StandardCharsets.UTF_8)));
  }
}
