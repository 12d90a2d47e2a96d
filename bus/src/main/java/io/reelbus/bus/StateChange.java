package io.reelbus.bus;

import org.jspecify.annotations.Nullable;

/**
 * One step of a {@link StateTopic}.
 *
 * @param key whose
 * @param value the new state, null when it was removed
 * @param offset of the record, growing with every change of any key
 * @param <T> kind of state
 */
public record StateChange<T>(String key, @Nullable T value, long offset) {}
