/**
 * Figures for the README and for decisions, always as ratios in one run: ingest against the ffmpeg
 * program of the same FFmpeg build, tapes against Kafka's own performance tools.
 *
 * <p>Way in: {@code benchmarks/run ingest|tape|memory|redelivery|latency|replay}. Nothing here is
 * on a production path, and no test asserts a time.
 */
@NullMarked
package io.reelbus.benchmarks;

import org.jspecify.annotations.NullMarked;
