package io.reelbus.bus;

/** The names of everything Reelbus has on a cluster. */
public final class Topics {

  public static final String AGENTS = "reelbus.agents";
  public static final String STREAMS = "reelbus.streams";
  public static final String RECORDERS = "reelbus.recorders";
  public static final String RECORDINGS = "reelbus.recordings";
  public static final String CUTS_LIVE = "reelbus.cuts.live";
  public static final String CUTS_BATCH = "reelbus.cuts.batch";
  public static final String CHUNKS = "reelbus.chunks";
  public static final String BLOBS = "reelbus.blobs";
  public static final String LEDGER = "reelbus.ledger";

  /** Share group of the encoder workers. */
  public static final String ENCODERS = "reelbus-encoders";

  /** Consumer group of the assemblers. */
  public static final String ASSEMBLERS = "reelbus-assemblers";

  private Topics() {}

  /** A lasting device's tape. */
  public static String tape(String id) {
    return "reelbus.tape." + legal(id);
  }

  /** An agent's pool of borrowed tapes. */
  public static String pool(String agentId) {
    return "reelbus.pool." + legal(agentId);
  }

  /** What a client pushes as one source of a stream. */
  public static String push(String streamId, int sourceIndex) {
    return "reelbus.push." + legal(streamId) + "-" + sourceIndex;
  }

  private static String legal(String id) {
    String name = id.replaceAll("[^A-Za-z0-9._-]", "_");
    return name.length() <= 200 ? name : name.substring(0, 200);
  }
}
