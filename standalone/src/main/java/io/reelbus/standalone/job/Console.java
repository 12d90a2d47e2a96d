package io.reelbus.standalone.job;

import java.io.PrintStream;
import java.time.Duration;

/**
 * What a person sees (stderr) and what a program reads (stdout). On a terminal there is one status
 * line that is redrawn; elsewhere a status line is printed now and then.
 *
 * <p>Any thread may call.
 */
public final class Console {

  private static final long REDRAW_NS = Duration.ofMillis(200).toNanos();
  private static final long REPEAT_NS = Duration.ofSeconds(10).toNanos();
  private static final String ERASE = "\r\u001b[K";

  private final PrintStream human;
  private final PrintStream data;
  private final boolean terminal;
  private final int columns;
  private long statusAt;
  private boolean statusShown;

  /**
   * Makes one.
   *
   * @param human for people
   * @param data for programs
   * @param terminal whether {@code human} is a terminal
   * @param columns its width, at least 20
   */
  public Console(PrintStream human, PrintStream data, boolean terminal, int columns) {
    this.human = human;
    this.data = data;
    this.terminal = terminal;
    this.columns = Math.max(20, columns);
    this.statusAt = System.nanoTime() - (terminal ? REDRAW_NS : 0);
  }

  /** The process's streams; the launcher says whether stderr is a terminal and how wide. */
  public static Console ofProcess() {
    return new Console(
        System.err,
        System.out,
        Boolean.getBoolean("reelbus.terminal"),
        Integer.getInteger("reelbus.columns", 100));
  }

  /** A line for people. */
  public synchronized void say(String line) {
    eraseStatus();
    human.println(line);
    human.flush();
  }

  /** A line for programs. */
  public synchronized void print(String line) {
    eraseStatus();
    data.println(line);
    data.flush();
  }

  /** How far things are; replaces the status before. May be dropped when it comes too often. */
  public synchronized void status(String line) {
    long now = System.nanoTime();
    if (now - statusAt < (terminal ? REDRAW_NS : REPEAT_NS)) {
      return;
    }
    statusAt = now;
    if (terminal) {
      String cut = line.length() < columns ? line : line.substring(0, columns - 1);
      human.print(ERASE + cut);
      statusShown = true;
    } else {
      human.println(line);
    }
    human.flush();
  }

  /** Removes the status line. */
  public synchronized void clearStatus() {
    eraseStatus();
    human.flush();
  }

  private void eraseStatus() {
    if (statusShown) {
      human.print(ERASE);
      statusShown = false;
    }
  }
}
