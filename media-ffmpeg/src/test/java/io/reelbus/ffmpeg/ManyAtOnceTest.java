package io.reelbus.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reelbus.model.Chunk;
import io.reelbus.model.Codec;
import io.reelbus.model.Container;
import io.reelbus.model.EncodedPacket;
import io.reelbus.model.MediaException;
import io.reelbus.model.Source;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** More files and inputs at the same time than JavaCPP has native functions of a type: ten. */
class ManyAtOnceTest {

  private static final int MANY = 32;

  private final ExecutorService threads = Executors.newFixedThreadPool(MANY);

  @AfterEach
  void stop() {
    threads.shutdownNow();
    assertThat(NativeHandles.open()).isZero();
  }

  /** Opened together, and all open before the first is written. */
  private static byte[] mux(Container container, List<Chunk> chunks, CyclicBarrier all)
      throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    all.await();
    try (Muxer muxer =
        Muxer.open(container, List.of(Objects.requireNonNull(chunks.get(0).format())))) {
      all.await();
      for (Chunk chunk : chunks) {
        for (EncodedPacket packet : chunk.packets()) {
          muxer.write(0, packet);
        }
        out.writeBytes(muxer.flush());
      }
      out.writeBytes(muxer.finish().bytes());
    }
    return out.toByteArray();
  }

  @ParameterizedTest
  @EnumSource(
      value = Container.class,
      names = {"MP4", "WEBM"})
  void open_muxersTogether_eachHasItsOwnBytes(Container container) throws Exception {
    List<Chunk> chunks =
        TestTape.of("testsrc2=size=64x48:rate=25:duration=1.2").encode(Codec.VP9, 90_000, 400_000);
    byte[] alone = mux(container, chunks, new CyclicBarrier(1));
    assertThat(alone).hasSizeGreaterThan(1000);

    CyclicBarrier all = new CyclicBarrier(MANY);
    List<Future<byte[]>> files = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      files.add(threads.submit(() -> mux(container, chunks, all)));
    }
    for (Future<byte[]> file : files) {
      assertThat(file.get()).isEqualTo(alone);
    }
  }

  @Test
  void open_inputsThatSayNothing_eachIsInterruptedByItself() throws Exception {
    Source source = new Source(Source.Kind.PUSHED, "silent", Map.of());
    CyclicBarrier all = new CyclicBarrier(MANY);
    List<Future<?>> inputs = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      inputs.add(
          threads.submit(
              () -> {
                all.await();
                return MediaInputs.open(source, bytes -> 0, Duration.ofMillis(500));
              }));
    }
    for (Future<?> input : inputs) {
      assertThatThrownBy(input::get).hasCauseInstanceOf(MediaException.class);
    }
  }
}
