package io.reelbus.standalone.job;

import io.reelbus.objectstore.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** Whether a manifest agrees with itself, and what it says is missing (I1, I4). One use. */
final class LedgerCheck {

  private final List<String> findings = new ArrayList<>();
  private final Manifest manifest;

  private LedgerCheck(Manifest manifest) {
    this.manifest = manifest;
  }

  /** Lines for a person; none when everything captured is stored. */
  static List<String> findings(Manifest manifest) {
    LedgerCheck check = new LedgerCheck(manifest);
    check.lines();
    check.everySliceHasALine();
    check.sums();
    check.slices();
    return check.findings;
  }

  private void lines() {
    for (Manifest.LedgerLine line : manifest.ledger()) {
      String where = "track " + line.track() + " slice " + line.slice() + ": ";
      if (line.captured() != line.stored() + line.lost()) {
        findings.add(
            where
                + line.captured()
                + " captured (expected: "
                + line.stored()
                + " stored + "
                + line.lost()
                + " lost)");
      }
      line.losses().stream()
          .filter(loss -> !loss.cause().isAskedFor())
          .forEach(
              loss ->
                  findings.add(
                      where
                          + "gap "
                          + loss.cause()
                          + " of "
                          + loss.count()
                          + " at "
                          + Figures.time(loss.fromUs())
                          + " ("
                          + loss.detail()
                          + ")"));
    }
  }

  /** Each track has one line for each slice, from 0 to its last. */
  private void everySliceHasALine() {
    Map<Integer, Integer> next = new TreeMap<>();
    for (Manifest.LedgerLine line : manifest.ledger()) {
      int expected = next.getOrDefault(line.track(), 0);
      if (line.slice() != expected) {
        findings.add(
            "track "
                + line.track()
                + ": slice "
                + line.slice()
                + " in the ledger (expected: slice "
                + expected
                + ")");
      }
      next.put(line.track(), line.slice() + 1);
    }
    int ledgerSlices = next.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    if (!manifest.files().isEmpty() && ledgerSlices != manifest.slices().size()) {
      findings.add(
          manifest.slices().size()
              + " slices in the file (expected: "
              + ledgerSlices
              + " of the ledger)");
    }
  }

  private void sums() {
    for (Manifest.Track track : manifest.tracks()) {
      sum(track, "captured", track.captured(), Manifest.LedgerLine::captured);
      sum(track, "stored", track.stored(), Manifest.LedgerLine::stored);
      sum(track, "lost", track.lost(), Manifest.LedgerLine::lost);
    }
  }

  private void sum(
      Manifest.Track track, String what, long told, ToLongFunction<Manifest.LedgerLine> value) {
    long sum =
        manifest.ledger().stream()
            .filter(line -> line.track() == track.index())
            .mapToLong(value)
            .sum();
    if (sum != told) {
      findings.add(
          "track "
              + track.index()
              + ": "
              + told
              + " "
              + what
              + " (expected: "
              + sum
              + ", the sum of its slices)");
    }
  }

  /** Blobs follow each other in number and in bytes, and fill their file (I4). */
  private void slices() {
    int next = 0;
    int file = 0;
    long at = 0;
    for (Manifest.Slice slice : manifest.slices()) {
      if (slice.file() != file) {
        filled(file, at);
        file = slice.file();
        at = 0;
      }
      if (slice.slice() != next || slice.fromByte() != at || slice.toByte() < slice.fromByte()) {
        findings.add(
            "slice "
                + slice.slice()
                + " at bytes "
                + slice.fromByte()
                + " to "
                + slice.toByte()
                + " (expected: slice "
                + next
                + " from byte "
                + at
                + ")");
      }
      next = slice.slice() + 1;
      at = slice.toByte();
    }
    filled(file, at);
  }

  private void filled(int file, long toByte) {
    if (file < manifest.files().size() && manifest.files().get(file).sizeBytes() != toByte) {
      findings.add(
          "file "
              + file
              + ": its slices end at byte "
              + toByte
              + " (expected: "
              + manifest.files().get(file).sizeBytes()
              + ", its size)");
    }
  }
}
