/**
 * The pipeline as its users see it, with nothing replaced: real broker, real store, real media, and
 * an FFmpeg that is not ours to read the results back.
 */
@NullMarked
package io.reelbus.system;

import org.jspecify.annotations.NullMarked;
