package io.reelbus.system.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * One thing that is done to a cluster.
 *
 * @param parts to whom; nobody when it is done to a network
 * @param pauseMs how long all is left alone before
 * @param forMs how long it lasts
 */
record Act(Kind kind, List<Part> parts, long pauseMs, long forMs) {

  private static final long LONGEST_PAUSE_MS = 2500;
  private static final long LONGEST_ABSENCE_MS = 3000;

  /** What can be done. */
  enum Kind {
    KILL("kill -9"),
    RESTART("restart"),
    FREEZE("kill -STOP, -CONT"),
    CUT_OFF("cable pulled of"),
    BUS_BROKEN("connections to the bus break"),
    BUS_SILENT("cable to the bus pulled"),
    STORE_BROKEN("connections to the store break"),
    STORE_FAILS("the store answers 500"),
    STORE_FULL("the store's disk is full");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    boolean isOfParts() {
      return this == KILL || this == RESTART || this == FREEZE || this == CUT_OFF;
    }
  }

  /**
   * What a seed stands for.
   *
   * @param kinds of what; named more than once, it comes more often
   * @param victims of kills and freezes
   */
  static List<Act> schedule(long seed, int count, List<Kind> kinds, List<Part> victims) {
    Random random = new Random(seed);
    List<Act> acts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Kind kind = kinds.get(random.nextInt(kinds.size()));
      long pauseMs = 500 + random.nextLong(LONGEST_PAUSE_MS - 500);
      long forMs = random.nextLong(LONGEST_ABSENCE_MS);
      int chance = random.nextInt(20);
      Part one = victims.get(random.nextInt(victims.size()));
      Part another = victims.get(random.nextInt(victims.size()));
      List<Part> parts =
          chance == 0 && victims.contains(Part.BUS)
              ? List.of(Part.values()) // the whole machine
              : chance < 4 && another != one ? List.of(one, another) : List.of(one);
      acts.add(new Act(kind, kind.isOfParts() ? parts : List.of(), pauseMs, forMs));
    }
    return List.copyOf(acts);
  }

  /** What it is, for the report. */
  String words() {
    String who =
        parts.size() == Part.values().length
            ? " everything"
            : parts.stream().map(Part::word).collect(Collectors.joining(", ", " ", ""));
    return kind.words + (parts.isEmpty() ? "" : who);
  }
}
