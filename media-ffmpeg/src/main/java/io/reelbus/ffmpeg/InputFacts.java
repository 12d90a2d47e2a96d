package io.reelbus.ffmpeg;

import java.util.List;

/**
 * What a container says of itself, to compare with what was read.
 *
 * @param startUs earliest timestamp declared, 0 when unknown
 * @param declaredDurationUs length declared, 0 when unknown
 * @param declaredFrames packets per track declared by the container's index, 0 when unknown
 * @param readError why reading ended before the end, empty when it did not
 */
public record InputFacts(
    long startUs, long declaredDurationUs, List<Long> declaredFrames, String readError) {}
