package io.reelbus.standalone.job;

import io.reelbus.ffmpeg.CheckReport;
import io.reelbus.ffmpeg.MediaCheck;
import io.reelbus.model.MediaException;
import io.reelbus.model.MediaKind;
import io.reelbus.objectstore.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a recording's file and its ledger agree, that the file decodes completely, and that
 * nothing is missing (I1). Findings are lines for a person; none means all is well.
 */
public final class Verifier {

  private final List<String> findings = new ArrayList<>();

  /**
   * Checks one file.
   *
   * @param file on this machine
   * @param manifest its recording's, null when there is none: then only that it decodes
   * @return findings
   */
  public static List<String> verify(Path file, @Nullable Manifest manifest) {
    Verifier verifier = new Verifier();
    CheckReport report = verifier.decode(file);
    if (manifest != null) {
      verifier.ledger(manifest);
      verifier.slices(manifest);
      Manifest.File entry = verifier.entry(file, manifest);
      if (entry != null) {
        verifier.bytes(file, entry);
      }
      if (report != null && manifest.files().size() == 1) {
        verifier.units(report, manifest);
      }
    }
    return verifier.findings;
  }

  private @Nullable CheckReport decode(Path file) {
    try {
      CheckReport report = MediaCheck.check(file);
      findings.addAll(report.errors());
      return report;
    } catch (MediaException e) {
      findings.add(String.valueOf(e.getMessage()));
      return null;
    }
  }

  private Manifest.@Nullable File entry(Path file, Manifest manifest) {
    String name = "/" + file.getFileName();
    List<Manifest.File> files = manifest.files();
    for (Manifest.File entry : files) {
      if (("/" + entry.key()).endsWith(name)) {
        return entry;
      }
    }
    if (files.size() == 1) {
      return files.get(0); // downloaded under another name
    }
    findings.add("the manifest does not list " + file.getFileName());
    return null;
  }

  private void bytes(Path file, Manifest.File entry) {
    try {
      long size = Files.size(file);
      if (size != entry.sizeBytes()) {
        findings.add("size: " + size + " bytes (expected: " + entry.sizeBytes() + ")");
      }
      String sha256 = sha256(file);
      if (!sha256.equals(entry.sha256())) {
        findings.add("sha256: " + sha256 + " (expected: " + entry.sha256() + ")");
      }
    } catch (IOException e) {
      findings.add(file + " cannot be read: " + e);
    }
  }

  private void ledger(Manifest manifest) {
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
    for (Manifest.Track track : manifest.tracks()) {
      long stored =
          manifest.ledger().stream()
              .filter(line -> line.track() == track.index())
              .mapToLong(Manifest.LedgerLine::stored)
              .sum();
      if (stored != track.stored()) {
        findings.add(
            "track "
                + track.index()
                + ": "
                + track.stored()
                + " stored (expected: "
                + stored
                + ", the sum of its slices)");
      }
    }
  }

  /** Blobs follow each other in number and in bytes (I4). */
  private void slices(Manifest manifest) {
    int next = 0;
    int file = 0;
    long at = 0;
    for (Manifest.Slice slice : manifest.slices()) {
      if (slice.file() != file) {
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
  }

  /** What decodes is what the ledger says is stored. */
  private void units(CheckReport report, Manifest manifest) {
    for (Manifest.Track track : manifest.tracks()) {
      Integer index = track.fileTrack();
      if (index == null) {
        continue;
      }
      if (index >= report.tracks().size()) {
        findings.add("track " + track.index() + ": not in the file");
        continue;
      }
      CheckReport.Track decoded = report.tracks().get(index);
      if (decoded.units() != track.stored()) {
        findings.add(
            "track "
                + track.index()
                + ": "
                + decoded.units()
                + (decoded.kind() == MediaKind.VIDEO ? " frames" : " samples")
                + " decoded (expected: "
                + track.stored()
                + " of the ledger)");
      }
    }
  }

  private static String sha256(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
