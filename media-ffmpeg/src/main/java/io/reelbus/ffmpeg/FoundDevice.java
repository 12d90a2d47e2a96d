package io.reelbus.ffmpeg;

import io.reelbus.model.MediaKind;
import io.reelbus.model.Source;
import java.util.Map;

/**
 * A capture device of this machine.
 *
 * @param kind video or audio
 * @param label what a person calls it
 * @param group the same for devices of one physical unit
 * @param source how to open it
 * @param capabilities what it can do, in the words of {@code DeviceSettings}
 */
public record FoundDevice(
    MediaKind kind, String label, String group, Source source, Map<String, String> capabilities) {}
