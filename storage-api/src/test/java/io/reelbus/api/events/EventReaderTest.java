package io.reelbus.api.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reelbus.bus.LedgerLine;
import io.reelbus.model.LedgerEvent.SourceEnded;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Reading, resuming and falling behind, with lines of three partitions and up to three events. */
class EventReaderTest {

  private static final int PARTITIONS = 3;

  private static LedgerLine line(int partition, long offset) {
    return new LedgerLine(partition, offset, new SourceEnded(partition + "@" + offset, 0));
  }

  /** What a line means depends on it alone. */
  private static List<Event> events(LedgerLine line) {
    List<Event> events = new ArrayList<>();
    events.add(new Event.Line(line.event()));
    IntStream.range(0, (int) (line.offset() % 3))
        .forEach(i -> events.add(new Event.TrackEnded(line.event().subjectId(), "t" + i)));
    return events;
  }

  private static void add(EventLog log, LedgerLine line) {
    log.add(line, events(line));
  }

  /** The same lines, read in another order between partitions. */
  private static EventLog log(Map<Integer, Integer> lengths, int capacity, long seed) {
    EventLog log = new EventLog(capacity);
    Random random = new Random(seed);
    long[] next = new long[PARTITIONS];
    Map<Integer, Integer> left = new HashMap<>(lengths);
    while (!left.isEmpty()) {
      int partition = random.nextInt(PARTITIONS);
      if (left.containsKey(partition)) {
        add(log, line(partition, next[partition]++));
        left.computeIfPresent(partition, (p, n) -> n == 1 ? null : n - 1);
      }
    }
    return log;
  }

  private static List<EventReader.Told> all(EventReader reader) {
    List<EventReader.Told> told = new ArrayList<>();
    while (true) {
      EventReader.Batch batch = reader.read(e -> true);
      assertThat(batch.missed()).isFalse();
      told.addAll(batch.events());
      if (batch.end()) {
        return told;
      }
    }
  }

  @Test
  void resume_anywhereAtAnotherProcess_everyEventOnce() {
    Map<Integer, Integer> lengths = Map.of(0, 100, 1, 230, 2, 37);
    EventLog here = log(lengths, 1000, 1);
    EventLog there = log(lengths, 1000, 2);
    List<EventReader.Told> all = all(new EventReader(here, Place.BEGINNING));
    List<Event> expected = all.stream().map(EventReader.Told::event).toList();
    for (int i = 0; i < all.size(); i += 7) {
      Cursor cursor = Cursor.decode(new Cursor(1, 2, all.get(i).place()).encode());
      List<Event> both = new ArrayList<>(expected.subList(0, i + 1));
      all(new EventReader(there, cursor.place())).forEach(told -> both.add(told.event()));

      assertThat(both).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @Test
  void read_whileLinesCome_staysInOrderPerPartition() {
    EventLog log = new EventLog(1000);
    EventReader reader = new EventReader(log, log.now());
    add(log, line(1, 5));
    add(log, line(0, 0));
    assertThat(reader.read(e -> e instanceof Event.Line).events()).hasSize(2);
    add(log, line(1, 9));
    assertThat(reader.read(e -> true).events()).hasSize(1);
    assertThat(reader.read(e -> true).events()).isEmpty();
  }

  @Test
  void read_fellOutOfTheLog_saysSoOnceAndGoesOnWithTheOldest() {
    EventLog log = new EventLog(10);
    EventReader reader = new EventReader(log, log.now());
    IntStream.range(0, 25).forEach(i -> add(log, line(0, i * 3L)));

    EventReader.Batch batch = reader.read(e -> true);
    assertThat(batch.missed()).isTrue();
    assertThat(batch.events()).hasSize(10);
    assertThat(reader.read(e -> true).missed()).isFalse();
  }

  @Test
  void resume_placeIsTooOld_isMissedButABusyNeighbourIsNot() {
    EventLog log = new EventLog(10);
    add(log, line(0, 0));
    IntStream.range(0, 30).forEach(i -> add(log, line(1, i)));

    assertThat(new EventReader(log, Place.of(0, 25)).read(e -> true).missed()).isTrue();
    assertThat(new EventReader(log, Place.of(1, 25)).read(e -> true).missed()).isFalse();
  }

  @Test
  void resume_logWasTrimmedByAnOperator_isMissed() {
    EventLog log = new EventLog(10);
    add(log, line(0, 100));

    assertThat(new EventReader(log, Place.of(50)).read(e -> true).missed()).isTrue();
    assertThat(new EventReader(log, Place.of(100)).read(e -> true).missed()).isFalse();
  }

  @Test
  void resume_otherProcessIsAhead_waitsForIt() {
    EventLog log = new EventLog(10);
    EventReader reader = new EventReader(log, Place.of(2));
    IntStream.range(0, 3).forEach(i -> add(log, line(0, i)));

    assertThat(reader.read(e -> e instanceof Event.Line).events()).hasSize(1);
  }

  @Test
  void cursor_anyBytes_decodesOrIsRefused() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      if (bytes.length > 0 && random.nextBoolean()) {
        bytes[0] = 1;
      }
      String text = Base64.getUrlEncoder().encodeToString(bytes);
      try {
        Cursor known = Cursor.decode(text);
        assertThat(Cursor.decode(known.encode()).encode()).isEqualTo(known.encode());
      } catch (IllegalArgumentException e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
    }
    assertThatThrownBy(() -> Cursor.decode("?")).isInstanceOf(IllegalArgumentException.class);
  }
}
