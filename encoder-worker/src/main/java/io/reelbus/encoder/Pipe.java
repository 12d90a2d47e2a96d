package io.reelbus.encoder;

import io.reelbus.bus.BusSettings;
import io.reelbus.bus.wire.Cuts;
import io.reelbus.encoder.CutWork.Made;
import io.reelbus.model.Cut;
import io.reelbus.model.MediaException;
import io.reelbus.model.MediaException.Next;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What goes through the two pipes between a worker and the process of one cut at a time. The bus's
 * settings may hold secrets and go this way too, not on a command line.
 */
final class Pipe {

  /** Answers. */
  static final int READY = 'R';

  static final int PROGRESS = 'P';
  static final int MADE = 'M';
  static final int FAILED = 'F';
  static final int HANDLES = 'H'; // between two orders: how many native objects are open

  private static final int FORGET = 0;
  private static final int MAX_BYTES = 64 << 20; // a cut of a day of stretches is far smaller

  private Pipe() {}

  /** What the process has to know first. */
  record Setup(BusSettings bus, String worker) {}

  /**
   * One piece of work.
   *
   * @param attempt delivery count, from 1; {@value #FORGET} to begin nothing behind this cut
   */
  record Order(Cut cut, int attempt) {

    boolean isForget() {
      return attempt == FORGET;
    }
  }

  static void write(DataOutputStream out, Setup setup) throws IOException {
    BusSettings bus = setup.bus();
    writeText(out, setup.worker());
    writeText(out, bus.bootstrapServers());
    out.writeInt(bus.maxRecordBytes());
    out.writeShort(bus.replicationFactor());
    out.writeInt(bus.poolPartitions());
    out.writeInt(bus.chunkPartitions());
    out.writeLong(bus.cutLock().toMillis());
    out.writeInt(bus.kafkaConfig().size());
    for (Map.Entry<String, String> e : bus.kafkaConfig().entrySet()) {
      writeText(out, e.getKey());
      writeText(out, e.getValue());
    }
    out.flush();
  }

  static Setup readSetup(DataInputStream in) throws IOException {
    String worker = readText(in);
    String servers = readText(in);
    int maxRecordBytes = in.readInt();
    short replicationFactor = in.readShort();
    int poolPartitions = in.readInt();
    int chunkPartitions = in.readInt();
    Duration cutLock = Duration.ofMillis(in.readLong());
    Map<String, String> config = new HashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      String name = readText(in);
      config.put(name, readText(in));
    }
    return new Setup(
        new BusSettings(
            servers,
            config,
            maxRecordBytes,
            replicationFactor,
            poolPartitions,
            chunkPartitions,
            cutLock),
        worker);
  }

  /** Any thread: a track may be forgotten while its process has another order. */
  static void write(DataOutputStream out, Order order) throws IOException {
    synchronized (out) {
      out.writeInt(order.attempt());
      writeBytes(out, Cuts.encode(order.cut()));
      out.flush();
    }
  }

  static void forget(DataOutputStream out, Cut cut) throws IOException {
    write(out, new Order(cut, FORGET));
  }

  static Order readOrder(DataInputStream in) throws IOException {
    int attempt = in.readInt();
    return new Order(Cuts.decode(readBytes(in)), attempt);
  }

  static void write(DataOutputStream out, Made made) throws IOException {
    out.writeByte(MADE);
    out.writeLong(made.units());
    out.writeLong(made.sizeBytes());
    out.flush();
  }

  static Made readMade(DataInputStream in) throws IOException {
    long units = in.readLong();
    return new Made(units, in.readLong());
  }

  static void write(DataOutputStream out, MediaException failure) throws IOException {
    out.writeByte(FAILED);
    writeText(out, failure.name());
    writeText(out, failure.next().name());
    writeText(out, String.valueOf(failure.getMessage()));
    out.flush();
  }

  static MediaException readFailure(DataInputStream in) throws IOException {
    String name = readText(in);
    Next next = Next.valueOf(readText(in));
    return new MediaException(name, next, readText(in));
  }

  static void writeHandles(DataOutputStream out, int open) throws IOException {
    out.writeByte(HANDLES);
    out.writeInt(open);
    out.flush();
  }

  private static void writeText(DataOutputStream out, String text) throws IOException {
    writeBytes(out, text.getBytes(StandardCharsets.UTF_8));
  }

  private static String readText(DataInputStream in) throws IOException {
    return new String(readBytes(in), StandardCharsets.UTF_8);
  }

  private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] readBytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > MAX_BYTES) {
      throw new IOException("length: " + length + " (expected: 0 to " + MAX_BYTES + ")");
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return bytes;
  }
}
