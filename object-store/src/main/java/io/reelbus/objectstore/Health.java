package io.reelbus.objectstore;

/**
 * Whether the store answers, as a value.
 *
 * @param ok whether the bucket can be reached
 * @param detail one line: what was reached, or why not
 */
public record Health(boolean ok, String detail) {}
