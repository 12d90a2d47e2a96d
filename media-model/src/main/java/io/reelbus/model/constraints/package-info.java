/**
 * Constraints, capabilities and settings of W3C <i>Media Capture and Streams</i> (section
 * "Constrainable Pattern"), and the algorithm that chooses between devices and their settings.
 *
 * <p>Way in: {@link io.reelbus.model.constraints.DeviceSettings} says what a device can do, {@link
 * io.reelbus.model.constraints.SelectSettings} chooses, {@link
 * io.reelbus.model.constraints.FitnessDistance} judges one settings dictionary.
 *
 * <p>Everything here is immutable and may be shared between threads. JSON is not here: who reads
 * constraints from a request refuses what has the wrong type.
 */
@NullMarked
package io.reelbus.model.constraints;

import org.jspecify.annotations.NullMarked;
