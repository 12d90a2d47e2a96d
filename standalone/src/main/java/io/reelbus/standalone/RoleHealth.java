package io.reelbus.standalone;

/**
 * How a role is, as a value.
 *
 * @param role which
 * @param up whether it can work
 * @param detail one line for a person
 */
public record RoleHealth(Role role, boolean up, String detail) {}
