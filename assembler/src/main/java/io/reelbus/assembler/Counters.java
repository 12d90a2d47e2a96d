package io.reelbus.assembler;

import java.util.concurrent.atomic.LongAdder;

/** What the loop tells others; written by the loop, read by anyone. */
final class Counters {

  final LongAdder chunks = new LongAdder();
  final LongAdder duplicates = new LongAdder();
  final LongAdder files = new LongAdder();
  final LongAdder failed = new LongAdder();
  final LongAdder storedBytes = new LongAdder();
  volatile long blobs;
  volatile long restarts;
  volatile long rereads;
  volatile int openRecordings;
  volatile long bufferedBytes;
  volatile String trouble = "";

  AssemblerStats stats() {
    return new AssemblerStats(
        chunks.sum(),
        duplicates.sum(),
        blobs,
        files.sum(),
        failed.sum(),
        storedBytes.sum(),
        restarts,
        rereads,
        openRecordings,
        bufferedBytes);
  }
}
