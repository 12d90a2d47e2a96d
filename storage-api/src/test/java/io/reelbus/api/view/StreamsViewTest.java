package io.reelbus.api.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.reelbus.api.Samples;
import io.reelbus.model.LedgerEvent.SourceEnded;
import io.reelbus.model.LedgerEvent.SourceFailed;
import io.reelbus.model.LedgerEvent.SourceOpened;
import io.reelbus.model.Source;
import io.reelbus.model.StreamSpec;
import io.reelbus.model.StreamSpec.StreamSource;
import io.reelbus.model.Wire;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StreamsViewTest {

  private final StreamsView view = new StreamsView();

  private static StreamSpec spec(boolean open) {
    Source file = new Source(Source.Kind.FILE, "a.mp4", Map.of());
    StreamSource source = new StreamSource("agent", null, file, null);
    return new StreamSpec("s", List.of(source, source), open);
  }

  private static SourceOpened opened(int index) {
    return new SourceOpened(
        "s", index, List.of(Samples.video("s/" + index + "/0", Wire.RAW, "rawvideo")));
  }

  @Test
  void await_lastSourceOpens_completes() {
    CompletableFuture<@Nullable StreamState> done =
        view.await("s", state -> state != null && state.tracks().size() == 2);
    view.put(spec(true));
    view.apply(opened(0));
    assertThat(done).isNotDone();

    view.apply(opened(1));

    assertThat(done).isCompleted();
    assertThat(view.stream("s").orElseThrow().active()).isTrue();
  }

  @Test
  void apply_ledgerBeforeSpec_isKept() {
    view.apply(opened(0));
    assertThat(view.stream("s")).isEmpty();

    view.put(spec(true));

    assertThat(view.stream("s").orElseThrow().tracks()).hasSize(1);
  }

  @Test
  void apply_failureThenEnd_keepsTheReason() {
    view.put(spec(true));
    view.apply(new SourceFailed("s", 0, "NotReadableError", "unplugged"));
    view.apply(new SourceEnded("s", 0));

    SourceState source = view.stream("s").orElseThrow().sources().get(0);
    assertThat(source.phase()).isEqualTo(SourceState.Phase.FAILED);
    assertThat(source.errorMessage()).isEqualTo("unplugged");
  }

  @Test
  void over_allSourcesEnded_tracksAreRemembered() {
    view.put(spec(true));
    view.apply(opened(0));
    view.apply(opened(1));
    view.apply(new SourceEnded("s", 0));
    assertThat(view.stream("s").orElseThrow().over()).isFalse();
    view.apply(new SourceEnded("s", 1));

    StreamState stream = view.stream("s").orElseThrow();
    assertThat(stream.over()).isTrue();
    assertThat(stream.active()).isFalse();
    assertThat(stream.tracks()).hasSize(2);
  }

  @Test
  void remove_goneFromTheBus_isRememberedButNotListed() {
    view.put(spec(false));
    CompletableFuture<@Nullable StreamState> gone = view.await("s", state -> state == null);
    view.remove("s");

    assertThat(gone).isCompleted();
    assertThat(view.all()).isEmpty();
    assertThat(view.stream("s")).isPresent();
  }

  @Test
  void apply_sourceNumberOutOfRange_isIgnored() {
    view.put(spec(true));
    view.apply(opened(-1));
    view.apply(opened(1_000_000));

    assertThat(view.stream("s").orElseThrow().tracks()).isEmpty();
  }
}
