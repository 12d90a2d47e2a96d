package io.reelbus.encoder;

import io.reelbus.bus.Bus;
import io.reelbus.encoder.CutWork.Ahead;
import io.reelbus.encoder.Pipe.Order;
import io.reelbus.encoder.Pipe.Setup;
import io.reelbus.ffmpeg.NativeHandles;
import io.reelbus.ffmpeg.Natives;
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
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process that works on one cut at a time for an encoder worker ({@link WorkApart}): orders
 * come on stdin, answers go to stdout. It ends with its worker: when stdin ends, whatever it does.
 *
 * <p>Ctrl-C reaches a terminal's whole process group; the worker then finishes its cuts, so this
 * process goes on until the worker closes the pipe.
 */
public final class CutProcess {

  private static final Logger LOG = LoggerFactory.getLogger(CutProcess.class);
  private static final int PROGRESS_MS = 500;
  private static final int LOOK_MS = 5; // for frames, while nothing is asked for

  private static final int TELLINGS = 100; // between two orders, as nobody may read them

  private final DataInputStream in =
      new DataInputStream(new BufferedInputStream(new FileInputStream(FileDescriptor.in)));
  private final DataOutputStream out =
      new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
  private final BlockingQueue<Order> orders = new LinkedBlockingQueue<>();
  private int toldHandles;
  private long saidNanos = System.nanoTime();

  private CutProcess() {}

  /** Runs until its worker ends. */
  public static void main(String[] args) throws InterruptedException {
    run(WorkAhead::new);
  }

  static void run(CutWork.Maker maker) throws InterruptedException {
    System.setOut(System.err); // stdout is for answers
    CutProcess process = new CutProcess();
    Runtime.getRuntime().addShutdownHook(new Thread(process::awaitHalt, "reelbus-stop"));
    try {
      process.serve(maker);
    } catch (RuntimeException | IOException | Error e) {
      LOG.error("A process for cuts ends", e);
    }
    Runtime.getRuntime().halt(1); // the hook would keep it, and its worker would think it works
  }

  private void serve(CutWork.Maker maker) throws IOException, InterruptedException {
    Setup setup = Pipe.readSetup(in);
    Thread reader = new Thread(this::read, "reelbus-orders");
    reader.setDaemon(true);
    reader.start();
    Natives.load(); // not with the first cut
    Bus bus = Bus.connect(setup.bus());
    CutWork work = maker.make(setup.worker(), bus);
    out.writeByte(Pipe.READY);
    out.flush();
    while (true) {
      work(work, next(work));
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

  private Order next(CutWork work) throws IOException, InterruptedException {
    int tellings = 0;
    while (true) {
      Order order = orders.poll();
      if (order == null) {
        Ahead ahead = work.goOn();
        int open = NativeHandles.open();
        if (open != toldHandles && (tellings++ < TELLINGS || ahead == Ahead.NOTHING)) {
          Pipe.writeHandles(out, open);
          toldHandles = open;
        }
        order =
            switch (ahead) {
              case MORE -> null;
              case LATER -> orders.poll(LOOK_MS, TimeUnit.MILLISECONDS);
              case NOTHING -> orders.take();
            };
      }
      if (order != null) {
        return order;
      }
    }
  }

  private void work(CutWork work, Order order) throws IOException {
    if (order.isForget()) {
      work.forget(order.cut());
      return;
    }
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
