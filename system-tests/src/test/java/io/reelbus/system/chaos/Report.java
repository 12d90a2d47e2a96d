package io.reelbus.system.chaos;

import io.reelbus.model.Loss;
import io.reelbus.objectstore.Manifest;
import io.reelbus.recorder.RecordingInfo;
import io.reelbus.system.ReelbusProcess;
import io.reelbus.system.chaos.IngestLoad.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was done when and what became of it, as a table; faults are what should not be. */
final class Report {

  private static final int MOST_FAULTS = 100; // told one by one

  private final List<String> lines = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private final String name;
  private Map<String, String> undisturbed = Map.of();
  private long beginUs;
  private long slowestUpMs;
  private int acts;

  Report(String name, long seed) {
    this.name = name;
    line("%s: seed %d (again: -Dreelbus.chaos.seed=%d)", name, seed, seed);
  }

  /**
   * From now on times are told.
   *
   * @param digests SHA-256 of each input's output when nothing is done to the machine
   */
  void begin(Map<String, String> digests) {
    beginUs = Tormentor.nowUs();
    undisturbed = digests;
  }

  void phase() {
    acts = 0;
    slowestUpMs = 0;
    line("");
    line("%8s  %-44s %9s %12s  %s", "at s", "what", "for s", "up again s", "last");
  }

  synchronized void done(Done done) {
    acts++;
    long upMs = (done.upAtUs() - done.undoneAtUs()) / 1000;
    slowestUpMs = Math.max(slowestUpMs, upMs);
    line(
        "%8.1f  %-44s %9.1f %12.1f  %s",
        (done.atUs() - beginUs) / 1e6,
        done.act().words(),
        (done.undoneAtUs() - done.atUs()) / 1e6,
        upMs / 1e3,
        done.last().word());
  }

  void outputs(List<Output> outputs) {
    line("%d acts, slowest up again after %.1f s", acts, slowestUpMs / 1e3);
    line("");
    line("%-28s %-10s %-18s %s", "output", "state", "sha256", "as undisturbed");
    outputs.forEach(this::output);
  }

  private void output(Output output) {
    boolean same = output.sha256().equals(undisturbed.get(output.input().name()));
    line(
        "%-28s %-10s %-18s %s",
        output.input().name(),
        output.state(),
        output.sha256().isEmpty() ? "-" : output.sha256().substring(0, 16),
        same ? "yes" : "NO " + output.recordingId());
    fault(same, "other output: " + output);
  }

  void live(LiveAccount live, List<Done> done) {
    RecordingInfo recording = live.recording();
    line("");
    line("live %s: %s, %d blobs", recording.id(), recording.state(), recording.blobs());
    line("%8s %-6s %12s %12s %10s", "track", "kind", "captured", "stored", "lost");
    for (Manifest.Track track : live.manifest().tracks()) {
      line(
          "%8d %-6s %12d %12d %10d",
          track.index(), track.kind(), track.captured(), track.stored(), track.lost());
    }
    for (LiveAccount.Gap gap : live.gaps()) {
      Loss loss = gap.loss();
      line(
          "  gap: track %d slice %d %s, %.1f to %.1f s",
          gap.track(), gap.slice(), loss.cause(), loss.fromUs() / 1e6, loss.toUs() / 1e6);
    }
    live.faults(done).forEach(what -> fault(false, "live: " + what));
  }

  void memory(List<String> table) {
    line("");
    table.forEach(row -> line("%s", row));
  }

  void leaks(List<String> leaks) {
    leaks.forEach(leak -> fault(false, "left: " + leak));
  }

  /** A role ended by itself. */
  void ended(ReelbusProcess process) {
    line("");
    line("ended by itself: %s", process);
  }

  synchronized void fault(boolean fine, String what) {
    if (!fine) {
      faults.add(what);
    }
  }

  /** What should not be; nothing when all promises were kept. */
  List<String> faults() {
    return faults;
  }

  private synchronized void line(String format, Object... values) {
    String line = String.format(Locale.ROOT, format, values);
    lines.add(line);
    System.out.println(line); // a long run is watched
  }

  /** Prints what is left to say and keeps all of it in {@code target/}. */
  Path write() throws IOException {
    line("");
    line("faults: %s", faults.isEmpty() ? "none" : "");
    faults.stream().limit(MOST_FAULTS).forEach(fault -> line("  %s", fault));
    if (faults.size() > MOST_FAULTS) {
      line("  and %d more", faults.size() - MOST_FAULTS);
    }
    Path target = Files.createDirectories(Path.of("target"));
    return Files.write(target.resolve(name.replace(' ', '-') + ".txt"), lines);
  }
}
