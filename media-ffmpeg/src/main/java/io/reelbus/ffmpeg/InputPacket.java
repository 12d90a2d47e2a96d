package io.reelbus.ffmpeg;

import io.reelbus.model.TapeFrame;

/**
 * One frame of an input.
 *
 * @param track index in {@link MediaInput#tracks()}
 * @param frame the frame; its data belongs to the receiver
 * @param damaged whether the container says that bytes of it, or before it, are missing or wrong
 */
public record InputPacket(int track, TapeFrame frame, boolean damaged) {}
