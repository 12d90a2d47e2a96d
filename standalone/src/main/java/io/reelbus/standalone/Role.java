package io.reelbus.standalone;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a process can be, in the order of start-up. */
public enum Role {
  /** Embedded Kafka broker and controller (KRaft). */
  BUS,
  /** Embedded S3 endpoint on a folder. */
  STORE,
  API,
  AGENT,
  ENCODER,
  ASSEMBLER;

  /** Every role: a machine that needs no other. */
  public static Set<Role> all() {
    return EnumSet.allOf(Role.class);
  }

  /**
   * Reads a list such as {@code bus,store,api} or {@code all}.
   *
   * @throws IllegalArgumentException naming the word that is not a role
   */
  public static Set<Role> parse(String text) {
    EnumSet<Role> roles = EnumSet.noneOf(Role.class);
    for (String word : text.split(",", -1)) {
      String name = word.strip().toLowerCase(Locale.ROOT);
      if (name.equals("all")) {
        roles.addAll(all());
        continue;
      }
      Role role =
          Stream.of(values())
              .filter(r -> r.word().equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "'" + word + "' (expected: all, or some of " + words(all()) + ")"));
      roles.add(role);
    }
    return roles;
  }

  /** As the command line writes it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The same for several. */
  public static String words(Set<Role> roles) {
    return roles.stream().map(Role::word).collect(Collectors.joining(","));
  }
}
