package io.reelbus.standalone.command;

import io.reelbus.model.MediaException;
import io.reelbus.recorder.DeviceInfo;
import io.reelbus.recorder.FileInfo;
import io.reelbus.recorder.MediaDevices;
import io.reelbus.recorder.RecordingInfo;
import io.reelbus.recorder.ReelbusClient;
import io.reelbus.recorder.SourceRequest;
import io.reelbus.standalone.Session;
import io.reelbus.standalone.UsageException;
import io.reelbus.standalone.job.Console;
import io.reelbus.standalone.job.DeviceChoice;
import io.reelbus.standalone.job.Figures;
import io.reelbus.standalone.job.IngestPlan;
import io.reelbus.standalone.job.MediaSettings;
import io.reelbus.standalone.job.Take;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code reelbus record}: devices in, one file out. */
@Command(
    name = "record",
    mixinStandardHelpOptions = true,
    description =
        "Records devices into one file, for a time or until Ctrl-C, which finishes the file.")
final class RecordCommand implements Callable<Integer> {

  private final Context context;

  @Option(
      names = "--device",
      required = true,
      paramLabel = "D",
      description =
          "A deviceId, the start of one label (see 'reelbus devices'), or a source: test:video,"
              + " test:tone, screen::0, pulse:default, alsa:hw:0, v4l2:/dev/video0, rtsp://...;"
              + " may be repeated.")
  private List<String> devices = List.of();

  @Option(
      names = "--duration",
      paramLabel = "T",
      converter = DurationConverter.class,
      description = "How long, such as 10s or 1h30m (default: until Ctrl-C).")
  private @Nullable Duration duration;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE",
      description = "File to write; one that is there is replaced.")
  private Path output = Path.of("");

  @Mixin private MediaOptions media = new MediaOptions();
  @Mixin private ServerOptions server = new ServerOptions();

  RecordCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    Path file = output.toAbsolutePath().normalize();
    MediaSettings settings = media.settings(DeviceChoice.mimeTypeFor(file));
    Path folder = file.getParent();
    if (folder == null || Files.isDirectory(file) || !Files.isDirectory(folder)) {
      throw new UsageException("--output: " + output + " (expected: a file in a folder that is)");
    }
    try (Session session = server.open();
        MediaDevices cluster = session.connect()) {
      Take take = new Take(session.client(), cluster, context.console(), context.stop());
      String name = IngestPlan.baseName(file.toString());
      RecordingInfo done = take.record(name, sources(cluster), settings, duration, this::started);
      return report(session.client(), done, file);
    }
  }

  private void started(String recordingId) {
    String until = duration == null ? ", Ctrl-C stops it" : " for " + seconds(duration);
    context.console().say("recording " + recordingId + until);
  }

  private List<SourceRequest> sources(MediaDevices cluster) {
    List<DeviceInfo> known =
        devices.stream().allMatch(DeviceChoice::isSource) ? List.of() : cluster.enumerateDevices();
    return devices.stream().map(d -> DeviceChoice.of(d, known)).map(this::onWire).toList();
  }

  private SourceRequest onWire(SourceRequest source) {
    String wire = media.wireWord();
    return wire == null ? source : source.onWire(wire);
  }

  private int report(ReelbusClient client, RecordingInfo done, Path file) {
    Console console = context.console();
    FileInfo stored = done.file();
    if (stored == null) {
      throw new MediaException("OperationError", MediaException.Next.STOP, done.message());
    }
    client.downloadFile(done.id(), file);
    console.say(
        done.state()
            + ": "
            + stored.frames()
            + " frames, "
            + Figures.time(stored.durationUs())
            + ", "
            + Figures.size(stored.sizeBytes())
            + (done.message().isBlank() ? "" : " (" + done.message() + ")"));
    console.print(file.toString());
    return done.state().equals("stored") ? ExitCode.DONE : ExitCode.MEDIA_FAILED;
  }

  private static String seconds(Duration time) {
    return Figures.time(time.toNanos() / 1_000);
  }
}
