package io.reelbus.system.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.reelbus.system.Inputs;
import io.reelbus.system.SystemFfmpeg;
import io.reelbus.system.chaos.Act.Kind;
import io.reelbus.system.chaos.IngestLoad.Input;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Things are killed, frozen and cut off by a seeded schedule while files are ingested and a camera
 * is recorded: the outputs are those of an undisturbed run, and nothing is left behind. {@code
 * -Dreelbus.chaos.seed=N} chooses another schedule, {@code -Dreelbus.chaos.acts=N} how long it is.
 */
@Tag("together")
class ChaosIT {

  private static final List<Part> ALL = List.of(Part.values());
  private static final List<Part> NOT_THE_AGENT =
      List.of(Part.ENCODER, Part.ENCODER2, Part.ASSEMBLER, Part.API, Part.BUS);
  private static final List<Part> NOT_THE_BUS =
      List.of(Part.STORE, Part.API, Part.AGENT, Part.ENCODER, Part.ENCODER2, Part.ASSEMBLER);

  private static final List<Kind> KINDS =
      List.of(
          Kind.KILL, Kind.KILL, Kind.FREEZE, Kind.STORE_BROKEN, Kind.STORE_FAILS, Kind.STORE_FULL);
  private static final List<Kind> ALL_KINDS =
      List.of(
          Kind.KILL,
          Kind.KILL,
          Kind.RESTART,
          Kind.FREEZE,
          Kind.CUT_OFF,
          Kind.CUT_OFF,
          Kind.STORE_BROKEN,
          Kind.STORE_FAILS,
          Kind.STORE_FULL);
  private static final List<Kind> BUS_KINDS =
      List.of(Kind.KILL, Kind.KILL, Kind.BUS_BROKEN, Kind.BUS_SILENT);

  private static final Act RESTARTED =
      new Act(Kind.RESTART, List.of(Part.AGENT, Part.ENCODER, Part.ASSEMBLER, Part.API), 500, 0);

  /** Two parts whose cables are pulled for longer than a cut's lock and an assembler's session. */
  private static final List<Act> CUT_OFF =
      List.of(
          new Act(Kind.CUT_OFF, List.of(Part.ASSEMBLER), 500, 5000),
          new Act(Kind.CUT_OFF, List.of(Part.AGENT, Part.ENCODER), 500, 5000));

  private static final Duration AN_HOUR = Duration.ofHours(1);

  /** By default one whose short schedule kills each role once and has most of the outages. */
  private static final long SEED = Long.getLong("reelbus.chaos.seed", 147);

  @TempDir private Path folder;

  @BeforeAll
  static void needsFfmpeg() {
    SystemFfmpeg.assumeInstalled();
  }

  @Test
  void aMinuteOfEverything_sameFilesAndNothingLeft() throws IOException, InterruptedException {
    run(
        "short",
        Phase.of(acts(5, KINDS, NOT_THE_BUS)),
        Phase.of(
            Stream.of(CUT_OFF, List.of(RESTARTED), acts(3, BUS_KINDS, List.of(Part.BUS)))
                .flatMap(List::stream)
                .toList()));
  }

  @Test
  @Tag("soak")
  void halfAnHourOfEverything_sameFilesAndNothingLeft() throws IOException, InterruptedException {
    run(
        "long",
        new Phase(acts(90, ALL_KINDS, NOT_THE_BUS), true, Duration.ofMinutes(18)),
        new Phase(acts(40, BUS_KINDS, List.of(Part.BUS)), true, Duration.ofMinutes(12)));
  }

  @Test
  @Tag("soak")
  void anHourWithTwoHundredKills_sameFilesAndNothingLost()
      throws IOException, InterruptedException {
    List<Act> kills = acts(200, List.of(Kind.KILL), NOT_THE_AGENT);
    run("kills", new Phase(kills, true, AN_HOUR.multipliedBy(kills.size()).dividedBy(200)));
  }

  @Test
  @Tag("soak")
  void aHundredKillsOfAll_gapsAreNamed() throws IOException, InterruptedException {
    run("all-kills", Phase.of(acts(100, List.of(Kind.KILL), ALL)));
  }

  private static List<Act> acts(int usual, List<Kind> kinds, List<Part> victims) {
    return Act.schedule(SEED, Integer.getInteger("reelbus.chaos.acts", usual), kinds, victims);
  }

  private void run(String name, Phase... phases) throws IOException, InterruptedException {
    Report report = new Chaos(folder, inputs()).run(name, SEED, List.of(phases));
    Path written = report.write();
    assertThat(report.faults()).as("see %s", written).isEmpty();
  }

  private List<Input> inputs() {
    Inputs inputs = new Inputs(folder);
    String sound = "-f lavfi -i sine=frequency=440:sample_rate=48000 -c:a aac";
    Path small =
        inputs.make(
            "small.mp4",
            "-f lavfi -i testsrc2=size=320x180:rate=25 "
                + sound
                + " -t 10 -c:v libx264 -preset ultrafast -g 25 -pix_fmt yuv420p");
    Path large =
        inputs.make(
            "large.mp4",
            "-f lavfi -i testsrc2=size=640x360:rate=25,noise=alls=40:allf=t -t 12 -c:v libx264"
                + " -preset ultrafast -g 25 -b:v 16M -pix_fmt yuv420p");
    return List.of(
        new Input("small, VP8 from raw", small, "video/webm;codecs=vp8,opus", "raw", 500_000L),
        new Input("large, copied, in parts", large, "video/mp4", "native", null),
        new Input("small, H.264 from packets", small, "video/mp4", "native", 500_000L));
  }
}
