package io.reelbus.assembler;

/**
 * What an assembler has done and has before it. Counters only grow while it lives.
 *
 * @param chunks taken from the bus
 * @param duplicates of them already known (I3)
 * @param blobs made
 * @param files stored and verified
 * @param failed recordings that ended without a file
 * @param storedBytes size of the files
 * @param restarts files begun anew after a failure
 * @param rereads chunks read again because the reorder buffer was full
 * @param openRecordings recordings begun and not finished
 * @param bufferedBytes chunk payloads in the reorder buffer
 */
public record AssemblerStats(
    long chunks,
    long duplicates,
    long blobs,
    long files,
    long failed,
    long storedBytes,
    long restarts,
    long rereads,
    int openRecordings,
    long bufferedBytes) {}
