/**
 * The roles as processes of their own that are killed, frozen and cut off while they work.
 *
 * <p>Way in: {@code Machine}, and {@code Chaos}, which does it by a seeded schedule and tells what
 * became of the media. Not here: what one role does when a call fails, which its own tests show.
 */
@NullMarked
package io.reelbus.system.chaos;

import org.jspecify.annotations.NullMarked;
