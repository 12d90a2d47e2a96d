/**
 * The disk of the embedded bus and store, and what is done before it is full. {@link
 * io.reelbus.standalone.disk.DiskWatch} is the way in; it has a thread of its own. What is refused
 * or stopped then is the storage API's business, what waits the agent's.
 */
@NullMarked
package io.reelbus.standalone.disk;

import org.jspecify.annotations.NullMarked;
