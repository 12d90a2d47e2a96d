package io.reelbus.assembler;

import io.reelbus.model.MediaException;
import io.reelbus.objectstore.ArchiveLayout;
import io.reelbus.objectstore.ObjectStore;
import io.reelbus.objectstore.UnfinishedUpload;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Throws away uploads that nobody will finish: those of killed assemblers whose recording was then
 * finished, failed or deleted. One of an open recording is never touched, however old: whoever
 * writes its file goes on with it. Any thread; several assemblers may do the same.
 */
final class LeftUploads {

  /** How often to look. */
  static final Duration EVERY = Duration.ofMinutes(10);

  /** A clock that is wrong by less than this does no harm. */
  static final Duration FINISHED_AGE = Duration.ofMinutes(10);

  /** Of recordings that the bus does not know: they may be another cluster's. */
  static final Duration UNKNOWN_AGE = Duration.ofDays(7);

  private static final Logger log = LoggerFactory.getLogger(LeftUploads.class);

  private final ObjectStore store;
  private final Book book;
  private final InstantSource wall;

  LeftUploads(ObjectStore store, Book book, InstantSource wall) {
    this.store = store;
    this.book = book;
    this.wall = wall;
  }

  /** Call it when the book knows what was durable; blocks. How many were thrown away. */
  int sweep() {
    int aborted = 0;
    try {
      for (UnfinishedUpload upload : store.unfinishedUploads(ArchiveLayout.ROOT)) {
        if (isLeft(upload)) {
          store.abort(upload);
          aborted++;
          log.info("{}: an unfinished upload nobody needs is thrown away", upload.key());
        }
      }
    } catch (MediaException e) {
      log.warn("unfinished uploads: {}; looking again later", e.getMessage());
    }
    return aborted;
  }

  private boolean isLeft(UnfinishedUpload upload) {
    String[] path = upload.key().split("/"); // recordings/yyyy/MM/dd/<id>/<name>
    if (upload.startedAtUs() == 0 || path.length != 6 || book.isOpen(path[4])) {
      return false;
    }
    boolean known = book.isOver(path[4]);
    long ageUs = TimeUnit.MILLISECONDS.toMicros(wall.millis()) - upload.startedAtUs();
    return ageUs > TimeUnit.MILLISECONDS.toMicros((known ? FINISHED_AGE : UNKNOWN_AGE).toMillis());
  }
}
