package io.reelbus.encoder;

import io.reelbus.bus.ChunkPublisher;
import io.reelbus.encoder.CutWork.Made;
import io.reelbus.model.Chunk;
import io.reelbus.model.ChunkId;
import io.reelbus.model.MediaException;
import io.reelbus.model.MediaException.Next;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Makes chunks durable and waits for it. */
final class ChunkStore {

  /** How long the bus may take. */
  static final Duration PUBLISH = Duration.ofMinutes(2);

  private final ChunkPublisher chunks;

  ChunkStore(ChunkPublisher chunks) {
    this.chunks = chunks;
  }

  /**
   * Returns when the chunk is durable. What is lost of it is told by the assembler: this chunk may
   * be a copy that does not count (I3).
   */
  Made store(Chunk chunk) {
    await(chunks.publish(chunk), chunk.id());
    return new Made(chunk.units(), chunk.sizeBytes());
  }

  static void await(CompletionStage<Void> stage, ChunkId id) {
    try {
      stage.toCompletableFuture().get(PUBLISH.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new MediaException(
          "UnknownError", Next.RETRY, "chunk " + id + " could not be published: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MediaException("AbortError", Next.RETRY, "stopped while publishing " + id, e);
    }
  }
}
