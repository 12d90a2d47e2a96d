package io.reelbus.model;

import java.util.List;

/**
 * A live agent and what its machine has; announced again every few seconds.
 *
 * @param agentId stable name
 * @param host host name
 * @param seenAtUs wall clock of the announcement, microseconds since the epoch
 * @param devices what it can open
 */
public record AgentInfo(String agentId, String host, long seenAtUs, List<Device> devices) {

  /** Copies the list. */
  public AgentInfo {
    devices = List.copyOf(devices);
  }
}
