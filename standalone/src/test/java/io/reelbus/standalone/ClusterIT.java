package io.reelbus.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.reelbus.model.Source;
import io.reelbus.recorder.FileInfo;
import io.reelbus.recorder.RecordingInfo;
import io.reelbus.recorder.SourceRequest;
import io.reelbus.standalone.command.TestClusters;
import io.reelbus.standalone.job.Console;
import io.reelbus.standalone.job.Ingest;
import io.reelbus.standalone.job.IngestPlan;
import io.reelbus.standalone.job.IngestResult;
import io.reelbus.standalone.job.MediaSettings;
import io.reelbus.standalone.job.Recorder;
import io.reelbus.standalone.job.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All roles in one JVM: what is recorded from test sources is then ingested, twice. */
class ClusterIT {

  private static final MediaSettings MP4 =
      new MediaSettings("video/mp4;codecs=avc1,mp4a.40.2", null, null, null, null);
  private static final MediaSettings WEBM =
      new MediaSettings("video/webm;codecs=vp9,opus", null, null, null, null);

  @TempDir private Path folder;
  private final StopSignal stop = new StopSignal();
  private final Console console = new Console(System.err, System.err, false, 100);

  @Test
  void cluster_recordThenIngest_filesAreExactAndRepeatable()
      throws InterruptedException, IOException {
    try (Session session = Session.embedded(TestClusters.of(folder.resolve("data")))) {
      RecordingInfo recorded = record(session);
      assertThat(recorded.state()).as(recorded.message()).isEqualTo("stored");
      FileInfo file = recorded.file();
      assertThat(file).isNotNull();
      Path object =
          session.cluster().orElseThrow().bucketFolder().orElseThrow().resolve(file.objectKey());
      assertThat(Verifier.verify(object, null)).isEmpty();

      Path input = Files.copy(object, folder.resolve("input.mp4"));
      IngestResult first = ingest(session, input, folder.resolve("first"));
      IngestResult second = ingest(session, input, folder.resolve("second"));
      assertThat(first.state()).as(first.error()).isEqualTo("stored");
      assertThat(first.frames()).isEqualTo(file.frames());
      assertThat(second.sha256()).isEqualTo(first.sha256());
      assertThat(Verifier.verify(folder.resolve("first").resolve("input.webm"), null)).isEmpty();
      assertThat(ingest(session, folder.resolve("missing.mp4"), folder).state())
          .isEqualTo("failed");
    }
  }

  private RecordingInfo record(Session session) throws InterruptedException {
    Recorder recorder = new Recorder(session.client(), console, stop);
    Recorder.Running running =
        recorder.start(
            "camera",
            List.of(
                SourceRequest.url("testsrc2=size=320x180:rate=25", Source.Kind.TEST),
                SourceRequest.url("sine=frequency=997:sample_rate=48000", Source.Kind.TEST)),
            MP4);
    return recorder.finish(List.of(running), Duration.ofSeconds(3), now -> {}).get(0);
  }

  private IngestResult ingest(Session session, Path input, Path output)
      throws InterruptedException, IOException {
    Files.createDirectories(output);
    IngestPlan plan = IngestPlan.of(List.of(input.toString()), output, WEBM.extension());
    return new Ingest(session.client(), WEBM, 1, console, stop).run(plan, result -> {}).get(0);
  }
}
