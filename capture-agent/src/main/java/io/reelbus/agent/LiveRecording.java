package io.reelbus.agent;

import io.reelbus.ffmpeg.CutEncoder;
import io.reelbus.model.Cut;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.RecordingSpec.Desired;
import io.reelbus.model.StreamSpec;
import io.reelbus.model.TrackSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One recording of live tracks. Media time 0 is the wall clock at which it was started, so that all
 * tracks, of all agents, are together.
 */
final class LiveRecording implements ActiveRecording {

  private static final long SILENCE_US = 3_000_000; // frames of a silent device still to come

  private final AgentContext context;
  private final RecordingSpec spec;
  private final EncoderPlan plan;
  private final Executor waiting;
  private final List<TrackRecorder> tracks = new ArrayList<>();
  private final Set<TrackRecorder> catchingUp = ConcurrentHashMap.newKeySet();
  private final Set<Integer> over = new HashSet<>(); // tracks that were asked to end
  private long stopUs = Long.MAX_VALUE;

  /**
   * Makes one without tracks.
   *
   * @param waiting where calls may wait for the cluster
   * @throws io.reelbus.model.MediaException {@code NotSupportedError} for its MIME type
   */
  LiveRecording(AgentContext context, RecordingSpec spec, Executor waiting) {
    this.context = context;
    this.waiting = waiting;
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
    TrackRecorder recorder =
        session.recorder(track, view -> recorder(view, number, firstSlice, set));
    tracks.add(recorder);
    session.join(track, recorder);
  }

  /**
   * Adds a track that an earlier life of this agent recorded: first comes what it left on the tape.
   *
   * @param firstSlice that is not cut yet
   * @param last the latest cut that has some of the tape; null for none
   */
  void goOn(
      LiveSession session,
      int track,
      int number,
      int firstSlice,
      TrackSpec set,
      @Nullable Cut last) {
    TrackRecorder recorder =
        session.recorder(track, view -> recorder(view, number, firstSlice, set));
    tracks.add(recorder);
    catchingUp.add(recorder);
    waiting.execute(
        () -> {
          try {
            new EarlierFrames(context, recorder, last, session.beginOffset(track)).give();
          } finally {
            session.join(track, recorder);
            catchingUp.remove(recorder);
          }
        });
  }

  @Override
  public boolean isCatchingUp() {
    return !catchingUp.isEmpty();
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
    over.add(number);
    endThoseAsked();
  }

  private void endThoseAsked() {
    upToDate().filter(t -> over.contains(t.number())).forEach(t -> t.end(null));
  }

  private Stream<TrackRecorder> upToDate() {
    return tracks.stream().filter(t -> !catchingUp.contains(t));
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
      upToDate().forEach(t -> t.end(null));
    }
    endThoseAsked();
    upToDate().forEach(t -> t.settle(nowUs - SILENCE_US));
  }

  @Override
  public void abandon() {
    tracks.forEach(TrackRecorder::abandon);
  }

  @Override
  public void close() {
    abandon(); // what is on the tapes is recorded by the agent that comes again
  }

  @Override
  public boolean isDone() {
    return tracks.stream().allMatch(TrackRecorder::isEnded);
  }
}
