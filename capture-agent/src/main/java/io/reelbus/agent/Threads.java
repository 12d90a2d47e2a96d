package io.reelbus.agent;

/** Names threads. */
final class Threads {

  private Threads() {}

  /** A daemon thread, not yet started. */
  static Thread daemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
