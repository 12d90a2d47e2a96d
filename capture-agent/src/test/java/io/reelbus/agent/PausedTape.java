package io.reelbus.agent;

import io.reelbus.bus.TapeWriter;
import io.reelbus.model.ChunkId;
import io.reelbus.model.Codec;
import io.reelbus.model.Cut;
import io.reelbus.model.EncoderConfig;
import io.reelbus.model.Lane;
import io.reelbus.model.MediaKind;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.RecordingSpec.Desired;
import io.reelbus.model.TapeFrame;
import io.reelbus.model.TapeMark;
import io.reelbus.model.TapeRange;
import io.reelbus.model.TrackFormat;
import io.reelbus.model.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A live tape given to a recorder, with commands on the way. */
final class PausedTape {

  private static final List<String> NAMES = List.of("pause", "resume", "requestData", "pause");

  static final long START_US = 1_700_000_000_000_000L;

  /** A command that agents hear of {@code heardUs} after the wall clock it is for. */
  record Command(String name, long atUs) {}

  private PausedTape() {}

  static RecordingSpec started(long timesliceUs) {
    return new RecordingSpec(
        "rec",
        "rec",
        "stream",
        List.of("stream/0/0"),
        "video/webm",
        0,
        0,
        timesliceUs,
        Lane.LIVE,
        Desired.RECORDING,
        START_US,
        0);
  }

  /** What a specification becomes by a command; what it does not allow changes nothing. */
  static RecordingSpec after(RecordingSpec spec, Command command) {
    return switch (command.name()) {
      case "pause" ->
          spec.desired() == Desired.RECORDING ? spec.paused(START_US + command.atUs()) : spec;
      case "resume" ->
          spec.desired() == Desired.PAUSED ? spec.resumed(START_US + command.atUs()) : spec;
      case "stop" -> spec.stopped(START_US + command.atUs());
      default -> spec.dataRequested(START_US + command.atUs());
    };
  }

  /** The slices of a tape when all commands are known from the start. */
  static List<SlicePlan> known(
      RecordingSpec spec, TrackFormat format, boolean copy, List<TapeEntry> tape) {
    List<SlicePlan> plans = new ArrayList<>();
    TrackRecorder recorder = recorder(spec, format, copy, plans);
    recorder.update(spec);
    tape.forEach(recorder::accept);
    recorder.end(null);
    return plans;
  }

  /** The slices of a tape when each command is heard of so long after its time. */
  static List<SlicePlan> heard(
      RecordingSpec started,
      List<Command> commands,
      long lateUs,
      TrackFormat format,
      boolean copy,
      List<TapeEntry> tape) {
    List<SlicePlan> plans = new ArrayList<>();
    TrackRecorder recorder = recorder(started, format, copy, plans);
    RecordingSpec spec = started;
    int next = 0;
    for (TapeEntry entry : tape) {
      long nowUs = format.timeBase().toUs(entry.decodeTimestamp()) - START_US;
      for (; next < commands.size() && commands.get(next).atUs() + lateUs <= nowUs; next++) {
        spec = after(spec, commands.get(next));
        recorder.update(spec);
      }
      recorder.accept(entry);
    }
    for (; next < commands.size(); next++) {
      spec = after(spec, commands.get(next));
      recorder.update(spec);
    }
    recorder.end(null);
    return plans;
  }

  /**
   * A recorder of a second life of the agent and what it gets first: the first life made these
   * slices, and was killed.
   */
  static TrackRecorder secondLife(
      RecordingSpec spec,
      TrackFormat format,
      boolean copy,
      List<SlicePlan> cut,
      List<TapeEntry> left,
      List<SlicePlan> plans) {
    TrackRecorder recorder = recorder(spec, format, copy, plans);
    recorder.goOnWith(cut.size());
    SlicePlan last =
        cut.stream().filter(plan -> plan.first() != null).reduce((a, b) -> b).orElse(null);
    recorder.catchUp(last == null ? null : cut(last, format, config(format, copy)));
    recorder.update(spec);
    boolean pictures = format.kind() == MediaKind.VIDEO && format.wire() == Wire.RAW;
    long from = last == null ? 0 : pictures ? last.end().endPosition() : last.first().position();
    left.stream().filter(e -> e.position() >= from).forEach(recorder::accept);
    return recorder;
  }

  private static Cut cut(SlicePlan plan, TrackFormat format, EncoderConfig config) {
    return new Cut(
        new ChunkId("rec", 0, plan.slice()),
        Lane.LIVE,
        List.of(new TapeRange("t", 0, plan.first().position(), plan.end().endPosition())),
        format,
        config,
        plan.fromTimestamp(),
        plan.toTimestamp(),
        plan.originTimestamp(),
        plan.firstSampleTimestamp(),
        plan.fromPacket(),
        plan.toPacket(),
        false,
        plan.account());
  }

  private static EncoderConfig config(TrackFormat format, boolean copy) {
    return new EncoderConfig(
        Codec.OPUS, copy, 0, format.timeBase(), format.video(), format.audio(), 3, true);
  }

  private static TrackRecorder recorder(
      RecordingSpec spec, TrackFormat format, boolean copy, List<SlicePlan> plans) {
    EncoderConfig config = config(format, copy);
    return new TrackRecorder(
        spec,
        0,
        new TrackTape(new NoWriter(), "t", 0, 0),
        format,
        format.timeBase().fromUs(START_US),
        true,
        config,
        (track, plan) -> plans.add(plan));
  }

  /** Entries in a plan's range, without what its jumps leave out. */
  static List<TapeEntry> range(SlicePlan plan, List<TapeEntry> tape) {
    return Tapes.range(plan, tape).stream()
        .filter(
            e ->
                plan.jumps().stream()
                    .noneMatch(
                        j ->
                            e.position() > j.before().position()
                                && e.position() < j.behind().position()))
        .toList();
  }

  /** Whether a wall clock is outside pauses. */
  static boolean isRecorded(RecordingSpec spec, long wallUs) {
    return spec.pauses().stream()
        .noneMatch(p -> wallUs >= p.pausedAtUs() && (p.isOpen() || wallUs < p.resumedAtUs()));
  }

  private static final class NoWriter implements TapeWriter {
    @Override
    public CompletionStage<TapeRange> append(TapeFrame frame, TapeMark mark) {
      throw new IllegalStateException("nothing is written");
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  /** Commands at times that only go on; of two pauses in a row the second is a resume. */
  static List<Command> commands(List<Long> steps) {
    List<Command> commands = new ArrayList<>();
    long at = 100_000;
    for (long step : steps) {
      at += step % 7 == 0 ? 1 : step; // the clock of commands always goes on
      boolean isPaused =
          !commands.isEmpty()
              && apply(started(1), commands).desired() == RecordingSpec.Desired.PAUSED;
      String name = NAMES.get((int) (step % 4));
      commands.add(new Command(name.equals("pause") && isPaused ? "resume" : name, at));
    }
    commands.add(new Command("stop", at + 300_000));
    return commands;
  }

  static RecordingSpec apply(RecordingSpec spec, List<Command> commands) {
    RecordingSpec now = spec;
    for (Command command : commands) {
      now = after(now, command);
    }
    return now;
  }
}
