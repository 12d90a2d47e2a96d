/**
 * All roles of Reelbus in one JVM, and the {@code reelbus} command.
 *
 * <p>Way in: {@link io.reelbus.standalone.Main} is the process; {@link
 * io.reelbus.standalone.Cluster} is any set of roles in this JVM, with a real embedded Kafka broker
 * and a real S3 endpoint on a folder where no others are named. {@code command} reads the command
 * line, {@code job} is what the commands do over the storage API.
 *
 * <p>The thread that starts a {@link io.reelbus.standalone.Cluster} owns it; the roles own their
 * threads. Nothing about media is decided here: no frame passes through this room.
 */
@NullMarked
package io.reelbus.standalone;

import org.jspecify.annotations.NullMarked;
