package io.reelbus.agent;

import io.reelbus.ffmpeg.CutEncoder;
import io.reelbus.model.RecordingSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * One recording of live tracks. Media time 0 is the wall clock at which it was started, so that all
 * tracks, of all agents, are together.
 */
final class LiveRecording implements ActiveRecording {

  private static final long STOP_GRACE_US = 3_000_000; // frames of a silent device still to come

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
   * @throws io.reelbus.model.MediaException when it cannot be recorded as asked
   */
  void add(LiveSession session, int track, int number) {
    tracks.add(
        session.record(
            track,
            view ->
                new TrackRecorder(
                    spec,
                    number,
                    view.tape(),
                    view.format(),
                    view.format().timeBase().fromUs(spec.startedAtUs()),
                    true,
                    plan.resolve(view.format()),
                    context.emitter()::emit)));
  }

  @Override
  public void stop(RecordingSpec stopped) {
    if (stopUs == Long.MAX_VALUE) {
      stopUs = stopped.stoppedAtUs();
      for (TrackRecorder track : tracks) {
        track.stopAt(track.format().timeBase().fromUs(stopUs));
      }
    }
  }

  @Override
  public void tick(long nowUs) {
    if (stopUs != Long.MAX_VALUE && nowUs - STOP_GRACE_US > stopUs) {
      tracks.forEach(t -> t.end(null));
    }
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
