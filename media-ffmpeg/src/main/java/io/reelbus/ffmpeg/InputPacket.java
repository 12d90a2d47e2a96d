package io.reelbus.ffmpeg;

import io.reelbus.model.TapeFrame;

/**
 * One frame of an input.
 *
 * @param track index in {@link MediaInput#tracks()}
 * @param frame the frame; its data belongs to the receiver
 */
public record InputPacket(int track, TapeFrame frame) {}
