package io.reelbus.agent;

import io.reelbus.model.AudioFormat;
import io.reelbus.model.TimeBase;
import io.reelbus.model.TrackFormat;
import io.reelbus.model.Wire;
import java.util.ArrayList;
import java.util.List;

/** Invented live tapes on the wall clock of {@link PausedTape}, and their formats. */
final class PausedSources {

  static final int RATE = 48_000;
  static final int FRAME_SIZE = 960;

  private static final long SECOND_US = 1_000_000;

  private PausedSources() {}

  static List<TapeEntry> pictures(int frameUs, int keyEvery, long untilUs) {
    List<TapeEntry> tape = new ArrayList<>();
    for (long at = -2 * SECOND_US; at < untilUs + 5 * SECOND_US; at += frameUs) {
      int i = tape.size();
      long t = PausedTape.START_US + at;
      tape.add(Tapes.entry(i, t, t, frameUs, i % keyEvery == 0, 0));
    }
    return tape;
  }

  static List<TapeEntry> sound(int packet, int phase, long untilUs) {
    List<TapeEntry> tape = new ArrayList<>();
    long end = TimeBase.ofRate(RATE).fromUs(PausedTape.START_US + untilUs + 5 * SECOND_US);
    for (long at = TimeBase.ofRate(RATE).fromUs(PausedTape.START_US) - RATE + phase;
        at < end;
        at += packet) {
      tape.add(Tapes.samples(tape.size(), at, packet));
    }
    return tape;
  }

  static TrackFormat video(Wire wire) {
    TrackFormat v = Tapes.video(wire, "x", 64, 48, "yuv420p");
    return new TrackFormat(
        v.wire(),
        v.codecName(),
        TimeBase.MICROSECONDS,
        v.video(),
        null,
        v.extradata(),
        v.profile(),
        v.level(),
        0,
        List.of(),
        "");
  }

  static TrackFormat audio(Wire wire) {
    TrackFormat a = Tapes.audio(wire, "x", RATE, 1, new byte[0]);
    return new TrackFormat(
        a.wire(),
        a.codecName(),
        a.timeBase(),
        null,
        new AudioFormat(RATE, 1, "mono", "flt", 16, FRAME_SIZE, 0, 0, 0),
        a.extradata(),
        a.profile(),
        a.level(),
        0,
        List.of(),
        "");
  }
}
