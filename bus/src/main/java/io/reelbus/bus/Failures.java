package io.reelbus.bus;

import io.reelbus.model.MediaException;
import io.reelbus.model.MediaException.Next;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** What Kafka's failures mean for the caller. */
final class Failures {

  private Failures() {}

  /**
   * The failure of {@code what}, with what to do next: a closed list stops, the rest is retried.
   */
  static MediaException of(String what, Throwable cause) {
    if (cause instanceof MediaException known) {
      return known;
    }
    String message = what + ": " + cause.getMessage();
    if (cause instanceof InterruptException || cause instanceof InterruptedException) {
      return new MediaException("AbortError", Next.STOP, what + ": interrupted", cause);
    }
    if (cause instanceof AuthenticationException || cause instanceof AuthorizationException) {
      return new MediaException("NotAllowedError", Next.STOP, message, cause);
    }
    if (cause instanceof UnsupportedVersionException
        || cause instanceof InvalidConfigurationException) {
      return new MediaException("NotSupportedError", Next.STOP, message, cause);
    }
    if (cause instanceof RecordTooLargeException) {
      return new MediaException("QuotaExceededError", Next.STOP, message, cause);
    }
    return new MediaException("NetworkError", Next.RETRY, message, cause);
  }

  /** The result of a call to the cluster. */
  static <T> T await(String what, Future<T> future, Duration timeout) {
    try {
      return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw of(what, e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      throw timedOut(what, timeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw of(what, e);
    }
  }

  static MediaException timedOut(String what, Duration timeout) {
    return new MediaException(
        "TimeoutError", Next.RETRY, what + ": no answer within " + timeout.toMillis() + " ms");
  }

  /** Sends one record; the future has its place, or fails with a {@code MediaException}. */
  static CompletableFuture<RecordMetadata> send(
      Producer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> message) {
    CompletableFuture<RecordMetadata> sent = new CompletableFuture<>();
    try {
      Future<RecordMetadata> unused =
          producer.send(
              message,
              (metadata, failure) -> {
                if (failure == null) {
                  sent.complete(metadata);
                } else {
                  sent.completeExceptionally(of("write to " + message.topic(), failure));
                }
              });
    } catch (RuntimeException e) {
      sent.completeExceptionally(of("write to " + message.topic(), e));
    }
    return sent;
  }
}
