package io.reelbus.assembler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OffsetBookTest {

  private final OffsetBook book = new OffsetBook();

  private void chunk(String recording, long offset) {
    book.opened(recording, 0, offset);
    book.took(0, offset + 1);
  }

  @Test
  void due_openRecordings_staysAtTheFirstChunkOfTheOldest() {
    chunk("a", 10);
    chunk("b", 11);
    chunk("a", 12);
    assertThat(book.due()).isEqualTo(Map.of(0, 10L));
    book.committed(0, 10);
    assertThat(book.due()).isEmpty();
    book.closed("a", 0);
    assertThat(book.due()).isEqualTo(Map.of(0, 11L));
    book.closed("b", 0);
    assertThat(book.due()).isEqualTo(Map.of(0, 13L));
  }

  @Test
  void due_chunksOfFinishedRecordings_pass() {
    book.took(3, 7);
    assertThat(book.due()).isEqualTo(Map.of(3, 7L));
  }

  @Test
  void forget_partition_commitsNothingForIt() {
    chunk("a", 10);
    book.closed("a", 0);
    book.forget(Set.of(0));
    assertThat(book.due()).isEmpty();
  }
}
