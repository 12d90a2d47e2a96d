package io.reelbus.system.chaos;

import java.util.List;

/**
 * A part of a run.
 *
 * @param acts done one after the other while files are ingested
 * @param live whether a camera is recorded meanwhile
 */
record Phase(List<Act> acts, boolean live) {}
