package io.reelbus.encoder;

import io.reelbus.bus.Bus;
import io.reelbus.encoder.Pipe.Order;
import io.reelbus.encoder.Pipe.Setup;
import io.reelbus.model.MediaException;
import io.reelbus.model.MediaException.Next;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The process that works on one cut at a time for an encoder worker ({@link WorkApart}): orders
 * come on stdin, answers go to stdout. It ends with its worker: when stdin ends, whatever it does.
 *
 * <p>Ctrl-C reaches a terminal's whole process group; the worker then finishes its cuts, so this
 * process goes on until the worker closes the pipe.
 */
public final class CutProcess {

  private static final int PROGRESS_MS = 500;

  private final DataInputStream in =
      new DataInputStream(new BufferedInputStream(new FileInputStream(FileDescriptor.in)));
  private final DataOutputStream out =
      new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
  private final BlockingQueue<Order> orders = new LinkedBlockingQueue<>();
  private long saidNanos = System.nanoTime();

  private CutProcess() {}

  /** Runs until its worker ends. */
  public static void main(String[] args) throws IOException, InterruptedException {
    run(WorkHere::new);
  }

  static void run(CutWork.Maker maker) throws IOException, InterruptedException {
    System.setOut(System.err); // stdout is for answers
    CutProcess process = new CutProcess();
    Runtime.getRuntime().addShutdownHook(new Thread(process::awaitHalt, "reelbus-stop"));
    Setup setup = Pipe.readSetup(process.in);
    Thread reader = new Thread(process::read, "reelbus-orders");
    reader.setDaemon(true);
    reader.start();
    try (Bus bus = Bus.connect(setup.bus());
        CutWork work = maker.make(setup.worker(), bus)) {
      process.out.writeByte(Pipe.READY);
      process.out.flush();
      while (true) {
        process.work(work, process.orders.take());
      }
    }
  }

  /** Keeps the JVM up when it is asked to stop. */
  private void awaitHalt() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void read() {
    try {
      while (true) {
        orders.add(Pipe.readOrder(in));
      }
    } catch (IOException | RuntimeException e) {
      Runtime.getRuntime().halt(0); // the worker is gone, or speaks another language
    }
  }

  private void work(CutWork work, Order order) throws IOException {
    try {
      Pipe.write(out, work.make(order.cut(), order.attempt(), this::say));
    } catch (MediaException e) {
      Pipe.write(out, e);
    } catch (RuntimeException e) {
      Pipe.write(out, new MediaException("UnknownError", Next.QUARANTINE, e.toString(), e));
    }
  }

  private void say() {
    long now = System.nanoTime();
    if (now - saidNanos < PROGRESS_MS * 1_000_000L) {
      return;
    }
    saidNanos = now;
    try {
      out.writeByte(Pipe.PROGRESS);
      out.flush();
    } catch (IOException e) {
      Runtime.getRuntime().halt(0);
    }
  }
}
