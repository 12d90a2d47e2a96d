package io.reelbus.agent;

import io.reelbus.agent.TapeEntry.Gap;
import io.reelbus.model.EncoderConfig;
import io.reelbus.model.MediaException;
import io.reelbus.model.MediaKind;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.TimeBase;
import io.reelbus.model.TrackFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The tracks of one file recording. Holds entries back until media time 0 is known, then begins all
 * recorders. Belongs to the file's capture thread.
 */
final class FileTracks {

  /** Entries held back; then the tracks seen so far decide. */
  private static final int MAX_HELD = 100_000;

  private final RecordingSpec spec;
  private final EncoderPlan plan;
  private final TrackRecorder.Output output;
  private final OriginFinder origin;
  private final List<Track> tracks = new ArrayList<>();
  private int held;

  private static final class Track {
    final int number;
    final TrackTape tape;
    final Supplier<TrackFormat> format;
    final List<TapeEntry> held = new ArrayList<>();
    @Nullable TrackRecorder recorder;
    @Nullable Gap tail;
    boolean ended;
    boolean seen;
    final ShownStart start = new ShownStart();

    Track(int number, TrackTape tape, Supplier<TrackFormat> format) {
      this.number = number;
      this.tape = tape;
      this.format = format;
    }
  }

  FileTracks(RecordingSpec spec, EncoderPlan plan, int count, TrackRecorder.Output output) {
    this.spec = spec;
    this.plan = plan;
    this.output = output;
    this.origin = new OriginFinder(count);
  }

  /**
   * Adds the next track.
   *
   * @param number in the recording
   * @param format what the tape holds; asked when the recorder begins, as it may become exact late
   */
  void add(int number, TrackTape tape, Supplier<TrackFormat> format) {
    tracks.add(new Track(number, tape, format));
  }

  /** Takes an entry of the track added as number {@code index}. */
  void frame(int index, TapeEntry entry) {
    Track track = tracks.get(index);
    track.seen = true;
    if (track.recorder != null) {
      track.recorder.accept(entry);
      return;
    }
    track.held.add(entry);
    held++;
    TrackFormat format = track.format.get();
    TimeBase base = format.timeBase();
    if (format.kind() == MediaKind.AUDIO) {
      origin.first(index, base, entry.firstHeard());
    } else if (track.start.add(entry)) {
      origin.first(index, base, track.start.timestamp());
    }
    origin.progress(base, entry.decodeTimestamp());
    if (origin.isKnown() || held >= MAX_HELD) {
      begin();
    }
  }

  /** Ends a track; {@code tail} is missing behind it. */
  void end(int index, @Nullable Gap tail) {
    Track track = tracks.get(index);
    if (track.ended) {
      return;
    }
    track.ended = true;
    if (track.recorder != null) {
      track.recorder.end(tail);
      return;
    }
    track.tail = tail;
    if (track.start.timestamp() != Long.MAX_VALUE) {
      origin.first(index, track.format.get().timeBase(), track.start.timestamp());
    }
    origin.ended(index);
    if (origin.isKnown()) {
      begin();
    }
  }

  private void begin() {
    if (tracks.stream().noneMatch(t -> t.seen)) {
      throw new MediaException(
          "NotReadableError",
          MediaException.Next.STOP,
          spec.name() + ": holds no frame that can be read");
    }
    for (Track track : tracks) {
      TrackFormat format = track.format.get();
      long zero = origin.origin(format.timeBase());
      TrackRecorder recorder =
          new TrackRecorder(
              spec, track.number, track.tape, format, zero, false, plan(track, format), output);
      track.recorder = recorder;
      track.held.forEach(recorder::accept);
      track.held.clear();
      if (track.ended) {
        recorder.end(track.tail);
      }
    }
  }

  /** What hides packets is followed by decoding, where the container cannot say it of a copy. */
  private EncoderConfig plan(Track track, TrackFormat format) {
    TapeEntry first = track.held.isEmpty() ? null : track.held.get(0);
    boolean told =
        first == null || !first.isSilenced() || plan.canLeaveOut(format, first.skipStart());
    return plan.resolve(format, !track.start.hides() && told, null);
  }

  /** Ends all without more slices. */
  void abandon() {
    for (Track track : tracks) {
      if (track.recorder != null) {
        track.recorder.abandon();
      }
    }
  }

  /** Where a tape's coming slices begin. */
  long neededPosition(TrackTape tape) {
    long needed = Long.MAX_VALUE;
    for (Track track : tracks) {
      if (track.tape == tape) {
        needed =
            track.recorder != null
                ? track.recorder.neededPosition()
                : track.held.isEmpty() ? Long.MAX_VALUE : track.held.get(0).position();
      }
    }
    return needed;
  }
}
