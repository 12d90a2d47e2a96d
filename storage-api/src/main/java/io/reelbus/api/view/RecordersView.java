package io.reelbus.api.view;

import io.reelbus.model.RecorderSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Recorders that were made, by any API process, and not started. Any thread. */
public final class RecordersView {

  private final Map<String, RecorderSpec> recorders = new LinkedHashMap<>();

  synchronized void put(RecorderSpec recorder) {
    recorders.put(recorder.recorderId(), recorder);
  }

  synchronized void remove(String recorderId) {
    recorders.remove(recorderId);
  }

  /** A recorder. */
  public synchronized Optional<RecorderSpec> recorder(String recorderId) {
    return Optional.ofNullable(recorders.get(recorderId));
  }

  /** How many there are. */
  public synchronized int count() {
    return recorders.size();
  }

  /** All, in no promised order. */
  public synchronized List<RecorderSpec> all() {
    return List.copyOf(recorders.values());
  }
}
