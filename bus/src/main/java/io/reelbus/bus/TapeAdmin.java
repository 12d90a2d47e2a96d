package io.reelbus.bus;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Makes, empties and removes tapes. May be shared. Every call waits for the cluster and throws a
 * {@code MediaException} (RETRY) when it does not answer in time.
 */
public interface TapeAdmin {

  /**
   * Makes a lasting device's tape of one partition, or sets the retention of the one there is.
   *
   * @param topic see {@link Topics#tape}
   * @param retention how long frames stay at most
   */
  void createDeviceTape(String topic, Duration retention);

  /** Makes the agent's pool of tapes for short jobs unless it is there; gives its topic. */
  String pool(String agentId);

  /** Partitions of a tape topic. */
  int partitions(String topic);

  /** Frees everything before an offset (I6). Nothing happens when it is free already. */
  void free(String topic, int partition, long beforeOffset);

  /** Offset behind the last record. */
  long endOffset(String topic, int partition);

  /** Offset of the first record that is still there; the end offset when the tape is empty. */
  long startOffset(String topic, int partition);

  /** Offset of the first record that was sent at or after a wall clock; the end when none was. */
  long offsetAt(String topic, int partition, long wallUs);

  /** How long frames stay at most; null when for ever, or when the tape is gone. */
  @Nullable Duration retention(String topic);

  /** Removes a tape topic and all its frames. Nothing happens when it is not there. */
  void deleteTopic(String topic);
}
