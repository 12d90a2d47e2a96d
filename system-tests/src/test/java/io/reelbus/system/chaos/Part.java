package io.reelbus.system.chaos;

import java.util.Locale;

/** What a cluster is made of, in the order of starting; each is a process. */
enum Part {
  BUS,
  STORE,
  API,
  AGENT,
  ENCODER,
  ENCODER2,
  ASSEMBLER;

  /** As the report writes it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
