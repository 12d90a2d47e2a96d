package io.reelbus.standalone.command;

import io.reelbus.model.MediaException;
import io.reelbus.recorder.DeviceInfo;
import io.reelbus.recorder.FileInfo;
import io.reelbus.recorder.RecordingInfo;
import io.reelbus.recorder.SourceRequest;
import io.reelbus.standalone.Cluster;
import io.reelbus.standalone.Role;
import io.reelbus.standalone.Session;
import io.reelbus.standalone.job.Console;
import io.reelbus.standalone.job.Figures;
import io.reelbus.standalone.job.MediaSettings;
import io.reelbus.standalone.job.Recorder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code reelbus demo}: what it is, in ten seconds. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description =
        "Starts everything embedded, records two test cameras and a tone, and real devices found,"
            + " and prints the files.")
final class DemoCommand implements Callable<Integer> {

  private static final long START_NS = System.nanoTime();

  /** Group of the agent's test devices. */
  private static final String TEST_GROUP = "test";

  private final Context context;

  @Option(
      names = "--duration",
      paramLabel = "T",
      defaultValue = "10s",
      converter = DurationConverter.class,
      description = "How long to record (default: ${DEFAULT-VALUE}).")
  private Duration duration = Duration.ofSeconds(10);

  @Option(
      names = "--serve",
      description = "Stays up after the recordings, as 'serve' does, until Ctrl-C.")
  private boolean serve;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "Port of the API with --serve (default: ${DEFAULT-VALUE}).")
  private int port = 8080;

  @Mixin private DataOption data = new DataOption();
  @Mixin private AgentOptions agent = new AgentOptions();
  @Mixin private LanesOption lanes = new LanesOption();

  private boolean playable;

  DemoCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    Console console = context.console();
    int apiPort = serve ? Checks.port("--port", port) : 0;
    console.say("starting Kafka, S3, and all roles in this process");
    try (Session session =
        Session.embedded(
            EmbeddedSettings.of(Role.all(), data.folder, agent, lanes.lanes(), apiPort))) {
      Cluster cluster = session.cluster().orElseThrow();
      Recorder recorder = new Recorder(session.client(), console, context.stop());
      List<Recorder.Running> running = startAll(session.devices(), recorder);
      if (running.isEmpty()) {
        throw new MediaException(
            "NotFoundError", MediaException.Next.STOP, "no device could be opened");
      }
      List<RecordingInfo> done = recorder.finish(running, duration, this::noticeFirstBlob);
      boolean stored = report(done, cluster.bucketFolder().orElseThrow());
      if (serve) {
        console.say("up at " + cluster.api() + "; Ctrl-C stops");
        new Watch(context, cluster).untilStopped();
        new Drain(cluster.api(), console).run();
      }
      return stored ? ExitCode.DONE : ExitCode.MEDIA_FAILED;
    }
  }

  /** One recording per camera or screen, each with a sound where there is one. */
  private List<Recorder.Running> startAll(List<DeviceInfo> devices, Recorder recorder) {
    List<DeviceInfo> cameras = devices.stream().filter(DeviceInfo::video).toList();
    List<DeviceInfo> sounds = devices.stream().filter(d -> !d.video()).toList();
    List<Recorder.Running> running = new ArrayList<>();
    for (int i = 0; i < cameras.size(); i++) {
      DeviceInfo camera = cameras.get(i);
      // The second goes to WebM, so that both families are seen.
      MediaSettings settings =
          new MediaSettings(i == 1 ? "video/webm" : "video/mp4", null, null, null, null);
      Recorder.Running one = start(recorder, camera, soundFor(camera, sounds), settings);
      if (one != null) {
        running.add(one);
      }
    }
    return running;
  }

  /** The sound of the same unit: test tones go with test cameras, microphones with the rest. */
  private static @Nullable DeviceInfo soundFor(DeviceInfo camera, List<DeviceInfo> sounds) {
    boolean test = camera.groupId().equals(TEST_GROUP);
    return sounds.stream()
        .filter(sound -> sound.groupId().equals(TEST_GROUP) == test)
        .findFirst()
        .orElse(null);
  }

  private Recorder.@Nullable Running start(
      Recorder recorder, DeviceInfo camera, @Nullable DeviceInfo sound, MediaSettings settings) {
    List<SourceRequest> sources = new ArrayList<>();
    sources.add(SourceRequest.device(camera.deviceId()));
    if (sound != null) {
      sources.add(SourceRequest.device(sound.deviceId()));
    }
    String label = camera.label() + (sound == null ? "" : " + " + sound.label());
    try {
      Recorder.Running one = recorder.start(fileName(camera.label()), sources, settings);
      context.console().say("recording " + label + " to " + settings.mimeType());
      return one;
    } catch (MediaException e) { // a camera that is in use must not end the demonstration
      context.console().say("left out: " + label + ": " + e.getMessage());
      return null;
    }
  }

  /** A label as a name that shells take without quotes. */
  private static String fileName(String label) {
    return label.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
  }

  private void noticeFirstBlob(RecordingInfo now) {
    if (!playable && now.blobs() > 0) {
      playable = true;
      long us = (System.nanoTime() - START_NS) / 1_000;
      context.console().say("first playable blob after " + Figures.time(us));
    }
  }

  private boolean report(List<RecordingInfo> done, Path bucket) {
    Console console = context.console();
    boolean stored = true;
    for (RecordingInfo recording : done) {
      FileInfo file = recording.file();
      stored &= recording.state().equals("stored");
      if (file == null) {
        console.say(recording.name() + ": " + recording.state() + ": " + recording.message());
        continue;
      }
      console.say(
          String.format(
              "%s: %s, %s, %d frames, %s",
              recording.name(),
              recording.state(),
              Figures.time(file.durationUs()),
              file.frames(),
              Figures.size(file.sizeBytes())));
      console.print(bucket.resolve(file.objectKey()).toString());
    }
    console.say(
        "Play a file with any player or browser; manifest.json beside it has its ledger."
            + System.lineSeparator()
            + "Next: reelbus verify FILE, reelbus ingest FILE..., reelbus devices, reelbus serve");
    return stored;
  }
}
