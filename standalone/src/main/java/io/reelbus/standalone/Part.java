package io.reelbus.standalone;

import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * A role that runs in this JVM.
 *
 * @param role which
 * @param health asks it how it is
 * @param closer stops it
 * @param nativeHandles how many native objects are open in processes of its own
 */
record Part(
    Role role, Supplier<RoleHealth> health, AutoCloseable closer, IntSupplier nativeHandles) {

  /** One that starts no processes. */
  Part(Role role, Supplier<RoleHealth> health, AutoCloseable closer) {
    this(role, health, closer, () -> 0);
  }
}
