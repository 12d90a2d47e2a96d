package io.reelbus.bus;

/**
 * Whether the bus can be used, as a value.
 *
 * @param up true when the cluster answered in time
 * @param detail one line for a person: what answered, or why not
 */
public record Health(boolean up, String detail) {}
