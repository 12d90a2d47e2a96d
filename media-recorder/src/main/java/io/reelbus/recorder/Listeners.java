package io.reelbus.recorder;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Those who listen to one type of event of one object. Any thread. */
final class Listeners<T> {

  private final List<Consumer<? super T>> all = new CopyOnWriteArrayList<>();

  void add(Consumer<? super T> listener) {
    all.add(listener);
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  /** Tells all; as in a browser, one that throws is reported and does not keep others from it. */
  void fire(T event) {
    for (Consumer<? super T> listener : all) {
      try {
        listener.accept(event);
      } catch (RuntimeException e) {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
      }
    }
  }
}
