/**
 * Files in S3 object storage: a streaming upload whose head can still be patched, byte ranges for
 * players, the archive's key layout, and the manifest beside each file.
 *
 * <p>Way in: {@link io.reelbus.objectstore.ObjectStore#connect} and, from there, {@link
 * io.reelbus.objectstore.ObjectStore#upload}. An upload is done when its object was read back and
 * every byte is the one that was sent (I6).
 *
 * <p>Threads: an {@code ObjectStore} may be shared; a {@code StreamingUpload} and a stream belong
 * to the thread that opened them. Calls block, with a deadline: network errors and busy answers are
 * retried with growing, jittered pauses, then end in a {@code MediaException} that says RETRY.
 *
 * <p>Not here: what the bytes mean. This is the only room that knows {@code io.minio}; the embedded
 * endpoint for one-machine use is next door in {@code .embedded}.
 */
@NullMarked
package io.reelbus.objectstore;

import org.jspecify.annotations.NullMarked;
