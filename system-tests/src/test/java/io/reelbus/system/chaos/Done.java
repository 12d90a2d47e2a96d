package io.reelbus.system.chaos;

/**
 * An act that was done.
 *
 * @param atUs wall clock of its beginning, microseconds since the epoch
 * @param undoneAtUs when it was undone: processes started, networks whole
 * @param upAtUs when every part said again that it works
 * @param last the part that was the last to say so
 */
record Done(Act act, long atUs, long undoneAtUs, long upAtUs, Part last) {

  boolean hits(Part part) {
    return act.parts().contains(part);
  }
}
