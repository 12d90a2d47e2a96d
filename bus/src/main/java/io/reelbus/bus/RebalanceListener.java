package io.reelbus.bus;

import java.util.Set;

/**
 * Which partitions of {@code chunks} an assembler has. Called inside {@link ChunkConsumer#poll}.
 */
public interface RebalanceListener {

  /** These are ours now; their chunks come from the committed offset on. */
  void assigned(Set<Integer> partitions);

  /** These go to another assembler; commits for them are still possible inside this call. */
  void revoked(Set<Integer> partitions);

  /** These already went to another assembler; nothing can be committed for them any more. */
  void lost(Set<Integer> partitions);
}
