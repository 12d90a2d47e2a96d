package io.reelbus.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.reelbus.bus.PartJoiner.Whole;
import io.reelbus.bus.wire.PartHeader;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class PartJoinerTest {

  private static final int PART = 100;

  private final PartJoiner joiner = new PartJoiner(1000);
  private long offset;
  private long timestamp;

  @Test
  void add_interleavedMessages_joinsEach() {
    Message a = new Message("a", 3);
    Message b = new Message("b", 2);

    assertThat(a.next()).isNull();
    assertThat(b.next()).isNull();
    assertThat(a.next()).isNull();
    Whole wholeB = b.next();
    Whole wholeA = a.next();

    assertThat(wholeA.bytes()).isEqualTo(a.bytes);
    assertThat(wholeA.firstOffset()).isZero();
    assertThat(wholeB.bytes()).isEqualTo(b.bytes);
    assertThat(wholeB.firstOffset()).isEqualTo(1);
    assertThat(joiner.firstUnfinished(0)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void add_twoAttemptsOfOneMessage_neverMix() {
    Message killed = new Message("a", 3);
    killed.next();
    killed.next();
    assertThat(joiner.firstUnfinished(0)).isZero();
    Message again = new Message("a", 3);
    again.next();
    again.next();

    Whole whole = again.next();

    assertThat(whole.bytes()).isEqualTo(again.bytes);
    assertThat(whole.firstOffset()).isEqualTo(2);
    assertThat(joiner.firstUnfinished(0)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void add_partsWithoutBeginning_areIgnored() {
    Message a = new Message("a", 2);
    a.part = 1;

    assertThat(a.next()).isNull();
    assertThat(joiner.firstUnfinished(0)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void add_moreThanTheBound_keepsOnlyThePlaceOfTheOldest() {
    Message a = new Message("a", 6);
    a.next();
    Message b = new Message("b", 6);
    b.next();
    for (int i = 0; i < 4; i++) {
      a.next();
    }

    Whole whole = a.next();

    assertThat(whole.bytes()).isNull();
    assertThat(whole.firstOffset()).isZero();
    for (int i = 0; i < 4; i++) {
      b.next();
    }
    assertThat(b.next().bytes()).isEqualTo(b.bytes);
  }

  @Test
  void add_muchLater_forgetsWhatNobodyFinished() {
    new Message("a", 2).next();
    timestamp += PartJoiner.MAX_AGE_MS + 1;

    new Message("b", 2).next();

    assertThat(joiner.firstUnfinished(0)).isEqualTo(1);
  }

  @Test
  void forget_partition_forgetsItsParts() {
    new Message("a", 2).next();

    joiner.forget(0);

    assertThat(joiner.firstUnfinished(0)).isEqualTo(Long.MAX_VALUE);
  }

  private final class Message {
    final UUID attempt = UUID.randomUUID();
    final String subject;
    final int parts;
    final byte[] bytes;
    int part;

    Message(String subject, int parts) {
      this.subject = subject;
      this.parts = parts;
      this.bytes = Samples.bytes(parts * PART - 1, attempt.getLeastSignificantBits());
    }

    Whole next() {
      PartHeader header = new PartHeader(attempt, part, parts, bytes.length, subject);
      byte[] value =
          Arrays.copyOfRange(bytes, part * PART, Math.min(bytes.length, (part + 1) * PART));
      part++;
      return joiner.add(
          new ConsumerRecord<>(
              "chunks",
              0,
              offset++,
              timestamp,
              TimestampType.CREATE_TIME,
              0,
              value.length,
              new byte[0],
              value,
              new RecordHeaders(List.of(new RecordHeader(PartHeader.NAME, header.encode()))),
              Optional.empty()));
    }
  }
}
