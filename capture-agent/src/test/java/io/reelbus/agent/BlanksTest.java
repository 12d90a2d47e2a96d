package io.reelbus.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.reelbus.model.Blank;
import io.reelbus.model.MediaKind;
import io.reelbus.model.SliceAccount;
import io.reelbus.model.TimeBase;
import io.reelbus.model.TrackSpec.Disabled;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where on its tape a track is disabled. */
class BlanksTest {

  private static SlicePlan plan(TapeEntry first, TapeEntry end, long from, long to) {
    SliceAccount account = new SliceAccount(0, 0, 0, 0, List.of());
    return new SlicePlan(0, first, end, from, to, 0, 0, 0, false, account);
  }

  @Test
  void within_pictures_thoseThatTouchTheSlice() {
    Blanks blanks = new Blanks(TimeBase.MICROSECONDS, false);
    blanks.set(List.of(new Disabled(10, 20), new Disabled(40, 50), new Disabled(90, 0)));
    TapeEntry any = Tapes.picture(0, 15);

    assertThat(blanks.within(plan(any, any, 0, 10), MediaKind.VIDEO, 0)).isEmpty();
    assertThat(blanks.within(plan(any, any, 15, 41), MediaKind.VIDEO, 0))
        .containsExactly(new Blank(10, 20), new Blank(40, 50));
    assertThat(blanks.within(plan(any, any, 50, 90), MediaKind.VIDEO, 0)).isEmpty();
    assertThat(blanks.within(plan(any, any, 60, Long.MAX_VALUE), MediaKind.VIDEO, 0))
        .containsExactly(new Blank(90, Long.MAX_VALUE));
  }

  @Test
  void within_sound_isInSamplesAndReachesOverTheLeadIn() {
    Blanks blanks = new Blanks(TimeBase.ofRate(48_000), false);
    blanks.set(List.of(new Disabled(1_000_000, 2_000_000)));
    TapeEntry before = Tapes.samples(0, 90_000, 1000);
    TapeEntry end = Tapes.samples(9, 150_000, 1000);

    assertThat(blanks.within(plan(before, end, 100_000, 150_000), MediaKind.AUDIO, 0))
        .containsExactly(new Blank(48_000, 96_000));
    assertThat(blanks.within(plan(end, end, 100_000, 150_000), MediaKind.AUDIO, 0)).isEmpty();
  }

  @Test
  void within_soundBehindAPause_isFoundOnTheTape() {
    Blanks blanks = new Blanks(TimeBase.ofRate(48_000), false);
    blanks.set(List.of(new Disabled(10_000_000, 0)));
    TapeEntry first = Tapes.samples(0, 48_000, 1000); // recorded time
    TapeEntry end = Tapes.samples(9, 96_000, 1000);

    assertThat(blanks.within(plan(first, end, 48_000, 96_000), MediaKind.AUDIO, 0)).isEmpty();
    assertThat(blanks.within(plan(first, end, 48_000, 96_000), MediaKind.AUDIO, 9 * 48_000))
        .hasSize(1);
  }

  @Test
  void within_nothingInTheSlice_isEmpty() {
    Blanks blanks = new Blanks(TimeBase.MICROSECONDS, false);
    blanks.set(List.of(new Disabled(10, 0)));

    assertThat(
            blanks.within(
                new SlicePlan(
                    0, null, null, 0, 99, 0, 0, 0, true, new SliceAccount(0, 0, 0, 0, List.of())),
                MediaKind.VIDEO,
                0))
        .isEmpty();
  }

  /** Groups of a key packet and others in decode order, two of three shown later. */
  private static List<TapeEntry> packets(Random random) {
    List<TapeEntry> packets = new ArrayList<>();
    int toKey = 0;
    for (int i = 0; i < 200; i++) {
      boolean key = toKey-- == 0;
      toKey = key ? random.nextInt(12) : toKey;
      long shown = i * 10L + (key ? 0 : random.nextInt(3) * 10);
      packets.add(Tapes.entry(i, shown, i * 10L, 10, key, 0));
    }
    return packets;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void copiedVideo_anyStretches_nothingDisabledIsKeptAndWhatIsKeptCanBeDecoded(long seed) {
    Random random = new Random(seed);
    List<TapeEntry> tape = packets(random);
    List<Disabled> disabled = new ArrayList<>();
    long at = random.nextInt(300);
    while (at < 1800) {
      long until = at + 1 + random.nextInt(200);
      disabled.add(new Disabled(at, random.nextInt(10) == 0 ? 0 : until));
      if (disabled.get(disabled.size() - 1).isOpen()) {
        break;
      }
      at = until + random.nextInt(300);
    }
    Blanks blanks = new Blanks(TimeBase.MICROSECONDS, true);
    blanks.set(disabled);

    Set<Integer> kept = new HashSet<>();
    int begin = 0;
    for (int i = 0; i < tape.size(); i++) { // in slices that end anywhere
      blanks.add(tape.get(i));
      if (i == tape.size() - 1 || random.nextInt(15) == 0) {
        List<Blank> cut =
            blanks.within(plan(tape.get(begin), tape.get(i), 0, 0), MediaKind.VIDEO, 0);
        for (int n = begin; n <= i; n++) {
          long decoded = tape.get(n).decodeTimestamp();
          if (cut.stream().noneMatch(b -> b.contains(decoded))) {
            kept.add(n);
          }
        }
        begin = i + 1;
      }
    }

    boolean broken = false;
    for (int n = 0; n < tape.size(); n++) {
      TapeEntry e = tape.get(n);
      boolean off = disabled.stream().anyMatch(d -> covers(d, e.timestamp()));
      broken = (broken || off) && !(e.key() && !off);
      assertThat(kept.contains(n)).as("packet %s of %s", n, disabled).isEqualTo(!broken);
    }
  }

  private static boolean covers(Disabled d, long us) {
    return us >= d.disabledAtUs() && (d.isOpen() || us < d.enabledAtUs());
  }
}
