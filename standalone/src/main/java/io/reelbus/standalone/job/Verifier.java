package io.reelbus.standalone.job;

import io.reelbus.ffmpeg.CheckReport;
import io.reelbus.ffmpeg.MediaCheck;
import io.reelbus.model.MediaException;
import io.reelbus.model.MediaKind;
import io.reelbus.objectstore.Manifest;
import io.reelbus.objectstore.RangeDigests;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private static final int STEP_BYTES = 1 << 16;

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
      verifier.findings.addAll(LedgerCheck.findings(manifest));
      Manifest.File entry = verifier.entry(file, manifest);
      if (entry != null) {
        verifier.bytes(file, entry, manifest);
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

  private void bytes(Path file, Manifest.File entry, Manifest manifest) {
    int number = manifest.files().indexOf(entry);
    List<Manifest.Slice> slices =
        manifest.slices().stream().filter(slice -> slice.file() == number).toList();
    try {
      long size = Files.size(file);
      if (size != entry.sizeBytes()) {
        findings.add("size: " + size + " bytes (expected: " + entry.sizeBytes() + ")");
      }
      RangeDigests digests = new RangeDigests(slices.stream().map(Manifest.Slice::toByte).toList());
      String sha256 = sha256(file, digests);
      if (!sha256.equals(entry.sha256())) {
        findings.add("sha256: " + sha256 + " (expected: " + entry.sha256() + ")");
      }
      damaged(slices, digests.finish());
    } catch (IOException e) {
      findings.add(file + " cannot be read: " + e);
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

  /** Which slices the damage is in. */
  private void damaged(List<Manifest.Slice> slices, List<String> digests) {
    for (int i = 0; i < slices.size(); i++) {
      Manifest.Slice slice = slices.get(i);
      if (slice.sha256() != null && !slice.sha256().equals(digests.get(i))) {
        findings.add(
            "slice "
                + slice.slice()
                + " at bytes "
                + slice.fromByte()
                + " to "
                + slice.toByte()
                + ": damaged: sha256 "
                + digests.get(i)
                + " (expected: "
                + slice.sha256()
                + ")");
      }
    }
  }

  private static String sha256(Path file, RangeDigests digests) throws IOException {
    byte[] step = new byte[STEP_BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest whole = MessageDigest.getInstance("SHA-256");
      for (int count = in.read(step); count >= 0; count = in.read(step)) {
        whole.update(step, 0, count);
        digests.update(step, count);
      }
      return HexFormat.of().formatHex(whole.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
