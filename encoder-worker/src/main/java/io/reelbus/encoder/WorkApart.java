package io.reelbus.encoder;

import io.reelbus.encoder.Pipe.Order;
import io.reelbus.encoder.Pipe.Setup;
import io.reelbus.model.Cut;
import io.reelbus.model.MediaException;
import io.reelbus.model.MediaException.Next;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works on cuts in a process of its own ({@link CutProcess}), which is started at once and ends
 * with this one: by {@link #close}, or when this process dies, by the end of its stdin.
 *
 * <p>When it crashes, the cut it had is at fault, and only that one: {@link #make} fails.
 */
final class WorkApart implements CutWork {

  private static final Logger LOG = LoggerFactory.getLogger(WorkApart.class);
  private static final long REPORT_SECONDS = 30; // a JVM that crashes writes a report first
  private static final long CLOSE_SECONDS = 5;
  private static final int OUT_OF_MEMORY = 3; // -XX:+ExitOnOutOfMemoryError
  private static final int SIGNAL = 128;
  private static final int KILLED = SIGNAL + 9;
  private static final int TERMINATED = SIGNAL + 15;

  /** There is no process that takes cuts; the cut has nothing to do with it. */
  static final class NoProcessException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoProcessException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private final Process process;
  private final CrashReport report;
  private final DataInputStream answers;
  private final DataOutputStream orders;
  private boolean ready;
  private int handles;
  private volatile boolean aborted;

  private WorkApart(Process process) {
    this.process = process;
    this.report = new CrashReport(process);
    this.answers = new DataInputStream(new BufferedInputStream(process.getInputStream()));
    this.orders = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
  }

  /**
   * Starts a process and does not wait for it.
   *
   * @throws NoProcessException when the system gives none
   */
  static WorkApart start(CutProcessLaunch launch, Setup setup) {
    try {
      WorkApart made = new WorkApart(launch.start());
      made.report.start();
      try {
        Pipe.write(made.orders, setup);
      } catch (IOException e) {
        made.close();
        throw e;
      }
      return made;
    } catch (IOException e) {
      throw new NoProcessException("no process for cuts: " + e, e);
    }
  }

  @Override
  public Made make(Cut cut, int attempt, Runnable progress) {
    awaitReady();
    try {
      Pipe.write(orders, new Order(cut, attempt));
      while (true) {
        int answer = answers.readUnsignedByte();
        if (answer == Pipe.MADE) {
          return Pipe.readMade(answers);
        } else if (answer == Pipe.FAILED) {
          throw Pipe.readFailure(answers);
        } else if (answer == Pipe.PROGRESS) {
          progress.run();
        } else if (answer == Pipe.HANDLES) {
          handles = answers.readInt();
        } else {
          throw new IOException("unknown answer " + answer); // a JVM that crashes says "#"
        }
      }
    } catch (IOException e) {
      throw ended(e);
    }
  }

  private void awaitReady() {
    if (ready) {
      return;
    }
    try {
      int answer = answers.readUnsignedByte();
      if (answer != Pipe.READY) {
        throw new IOException("unknown answer " + answer);
      }
      ready = true;
    } catch (IOException e) {
      String how = ended(e).getMessage();
      throw new NoProcessException("no process for cuts came up: " + how, e);
    }
  }

  /** Why there is no answer. */
  private MediaException ended(IOException cause) {
    int code = exitCode();
    String how = report.inShort();
    Next next = Next.QUARANTINE;
    if (aborted) {
      how = "was ended: it hung";
    } else if (!how.isEmpty()) {
      how = "crashed: " + how;
    } else if (code == OUT_OF_MEMORY) {
      how = "ran out of memory";
    } else if (code == KILLED || code == TERMINATED) {
      how = "was killed from outside";
      next = Next.RETRY;
    } else {
      how =
          code > SIGNAL ? "was ended by signal " + (code - SIGNAL) : "ended with exit code " + code;
    }
    return new MediaException("EncodingError", next, "the process that worked on it " + how, cause);
  }

  private int exitCode() {
    try {
      if (!process.waitFor(REPORT_SECONDS, TimeUnit.SECONDS)) {
        aborted = true; // it neither answers nor ends
        process.destroyForcibly().waitFor();
      }
      report.join(TimeUnit.SECONDS.toMillis(REPORT_SECONDS));
      return process.exitValue();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      return KILLED;
    }
  }

  @Override
  public int nativeHandles() {
    try {
      while (ready && answers.available() >= 1 + Integer.BYTES) {
        if (answers.readUnsignedByte() != Pipe.HANDLES) {
          throw new IOException("not idle");
        }
        handles = answers.readInt();
      }
    } catch (IOException e) { // it crashes, which the next cut will find
      LOG.debug("A process for cuts says nothing of use", e);
    }
    return handles;
  }

  @Override
  public void forget(Cut cut) {
    try {
      Pipe.forget(orders, cut);
    } catch (IOException e) {
      LOG.debug("A process for cuts has ended, and forgotten all", e);
    }
  }

  @Override
  public boolean abort() {
    aborted = true;
    process.destroyForcibly();
    return true;
  }

  @Override
  public boolean isUsable() {
    return process.isAlive();
  }

  @Override
  public void close() {
    try {
      orders.close(); // the end of its stdin is its end
      if (!process.waitFor(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly(); // it has ended, or hangs
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
