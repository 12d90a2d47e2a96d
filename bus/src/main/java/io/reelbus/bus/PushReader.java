package io.reelbus.bus;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a pushed stream from the oldest record that is there. Belongs to one thread. */
public interface PushReader extends AutoCloseable {

  /**
   * The next parts, in order; empty when none came in that time.
   *
   * @throws io.reelbus.model.MediaException when the cluster refuses, or a record is malformed
   */
  List<PushPart> poll(Duration wait);

  /**
   * The newest part; null when there is none. Does not change what {@link #poll} gives.
   *
   * @throws io.reelbus.model.MediaException RETRY when the cluster does not answer within 10 s
   */
  @Nullable PushPart last();

  @Override
  void close();
}
