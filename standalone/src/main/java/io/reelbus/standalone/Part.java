package io.reelbus.standalone;

import java.util.function.Supplier;

/**
 * A role that runs in this JVM.
 *
 * @param role which
 * @param health asks it how it is
 * @param closer stops it
 */
record Part(Role role, Supplier<RoleHealth> health, AutoCloseable closer) {}
