package io.reelbus.benchmarks;

import static io.reelbus.benchmarks.IngestBenchmark.option;
import static io.reelbus.benchmarks.IngestBenchmark.print;

import io.reelbus.model.Source;
import io.reelbus.recorder.MediaDevices;
import io.reelbus.recorder.MediaRecorder;
import io.reelbus.recorder.MediaRecorderOptions;
import io.reelbus.recorder.MediaStream;
import io.reelbus.recorder.RecordingInfo;
import io.reelbus.recorder.SourceRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * How long after the end of a slice of one second a client has its bytes, for some 720p30 cameras
 * that are recorded at the same time. The end of slice k is the wall clock at which the recording
 * was started, and k + 1 seconds; that a slice is there is when the SDK's {@code dataavailable} is
 * called. Server and client are on this machine, so there is one clock.
 *
 * <p>Options: {@code --slices N} of each camera that count (60), {@code --cameras N} (4). The first
 * slices of a codec are not counted: what has just been opened is not what is measured.
 */
public final class LatencyBenchmark {

  private static final int WARM_UP_SLICES = 20;
  private static final int SLICE_MS = 1000;
  private static final long SLICE_US = SLICE_MS * 1000L;
  private static final List<String> TYPES =
      List.of("video/mp4;codecs=avc1", "video/webm;codecs=vp8");

  /** One camera being recorded. */
  private record Camera(
      MediaStream stream,
      MediaRecorder recorder,
      ConcurrentLinkedQueue<Long> arrivedAtUs,
      CountDownLatch sliced,
      CountDownLatch stopped) {}

  private LatencyBenchmark() {}

  /** Runs it. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int slices = option(args, "--slices", 60);
    int cameras = option(args, "--cameras", 4);
    Path folder = Files.createTempDirectory("reelbus-latency-benchmark");
    try (Serve serve = Serve.start(folder.resolve("data"))) {
      print("%d cameras 1280x720 at 30 fps, slices of 1 s, end of slice to client", cameras);
      print(
          "%-22s %7s %8s %8s %8s %14s",
          "type", "slices", "p50 ms", "p99 ms", "max ms", "lost frames");
      for (String type : TYPES) {
        measure(serve, type, cameras, slices);
      }
    }
  }

  private static void measure(Serve serve, String type, int count, int slices)
      throws InterruptedException {
    List<Camera> cameras = new ArrayList<>();
    // A connection and an event thread for each, as programs of their own would have.
    List<MediaDevices> doors = new ArrayList<>();
    try {
      for (int n = 0; n < count; n++) {
        MediaDevices devices = MediaDevices.connect(serve.api());
        doors.add(devices);
        cameras.add(camera(devices, type, slices + WARM_UP_SLICES));
      }
      List<Long> latenciesUs = new ArrayList<>();
      for (Camera camera : cameras) {
        await(camera.sliced(), slices + 120L);
      }
      for (Camera camera : cameras) {
        camera.recorder().stop();
      }
      long lost = 0;
      for (Camera camera : cameras) {
        await(camera.stopped(), 120);
        RecordingInfo recording = serve.client().recording(camera.recorder().recordingId());
        lost += recording.tracks().stream().mapToLong(track -> track.lostUnits()).sum();
        latenciesUs.addAll(latencies(camera, recording.startedAtUs(), slices));
        camera.stream().close();
      }
      latenciesUs.sort(Long::compare);
      print(
          "%-22s %7d %8d %8d %8d %14d",
          type,
          latenciesUs.size(),
          percentileMs(latenciesUs, 50),
          percentileMs(latenciesUs, 99),
          percentileMs(latenciesUs, 100),
          lost);
    } finally {
      doors.forEach(MediaDevices::close);
    }
  }

  private static Camera camera(MediaDevices devices, String type, int slices) {
    MediaStream stream =
        devices.open(
            List.of(SourceRequest.url("testsrc2=size=1280x720:rate=30", Source.Kind.TEST)));
    Camera camera =
        new Camera(
            stream,
            new MediaRecorder(stream, MediaRecorderOptions.mimeType(type)),
            new ConcurrentLinkedQueue<>(),
            new CountDownLatch(slices),
            new CountDownLatch(1));
    camera
        .recorder()
        .onDataAvailable(
            event -> {
              camera.arrivedAtUs().add(nowUs());
              camera.sliced().countDown();
            });
    camera.recorder().onStop(recorder -> camera.stopped().countDown());
    camera.recorder().start(SLICE_MS);
    return camera;
  }

  private static List<Long> latencies(Camera camera, long startedAtUs, int slices) {
    List<Long> latenciesUs = new ArrayList<>();
    long endUs = startedAtUs;
    for (long arrivedAtUs : camera.arrivedAtUs()) {
      endUs += SLICE_US;
      latenciesUs.add(arrivedAtUs - endUs);
    }
    return latenciesUs.subList(WARM_UP_SLICES, WARM_UP_SLICES + slices); // the last one is shorter
  }

  private static void await(CountDownLatch latch, long seconds) throws InterruptedException {
    if (!latch.await(seconds, TimeUnit.SECONDS)) {
      throw new IllegalStateException("nothing came for a long time: see serve.log");
    }
  }

  private static long percentileMs(List<Long> sortedUs, int percent) {
    int index = (int) Math.ceil(sortedUs.size() * percent / 100.0) - 1;
    return sortedUs.get(Math.max(0, index)) / 1000;
  }

  private static long nowUs() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Clock.systemUTC().instant());
  }
}
