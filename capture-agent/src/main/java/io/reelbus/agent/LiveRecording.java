package io.reelbus.agent;

import io.reelbus.ffmpeg.CutEncoder;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.RecordingSpec.Desired;
import io.reelbus.model.StreamSpec;
import io.reelbus.model.TrackSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * One recording of live tracks. Media time 0 is the wall clock at which it was started, so that all
 * tracks, of all agents, are together.
 */
final class LiveRecording implements ActiveRecording {

  private static final long SILENCE_US = 3_000_000; // frames of a silent device still to come

  private final AgentContext context;
  private final RecordingSpec spec;
  private final EncoderPlan plan;
  private final List<TrackRecorder> tracks = new ArrayList<>();
  private long stopUs = Long.MAX_VALUE;

  /**
   * Makes one without tracks.
   *
   * @throws io.reelbus.model.MediaException {@code NotSupportedError} for its MIME type
   */
  LiveRecording(AgentContext context, RecordingSpec spec) {
    this.context = context;
    this.spec = spec;
    this.plan = new EncoderPlan(spec, CutEncoder::canEncode);
  }

  /**
   * Adds a track.
   *
   * @param track of the session
   * @param number in the recording
   * @param firstSlice what an earlier life of this agent left to do; -1 when there was none
   * @param set what was set on the track
   * @throws io.reelbus.model.MediaException when it cannot be recorded as asked
   */
  void add(LiveSession session, int track, int number, int firstSlice, TrackSpec set) {
    tracks.add(session.record(track, view -> recorder(view, number, firstSlice, set)));
  }

  private TrackRecorder recorder(
      LiveSession.LiveTapeView view, int number, int firstSlice, TrackSpec set) {
    TrackRecorder recorder =
        new TrackRecorder(
            spec,
            number,
            view.tape(),
            view.format(),
            view.format().timeBase().fromUs(spec.startedAtUs()),
            true,
            plan.resolve(view.format(), true, spec.resizes().get(number)),
            context.emitter()::emit);
    recorder.goOnWith(firstSlice);
    recorder.disabled(set.disabled());
    return recorder;
  }

  /** Ends a track: it was stopped, or let go with its stream. The others go on. */
  @Override
  public void endTrack(int number) {
    tracks.stream().filter(t -> t.number() == number).forEach(t -> t.end(null));
  }

  @Override
  public RecordingSpec spec() {
    return spec;
  }

  @Override
  public void update(RecordingSpec desired) {
    if (desired.desired() == Desired.STOPPED) {
      stopUs = desired.stoppedAtUs();
    }
    tracks.forEach(t -> t.update(desired));
  }

  @Override
  public void update(StreamSpec stream) {
    for (TrackRecorder recorder : tracks) {
      String trackId = spec.trackIds().get(recorder.number());
      recorder.disabled(stream.track(trackId).disabled());
    }
  }

  @Override
  public void tick(long nowUs) {
    if (stopUs != Long.MAX_VALUE && nowUs - SILENCE_US > stopUs) {
      tracks.forEach(t -> t.end(null));
    }
    tracks.forEach(t -> t.settle(nowUs - SILENCE_US));
  }

  @Override
  public void abandon() {
    tracks.forEach(TrackRecorder::abandon);
  }

  @Override
  public void close() {
    tracks.forEach(t -> t.end(null));
  }

  @Override
  public boolean isDone() {
    return tracks.stream().allMatch(TrackRecorder::isEnded);
  }
}
