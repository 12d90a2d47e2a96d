package io.reelbus.encoder;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a process for cuts says on stderr: passed on, except a JVM's report of a crash. Of that the
 * signal and the native function are kept, and the rest is for {@code REELBUS_LOG=debug}.
 */
final class CrashReport extends Thread {

  private static final Logger LOG = LoggerFactory.getLogger(CrashReport.class);
  private static final String BEGIN = "# A fatal error has been detected";
  private static final String FRAME = "# Problematic frame:";

  private final InputStream stderr;
  private volatile @Nullable String signal;
  private volatile @Nullable String frame;
  private boolean crashed;
  private boolean frameComes;

  CrashReport(Process process) {
    super("reelbus-cut-process-" + process.pid());
    setDaemon(true);
    this.stderr = process.getErrorStream();
  }

  @Override
  public void run() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stderr, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        take(line);
      }
    } catch (IOException e) {
      LOG.debug("{}: {}", getName(), e.toString()); // closed with its process
    }
  }

  void take(String line) {
    crashed = crashed || line.equals("#") || line.startsWith(BEGIN); // "#" stands before it
    if (!crashed) {
      System.err.println(line);
      return;
    }
    LOG.debug("{}: {}", getName(), line);
    String words = line.replaceFirst("^#\\s*", "");
    if (frameComes && frame == null) {
      frame = words.replaceAll("\\s+", " ");
    }
    frameComes = line.startsWith(FRAME);
    if (signal == null && words.matches("SIG[A-Z]+ .*")) {
      signal = words.substring(0, words.indexOf(' '));
    }
  }

  /** E.g. {@code SIGSEGV in C [libavcodec.so.62+0x1a2b] decode+0x3c}; empty without a report. */
  String inShort() {
    String where = frame == null ? "" : " in " + frame;
    return signal == null ? "" : signal + where;
  }
}
