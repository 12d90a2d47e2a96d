package io.reelbus.standalone.command;

import io.reelbus.model.MediaException;
import io.reelbus.objectstore.Manifest;
import io.reelbus.objectstore.ManifestSeal;
import io.reelbus.recorder.ReelbusClient;
import io.reelbus.standalone.Session;
import io.reelbus.standalone.job.Verifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code reelbus verify}: do the file and its ledger agree. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description =
        "Checks that a recording's file and ledger agree, that it decodes completely and that"
            + " nothing is missing. Findings go to stdout; exit code 1 when there are any.")
final class VerifyCommand implements Callable<Integer> {

  private static final String MANIFEST = "manifest.json";

  private final Context context;

  @Parameters(
      paramLabel = "RECORDING_OR_FILE",
      description =
          "A recording's id (of --api, or of the folder --data), or a file. A file with"
              + " manifest.json beside it is checked against that, another only by decoding it.")
  private String what = "";

  @Option(
      names = "--api",
      paramLabel = "URL",
      description = "Server that has the recording (default: the folder --data).")
  private @Nullable String api;

  @Mixin private DataOption data = new DataOption();

  VerifyCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    List<String> findings = findings();
    findings.forEach(context.console()::print);
    context
        .console()
        .say(what + ": " + (findings.isEmpty() ? "verified" : findings.size() + " finding(s)"));
    return findings.isEmpty() ? ExitCode.DONE : ExitCode.MEDIA_FAILED;
  }

  private List<String> findings() throws IOException {
    if (api != null) {
      try (Session session = Session.remote(Checks.httpUrl("--api", api))) {
        return ofServer(session.client());
      }
    }
    Path path = Path.of(what);
    if (Files.isDirectory(path) && Files.exists(path.resolve(MANIFEST))) {
      return ofFolder(path);
    }
    if (Files.exists(path)) {
      return ofFile(path.toAbsolutePath());
    }
    Optional<Path> folder = recordingFolder();
    if (folder.isPresent()) {
      return ofFolder(folder.get());
    }
    throw new MediaException(
        "NotFoundError",
        MediaException.Next.STOP,
        what + ": no such file, and no recording of that id in " + data.folder);
  }

  private List<String> ofServer(ReelbusClient client) throws IOException {
    Sealed manifest = new Sealed(client.manifest(what).getBytes(StandardCharsets.UTF_8));
    Path folder = Files.createTempDirectory("reelbus-verify");
    Path copy = folder.resolve("recording");
    try {
      client.downloadFile(what, copy);
      return manifest.and(Verifier.verify(copy, manifest.content()));
    } finally {
      Files.deleteIfExists(copy);
      Files.delete(folder);
    }
  }

  private List<String> ofFile(Path file) throws IOException {
    Path manifest = file.resolveSibling(MANIFEST);
    if (!Files.exists(manifest)) {
      return Verifier.verify(file, null);
    }
    Sealed sealed = read(manifest);
    return sealed.and(Verifier.verify(file, sealed.content()));
  }

  private static List<String> ofFolder(Path folder) throws IOException {
    Sealed manifest = read(folder.resolve(MANIFEST));
    List<String> findings = new ArrayList<>();
    for (Manifest.File file : manifest.content().files()) {
      Path path = folder.resolve(file.key().substring(file.key().lastIndexOf('/') + 1));
      if (Files.exists(path)) {
        findings.addAll(Verifier.verify(path, manifest.content()));
      } else {
        findings.add(path.getFileName() + ": is not there (expected: beside its manifest)");
      }
    }
    return manifest.and(findings);
  }

  /** Objects of an embedded store are plain files: bucket/recordings/year/month/day/id. */
  private Optional<Path> recordingFolder() throws IOException {
    Path objects = data.folder.resolve("objects");
    if (!Files.isDirectory(objects)) {
      return Optional.empty();
    }
    try (Stream<Path> paths = Files.walk(objects, 6)) {
      return paths
          .filter(p -> p.getFileName().toString().equals(what))
          .filter(p -> Files.exists(p.resolve(MANIFEST)))
          .findFirst();
    }
  }

  private static Sealed read(Path manifest) throws IOException {
    return new Sealed(Files.readAllBytes(manifest));
  }

  /** A manifest as it was read. */
  private record Sealed(Manifest content, @Nullable String finding) {

    Sealed(byte[] json) {
      this(Manifest.ofJson(json), ManifestSeal.finding(json));
    }

    List<String> and(List<String> findings) {
      List<String> all = new ArrayList<>();
      if (finding != null) {
        all.add(finding);
      }
      all.addAll(findings);
      return all;
    }
  }
}
