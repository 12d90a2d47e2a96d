package io.reelbus.recorder;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some recordings, newest first.
 *
 * @param recordings this page
 * @param cursor give it back for the next page; null at the end
 */
public record RecordingPage(List<RecordingInfo> recordings, @Nullable String cursor) {

  /** Copies the list. */
  public RecordingPage {
    recordings = List.copyOf(recordings);
  }
}
