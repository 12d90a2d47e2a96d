package io.reelbus.assembler;

/**
 * Whether an assembler works, as a value.
 *
 * @param up true when it takes chunks and the store takes its bytes
 * @param detail one line for a person: what it does, or what is wrong
 */
public record Health(boolean up, String detail) {}
