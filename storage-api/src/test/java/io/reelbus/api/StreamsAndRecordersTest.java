package io.reelbus.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reelbus.model.Lane;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.Source;
import io.reelbus.model.StreamSpec;
import io.reelbus.recorder.RecorderInfo;
import io.reelbus.recorder.RecorderRequest;
import io.reelbus.recorder.SourceRequest;
import io.reelbus.recorder.StreamInfo;
import io.reelbus.recorder.TrackInfo;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Devices, streams and recorders: what becomes of commands. */
class StreamsAndRecordersTest extends LiveDoor {

  @Test
  void devices_liveAgent_listsItsCamera() {
    assertThat(client.devices())
        .filteredOn(device -> device.deviceId().equals("cam-host-cam"))
        .singleElement()
        .satisfies(
            device -> {
              assertThat(device.kind()).isEqualTo("videoinput");
              assertThat(device.capabilities())
                  .containsEntry("width", Map.of("min", 1, "max", 1920));
            });
  }

  @Test
  void openStream_device_usesItsSourceAndGivesTracks() {
    StreamInfo stream =
        client.openStream(
            List.of(
                SourceRequest.device("cam-host-cam")
                    .withOptions(Map.of("rate", "25"))
                    .onWire("raw")));

    assertThat(stream.active()).isTrue();
    assertThat(stream.tracks()).extracting(TrackInfo::kind).containsExactly("audio", "video");
    assertThat(stream.tracks().get(1).settings())
        .containsEntry("width", 640)
        .containsEntry("deviceId", "cam-host-cam");
    Source source = agent.streamSpecs().get(stream.id()).sources().get(0).source();
    assertThat(source.url()).isEqualTo("testsrc2");
    assertThat(source.options())
        .containsOnly(Map.entry("size", "640x480"), Map.entry("rate", "25"));

    client.closeStream(stream.id());
    client.closeStream(stream.id());
    assertThat(client.stream(stream.id()).active()).isFalse();
    await().until(() -> !agent.streamSpecs().containsKey(stream.id())); // over: left the bus
    assertThat(client.stream(stream.id()).tracks()).hasSize(2); // remembered
  }

  @Test
  void openStream_fileUrl_isDecodedForFfmpeg() {
    StreamInfo stream = openFile("file:///media/a%20b.mp4");
    assertThat(agent.streamSpecs().get(stream.id()).sources().get(0).source().url())
        .isEqualTo("/media/a b.mp4");
  }

  @Test
  void openStream_sourceFails_isRefusedWithItsNameAndClosed() {
    assertRefused(() -> openFile("file:///media/missing.mp4"), "NotFoundError");
    await()
        .until(
            () ->
                agent.streamSpecs().values().stream().noneMatch(StreamsAndRecordersTest::missing));
  }

  private static boolean missing(StreamSpec spec) {
    return spec.open() && spec.sources().get(0).source().url().contains("missing");
  }

  @Test
  void openStream_noAnswer_timesOut() {
    assertRefused(() -> openFile("file:///media/silent.mp4"), "TimeoutError");
  }

  @Test
  void openStream_unknownDeviceOrAgent_notFound() {
    assertRefused(() -> client.openStream(List.of(SourceRequest.device("nope"))), "NotFoundError");
    assertRefused(
        () ->
            client.openStream(
                List.of(SourceRequest.url("a.mp4", Source.Kind.FILE).onAgent("nope"))),
        "NotFoundError");
  }

  @Test
  void createRecorder_unknownThings_areNamed() {
    StreamInfo stream = openFile("a.mp4");
    assertRefused(
        () -> client.createRecorder(RecorderRequest.of("nope", "video/mp4")), "NotFoundError");
    assertRefused(
        () -> client.createRecorder(RecorderRequest.of(stream.id(), "video/avi")),
        "NotSupportedError");
    assertRefused(
        () ->
            client.createRecorder(
                new RecorderRequest(stream.id(), null, List.of("nope"), null, null)),
        "NotFoundError");
    assertRefused(
        () ->
            client.createRecorder(
                RecorderRequest.of(stream.id(), "video/mp4").withBitRates(5L, null)),
        "TypeError");
    assertRefused(() -> client.recorder("nope"), "NotFoundError");
    assertRefused(() -> client.start("nope", null, null), "NotFoundError");
    assertRefused(() -> client.recording("nope"), "NotFoundError");
    assertRefused(() -> client.stream("nope"), "NotFoundError");
    assertRefused(() -> client.stream("../../etc/passwd"), "NotFoundError");
  }

  @Test
  void recorder_startAndStop_areDesiredStateAndIdempotent() {
    StreamInfo stream = openFile("/media/holiday.mov");
    RecorderInfo recorder =
        client.createRecorder(RecorderRequest.of(stream.id(), "video/webm;codecs=vp8"));
    assertThat(recorder.state()).isEqualTo("inactive");
    assertThat(recorder.mimeType()).isEqualTo("video/webm;codecs=vp8,opus");
    assertThat(client.stop(recorder.id()).state()).isEqualTo("inactive");

    assertThat(client.start(recorder.id(), null, null).state()).isEqualTo("recording");
    assertThat(client.start(recorder.id(), 4000, "holiday").state()).isEqualTo("recording");
    assertRefused(() -> client.start(recorder.id(), 500, null), "InvalidStateError");

    RecordingSpec spec = agent.recording(recorder.id());
    assertThat(spec.name()).isEqualTo("holiday");
    assertThat(spec.timesliceUs()).isEqualTo(4_000_000);
    assertThat(spec.lane()).isEqualTo(Lane.BATCH);
    assertThat(spec.trackIds()).containsExactly(stream.id() + "/0/1", stream.id() + "/0/0");

    assertThat(client.stop(recorder.id()).state()).isEqualTo("inactive");
    assertThat(client.stop(recorder.id()).state()).isEqualTo("inactive");
    assertRefused(() -> client.start(recorder.id(), null, null), "InvalidStateError");
    await().until(() -> agent.recording(recorder.id()).desired() == RecordingSpec.Desired.STOPPED);
    assertRefused(() -> client.deleteRecording(recorder.id()), "InvalidStateError");
    assertRefused(
        () -> client.downloadFile(recorder.id(), dir.resolve("none")), "InvalidStateError");
  }

  @Test
  void start_streamClosed_isNotSupported() {
    StreamInfo stream = openFile("a.mp4");
    RecorderInfo recorder = client.createRecorder(RecorderRequest.of(stream.id(), null));
    client.closeStream(stream.id());

    assertRefused(() -> client.start(recorder.id(), null, null), "NotSupportedError");
  }
}
