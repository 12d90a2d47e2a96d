package io.reelbus.api;

import io.reelbus.bus.BlobReader;
import io.reelbus.bus.Bus;
import io.reelbus.model.BlobPlace;
import io.reelbus.model.MediaException;
import io.reelbus.model.MediaException.Next;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Blobs from the bus. Those read last are kept, so that several listeners of one recorder cost one
 * read. Bound: {@value #KEPT_BYTES} bytes kept, {@value #READERS} reads at a time. Owned by the
 * event loop, but for the reads.
 */
final class BlobSource implements AutoCloseable {

  private static final int READERS = 2;
  private static final int KEPT_BYTES = 64 << 20;
  private static final long READ_SECONDS = 40; // the bus gives up after 30

  private final Bus bus;
  private final WorkerExecutor workers;
  private final Deque<BlobReader> idle = new ArrayDeque<>(); // guarded by itself
  private final Map<BlobPlace, Future<Buffer>> reading = new LinkedHashMap<>();
  private final Map<BlobPlace, Buffer> kept = new LinkedHashMap<>(16, 0.75f, true); // oldest first
  private long keptBytes;
  private boolean closed; // guarded by idle

  BlobSource(Vertx vertx, Bus bus) {
    this.bus = bus;
    this.workers =
        vertx.createSharedWorkerExecutor("reelbus-api-blobs", READERS, 2, TimeUnit.MINUTES);
  }

  /** The bytes; fails with {@code NotFoundError} when the bus does not keep them any more. */
  Future<Buffer> read(BlobPlace place) {
    Buffer known = kept.get(place);
    if (known != null) {
      return Future.succeededFuture(known);
    }
    Future<Buffer> running = reading.get(place);
    if (running != null) {
      return running;
    }
    Future<Buffer> now =
        workers
            .executeBlocking(() -> Buffer.buffer(readNow(place)), false)
            .timeout(READ_SECONDS, TimeUnit.SECONDS);
    reading.put(place, now);
    return now.onSuccess(bytes -> keep(place, bytes)).onComplete(done -> reading.remove(place));
  }

  private void keep(BlobPlace place, Buffer bytes) {
    if (bytes.length() > KEPT_BYTES / 4 || kept.put(place, bytes) != null) {
      return;
    }
    keptBytes += bytes.length();
    for (var oldest = kept.values().iterator(); keptBytes > KEPT_BYTES && oldest.hasNext(); ) {
      keptBytes -= oldest.next().length();
      oldest.remove();
    }
  }

  /** By a worker. */
  private byte[] readNow(BlobPlace place) {
    BlobReader reader = borrow();
    try {
      byte[] bytes = reader.read(place).data();
      giveBack(reader);
      return bytes;
    } catch (MediaException e) {
      if (e.next() == Next.QUARANTINE) {
        giveBack(reader);
      } else {
        reader.close();
      }
      throw e;
    } catch (RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  private BlobReader borrow() {
    synchronized (idle) {
      BlobReader known = idle.poll();
      if (known != null) {
        return known;
      }
    }
    return bus.blobReader();
  }

  private void giveBack(BlobReader reader) {
    synchronized (idle) {
      if (!closed) {
        idle.push(reader);
        return;
      }
    }
    reader.close();
  }

  @Override
  public void close() {
    synchronized (idle) {
      closed = true;
      idle.forEach(BlobReader::close);
      idle.clear();
    }
  }
}
