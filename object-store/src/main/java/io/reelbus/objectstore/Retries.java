package io.reelbus.objectstore;

import io.minio.errors.ErrorResponseException;
import io.minio.errors.InvalidResponseException;
import io.minio.errors.ServerException;
import io.minio.errors.XmlParserException;
import io.reelbus.model.MediaException;
import io.reelbus.model.MediaException.Next;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one store call again while its failure is of the passing kind: network, 5xx, busy. Pauses
 * double from 50 ms to 5 s, with full jitter, until the deadline.
 */
final class Retries {

  private static final Logger log = LoggerFactory.getLogger(Retries.class);
  private static final long FIRST_PAUSE_MS = 50;
  private static final long LONGEST_PAUSE_MS = 5_000;
  private static final Set<String> PASSING =
      Set.of(
          "SlowDown",
          "SlowDownRead",
          "SlowDownWrite",
          "RequestTimeout",
          "Throttling",
          "ThrottlingException",
          "RequestLimitExceeded",
          "TooManyRequests",
          "InternalError",
          "ServiceUnavailable",
          "OperationAborted",
          "BadDigest",
          "IncompleteBody");

  private final Duration deadline;
  private final Duration callTimeout;

  Retries(Duration deadline, Duration callTimeout) {
    this.deadline = deadline;
    this.callTimeout = callTimeout;
  }

  /** One attempt: starts the request. */
  @FunctionalInterface
  interface Attempt<T> {
    CompletableFuture<T> start() throws Exception;
  }

  /**
   * Result of the first attempt that succeeds.
   *
   * @param what for messages: operation and key
   * @throws MediaException RETRY when the deadline passed, STOP for lasting errors
   */
  <T> T call(String what, Attempt<T> attempt) {
    long endNanos = System.nanoTime() + deadline.toNanos();
    long pauseMs = FIRST_PAUSE_MS;
    for (int number = 1; ; number++) {
      Throwable failure;
      try {
        return attempt.start().get(callTimeout.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException | InterruptedIOException e) {
        throw interrupted(what, e);
      } catch (Exception e) {
        failure = unwrap(e);
      }
      if (!passing(failure)) {
        throw lasting(what, failure);
      }
      long sleepMs = ThreadLocalRandom.current().nextLong(pauseMs / 2, pauseMs + 1);
      if (System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(sleepMs) >= endNanos) {
        throw new MediaException(
            "NetworkError",
            Next.RETRY,
            what + ": store not reachable after " + number + " attempts: " + line(failure),
            failure);
      }
      if (number == 1) {
        log.warn("{}: {}; retrying for up to {}", what, line(failure), deadline);
      }
      try {
        Thread.sleep(sleepMs);
      } catch (InterruptedException e) {
        throw interrupted(what, e);
      }
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    }
  }

  private static MediaException interrupted(String what, Exception cause) {
    Thread.currentThread().interrupt();
    return new MediaException("AbortError", Next.RETRY, what + ": interrupted", cause);
  }

  private static Throwable unwrap(Throwable failure) {
    Throwable inner = failure;
    while ((inner instanceof ExecutionException || inner instanceof CompletionException)
        && inner.getCause() != null) {
      inner = inner.getCause();
    }
    return inner;
  }

  static boolean passing(Throwable failure) {
    if (failure instanceof ErrorResponseException error) {
      int status = error.response().code();
      return status >= 500
          || status == 408
          || status == 429
          || PASSING.contains(String.valueOf(error.errorResponse().code()));
    }
    return failure instanceof IOException
        || failure instanceof TimeoutException
        || failure instanceof ServerException
        || failure instanceof InvalidResponseException // e.g. a proxy's HTML page
        || failure instanceof XmlParserException // an answer cut short
        || failure.getCause() instanceof IOException;
  }

  private static MediaException lasting(String what, Throwable failure) {
    if (failure instanceof MediaException media) {
      return media;
    }
    String code =
        failure instanceof ErrorResponseException error
            ? String.valueOf(error.errorResponse().code())
            : "";
    String name =
        switch (code) {
          case "NoSuchKey", "NoSuchBucket" -> "NotFoundError";
          case "NoSuchUpload" -> "InvalidStateError";
          case "AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch" -> "NotAllowedError";
          case "InvalidRange" -> "IndexSizeError";
          default -> "OperationError";
        };
    return new MediaException(name, Next.STOP, what + ": " + line(failure), failure);
  }

  /** First line of a failure's text. */
  static String line(Throwable failure) {
    String text =
        failure instanceof ErrorResponseException error
            ? error.errorResponse().code() + " " + error.errorResponse().message()
            : failure.toString();
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }
}
