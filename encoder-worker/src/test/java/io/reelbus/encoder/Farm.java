package io.reelbus.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reelbus.bus.Bus;
import io.reelbus.bus.BusSettings;
import io.reelbus.bus.ChunkConsumer;
import io.reelbus.bus.RebalanceListener;
import io.reelbus.bus.StoredChunk;
import io.reelbus.bus.TapeWriter;
import io.reelbus.bus.embedded.EmbeddedKafka;
import io.reelbus.model.Chunk;
import io.reelbus.model.ChunkId;
import io.reelbus.model.Codec;
import io.reelbus.model.Cut;
import io.reelbus.model.EncoderConfig;
import io.reelbus.model.Lane;
import io.reelbus.model.Ratio;
import io.reelbus.model.SliceAccount;
import io.reelbus.model.TapeFrame;
import io.reelbus.model.TapeRange;
import io.reelbus.model.TimeBase;
import io.reelbus.model.TrackFormat;
import io.reelbus.model.VideoFormat;
import io.reelbus.model.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** A real broker, a tape with a few pictures, and cuts of it; for one test. */
final class Farm implements AutoCloseable {

  static final Duration LOCK = Duration.ofSeconds(5);
  static final Duration SOON = Duration.ofMinutes(2);
  static final int PICTURES = 5;

  private static final int WIDTH = 64;
  private static final int HEIGHT = 48;

  private final String recording = UUID.randomUUID().toString();
  private final Path folder;
  private final EmbeddedKafka kafka;
  private final Bus bus;
  private final ChunkConsumer consumer;
  private final TapeRange tape;
  private final List<Chunk> chunks = new ArrayList<>();

  Farm() throws IOException {
    folder = Files.createTempDirectory("reelbus-farm");
    kafka = EmbeddedKafka.start(folder, 0);
    bus = Bus.connect(settings(kafka.bootstrapServers()));
    bus.ensureTopics();
    consumer = bus.chunkConsumer(new Ignoring());
    tape = writeTape();
  }

  static BusSettings settings(String servers) {
    return new BusSettings(servers, Map.of(), 1 << 20, (short) 1, 1, 1, LOCK);
  }

  Bus bus() {
    return bus;
  }

  String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  private TapeRange writeTape() {
    String topic = bus.tapes().pool("test");
    List<TapeRange> written = new ArrayList<>();
    try (TapeWriter writer = bus.tapeWriter(topic, 0)) {
      for (int i = 0; i < PICTURES; i++) {
        byte[] picture = new byte[WIDTH * HEIGHT * 3 / 2];
        java.util.Arrays.fill(picture, (byte) (40 * i));
        TapeFrame frame =
            new TapeFrame(
                i,
                i,
                1,
                true,
                0,
                new TapeFrame.Picture(WIDTH, HEIGHT, "yuv420p"),
                List.of(),
                ByteBuffer.wrap(picture));
        written.add(writer.append(frame).toCompletableFuture().join());
      }
    }
    return new TapeRange(
        topic, 0, written.get(0).fromOffset(), written.get(PICTURES - 1).toOffset());
  }

  /** Puts cuts 0 to {@code slices - 1} in the batch queue; each is of the whole tape. */
  void cut(int slices) {
    for (int slice = 0; slice < slices; slice++) {
      queue(cutOf(slice));
    }
  }

  /** Puts a cut in its queue. */
  void queue(Cut cut) {
    bus.cutPublisher().publish(cut).toCompletableFuture().join();
  }

  /** The cut of a slice, which is of the whole tape. */
  Cut cutOf(int slice) {
    VideoFormat video =
        new VideoFormat(
            WIDTH,
            HEIGHT,
            "yuv420p",
            new Ratio(1, 1),
            new Ratio(25, 1),
            VideoFormat.Color.UNSPECIFIED,
            1);
    TimeBase base = new TimeBase(1, 25);
    TrackFormat format =
        new TrackFormat(
            Wire.RAW, "rawvideo", base, video, null, new byte[0], 0, 0, 0, List.of(), "");
    return new Cut(
        new ChunkId(recording, 0, slice),
        Lane.BATCH,
        List.of(tape),
        format,
        new EncoderConfig(Codec.VP8, false, 100_000, base, video, null, 0, false),
        Long.MIN_VALUE,
        Long.MAX_VALUE,
        0,
        0,
        0,
        0,
        false,
        new SliceAccount(PICTURES, 0, 200_000, 0, List.of()));
  }

  /** Waits until there is a chunk of each slice; all that came. */
  List<Chunk> awaitChunks(int slices) {
    await()
        .atMost(SOON)
        .until(
            () -> {
              read();
              return chunks.stream().map(c -> c.id().slice()).distinct().count() == slices;
            });
    return chunks;
  }

  /** The only chunk of a slice. */
  Chunk only(int slice) {
    List<Chunk> found = chunks.stream().filter(c -> c.id().slice() == slice).toList();
    assertThat(found).as("chunks of slice %s", slice).hasSize(1);
    return found.get(0);
  }

  /** Waits until there are so many copies of a chunk. */
  List<Chunk> awaitCopies(ChunkId id, int copies) {
    await()
        .atMost(SOON)
        .until(
            () -> {
              read();
              return chunks.stream().filter(c -> c.id().equals(id)).count() >= copies;
            });
    return chunks.stream().filter(c -> c.id().equals(id)).toList();
  }

  private void read() {
    consumer.poll(Duration.ofMillis(200)).stream().map(StoredChunk::chunk).forEach(chunks::add);
  }

  @Override
  public void close() throws IOException {
    consumer.close();
    bus.close();
    kafka.close();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static final class Ignoring implements RebalanceListener {
    @Override
    public void assigned(Set<Integer> partitions) {}

    @Override
    public void revoked(Set<Integer> partitions) {}

    @Override
    public void lost(Set<Integer> partitions) {}
  }
}
