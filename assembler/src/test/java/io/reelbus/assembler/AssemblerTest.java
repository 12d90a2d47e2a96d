package io.reelbus.assembler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reelbus.bus.Bus;
import io.reelbus.bus.BusSettings;
import io.reelbus.bus.ChunkPublisher;
import io.reelbus.bus.Tail;
import io.reelbus.bus.embedded.EmbeddedKafka;
import io.reelbus.ffmpeg.CheckReport;
import io.reelbus.ffmpeg.MediaCheck;
import io.reelbus.model.Blob;
import io.reelbus.model.Chunk;
import io.reelbus.model.Codec;
import io.reelbus.model.Lane;
import io.reelbus.model.LedgerEvent;
import io.reelbus.model.LedgerEvent.FileStored;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.RecordingState;
import io.reelbus.objectstore.ObjectStore;
import io.reelbus.objectstore.StoreSettings;
import io.reelbus.objectstore.embedded.EmbeddedS3;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The role with a real broker, a real store and real media. */
class AssemblerTest {

  private static final Duration SOON = Duration.ofSeconds(40);
  private static final int SLICES = 4;

  @TempDir static Path folder;
  private static EmbeddedKafka kafka;
  private static EmbeddedS3 s3;
  private static RealMedia picture;
  private static RealMedia tone;

  private Bus bus;
  private ObjectStore store;
  private final Queue<FileStored> stored = new ConcurrentLinkedQueue<>();
  private final Queue<Blob> blobs = new ConcurrentLinkedQueue<>();
  private final List<Tail> tails = new ArrayList<>();

  @BeforeAll
  static void startServers() {
    kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
    s3 = EmbeddedS3.start(folder.resolve("s3"), 0, "key", "secret");
    picture = RealMedia.of("testsrc2=size=320x240:rate=25:duration=" + SLICES);
    tone = RealMedia.of("sine=frequency=997:sample_rate=48000:duration=" + SLICES);
  }

  @AfterAll
  static void stopServers() {
    s3.close();
    kafka.close();
  }

  @BeforeEach
  void connect() {
    bus =
        Bus.connect(
            new BusSettings(
                kafka.bootstrapServers(),
                Map.of(),
                64 << 10, // chunks travel in parts
                (short) 1,
                4,
                4,
                Duration.ofSeconds(30)));
    bus.ensureTopics();
    store = ObjectStore.connect(StoreSettings.of(s3.endpoint(), "key", "secret", "reels"));
    store.ensureBucket();
    Tail ledger = bus.ledgerTail(this::heard);
    ledger.awaitCaughtUp(SOON);
    stored.clear(); // of earlier tests
    tails.add(ledger);
    tails.add(bus.blobTail(blobs::add));
  }

  @AfterEach
  void disconnect() {
    tails.forEach(Tail::close);
    store.close();
    bus.close();
  }

  private void heard(LedgerEvent event) {
    if (event instanceof FileStored file) {
      stored.add(file);
    }
  }

  private Assembler assembler() {
    Assembler made = new Assembler(AssemblerSettings.defaults(), bus, store);
    made.start();
    return made;
  }

  private void record(String id, String mimeType) {
    RecordingSpec spec =
        new RecordingSpec(
            id,
            id,
            "s",
            List.of("s/0/0", "s/0/1"),
            mimeType,
            0,
            0,
            Chunks.SLICE_US,
            Lane.BATCH,
            RecordingSpec.Desired.RECORDING,
            1_700_000_000_000_000L,
            0);
    bus.recordings().put(spec).toCompletableFuture().join();
  }

  private static List<Chunk> chunks(String id, Codec video, Codec audio) {
    List<Chunk> all = new ArrayList<>(picture.chunks(id, 0, video, SLICES));
    all.addAll(tone.chunks(id, 1, audio, SLICES));
    Collections.shuffle(all, new Random(7));
    return all;
  }

  private void publish(List<Chunk> chunks) {
    ChunkPublisher publisher = bus.chunkPublisher();
    chunks.forEach(chunk -> publisher.publish(chunk).toCompletableFuture().join());
  }

  private FileStored awaitStored(String id) {
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(stored).extracting(FileStored::recordingId).contains(id));
    return stored.stream().filter(f -> f.recordingId().equals(id)).findFirst().orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "mp4-h264-aac, video/mp4, H264, AAC",
    "webm-vp8-opus, video/webm, VP8, OPUS",
    "mkv-h264-opus, video/x-matroska, H264, OPUS"
  })
  void start_chunksInAnyOrder_storesAPlayableFile(
      String id, String mimeType, Codec video, Codec audio) throws IOException {
    try (Assembler assembler = assembler()) {
      publish(chunks(id, video, audio)); // before anyone knows the recording
      record(id, mimeType);
      FileStored file = awaitStored(id);

      assertThat(file.state()).isEqualTo(RecordingState.STORED);
      assertThat(file.frames()).isEqualTo(25 * SLICES);
      Path path = folder.resolve("s3/reels").resolve(file.objectKey());
      assertThat(Files.size(path)).isEqualTo(file.sizeBytes());
      CheckReport report = MediaCheck.check(path);
      assertThat(report.errors()).isEmpty();
      assertThat(report.tracks().get(0).units()).isEqualTo(25 * SLICES);
      assertThat(report.durationUs()).isBetween(3_960_000L, 4_080_000L);
      assertThat(assembler.check().up()).isTrue();
    }
    await().atMost(SOON).untilAsserted(() -> assertThat(blobsOf(id)).hasSize(SLICES));
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (Blob blob : blobsOf(id)) {
      joined.write(blob.data());
    }
    Path concatenated = folder.resolve(id + ".joined");
    Files.write(concatenated, joined.toByteArray());
    assertThat(MediaCheck.check(concatenated).tracks().get(0).units()).isEqualTo(25 * SLICES);
  }

  private List<Blob> blobsOf(String id) {
    return blobs.stream()
        .filter(blob -> blob.recordingId().equals(id))
        .sorted(Comparator.comparingInt(Blob::slice))
        .toList();
  }

  @Test
  void close_midway_anotherGoesOnAndTheFileIsTheSame() {
    String whole = "kept";
    String torn = "torn";
    List<Chunk> kept = chunks(whole, Codec.H264, Codec.AAC);
    List<Chunk> tornChunks = chunks(torn, Codec.H264, Codec.AAC);
    record(whole, "video/mp4");
    record(torn, "video/mp4");
    try (Assembler first = assembler()) {
      publish(kept);
      publish(tornChunks.subList(0, 5));
      awaitStored(whole);
      await().atMost(SOON).until(() -> first.stats().openRecordings() == 1);
    }
    publish(tornChunks.subList(5, tornChunks.size()));
    try (Assembler second = assembler()) {
      assertThat(awaitStored(torn).sha256()).isEqualTo(awaitStored(whole).sha256());
      assertThat(second.stats().files()).isEqualTo(1);
    }
    assertThat(stored).hasSize(2);
  }

  @Test
  void start_secondAssemblerJoinsMidway_everyRecordingIsStoredAlike() {
    List<List<Chunk>> all = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      all.add(chunks("shared-" + i, Codec.H264, Codec.AAC));
      record("shared-" + i, "video/mp4");
    }
    try (Assembler first = assembler()) {
      all.forEach(chunks -> publish(chunks.subList(0, 3)));
      await().atMost(SOON).until(() -> first.stats().openRecordings() == 6);
      try (Assembler second = assembler()) {
        all.forEach(chunks -> publish(chunks.subList(3, chunks.size())));
        for (int i = 0; i < 6; i++) {
          awaitStored("shared-" + i);
        }
        assertThat(first.stats().files() + second.stats().files()).isGreaterThanOrEqualTo(6);
      }
    }
    assertThat(stored).extracting(FileStored::sha256).containsOnly(stored.peek().sha256());
    assertThat(stored).extracting(FileStored::state).containsOnly(RecordingState.STORED);
  }
}
