/**
 * What the commands do over the storage API, embedded or not: ingest files, record devices, verify
 * results, and tell a person how far it is.
 *
 * <p>Way in: {@link io.reelbus.standalone.job.Ingest}, {@link io.reelbus.standalone.job.Take} for
 * one recording and {@link io.reelbus.standalone.job.Recorder} for several at once, {@link
 * io.reelbus.standalone.job.Verifier}. Each runs on the thread that calls it; {@code Ingest} has a
 * small pool of its own. They write to a {@link io.reelbus.standalone.job.Console} and return
 * values; they never end the process. No command line parsing here, and no roles.
 */
@NullMarked
package io.reelbus.standalone.job;

import org.jspecify.annotations.NullMarked;
