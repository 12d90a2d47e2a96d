package io.reelbus.ffmpeg;

import io.reelbus.model.TrackFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Open media: a file, a device, a network camera or a test source. One reading thread. */
public interface MediaInput extends AutoCloseable {

  /**
   * The audio and video tracks, video first. {@link io.reelbus.model.Wire#RAW} tracks give pictures
   * or PCM, others packets.
   */
  List<TrackFormat> tracks();

  /**
   * Waits for the next frame of any track.
   *
   * @return null at the end; {@link InputFacts#readError()} then says whether it was the end
   * @throws io.reelbus.model.MediaException {@code NotReadableError} when the read deadline passes
   */
  @Nullable InputPacket read();

  /** What the container says of itself. {@code readError} is known after {@link #read()} ended. */
  InputFacts facts();

  /** Makes a blocked {@link #read()} return null soon. From any thread. */
  void interrupt();

  @Override
  void close();
}
