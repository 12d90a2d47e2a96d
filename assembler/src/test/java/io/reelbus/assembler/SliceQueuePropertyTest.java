package io.reelbus.assembler;

import static org.assertj.core.api.Assertions.assertThat;

import io.reelbus.bus.StoredChunk;
import io.reelbus.model.Chunk;
import io.reelbus.model.Container;
import io.reelbus.model.TrackFormat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/** Whatever the order, the repeats and the memory: same slices, same bytes (I3, I4, I5). */
class SliceQueuePropertyTest {

  /** Tracks of different lengths; some slices empty, some tracks empty altogether. */
  private static List<Chunk> recording(List<Integer> slicesPerTrack, long seed) {
    Random random = new Random(seed);
    List<Chunk> chunks = new ArrayList<>();
    for (int t = 0; t < slicesPerTrack.size(); t++) {
      boolean silent = random.nextInt(5) == 0;
      for (int s = 0; s < slicesPerTrack.get(t); s++) {
        boolean last = s == slicesPerTrack.get(t) - 1;
        int packets = silent || random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(9);
        chunks.add(
            t % 2 == 0 ? Chunks.video(t, s, packets, last) : Chunks.audio(t, s, packets, last));
      }
    }
    return chunks;
  }

  private static String run(List<Chunk> arrivals, int tracks, int memory, long seed) {
    Random random = new Random(seed);
    Map<Long, Chunk> log = new HashMap<>();
    SliceQueue queue = new SliceQueue();
    List<@Nullable TrackFormat> formats = null;
    SliceMuxer muxer = null;
    StringBuilder out = new StringBuilder();
    int specAt = random.nextInt(arrivals.size());
    for (int i = 0; i < arrivals.size(); i++) {
      StoredChunk stored = Chunks.stored(arrivals.get(i), i);
      log.put(stored.offset(), stored.chunk());
      queue.add(stored);
      while (queue.bufferedBytes() > memory) {
        queue.dropFurthest();
      }
      if (i == specAt) {
        queue.setTrackCount(tracks);
      }
      if (formats == null) {
        formats = queue.formats();
      }
      while (formats != null && queue.isReady()) {
        if (muxer == null) {
          muxer = new SliceMuxer(Container.MATROSKA, formats, 0, DumpMuxer::open);
        }
        Slice slice = queue.take((partition, offset) -> log.get(offset));
        out.append(slice.number()).append(slice.last() ? " last\n" : "\n");
        out.append(new String(muxer.write(slice).bytes(), StandardCharsets.UTF_8));
      }
    }
    assertThat(queue.isEnded()).isTrue();
    assertThat(queue.bufferedBytes()).isZero();
    return out.toString();
  }

  @Property(tries = 300)
  void take_shuffledAndRepeatedChunks_givesTheSameFile(
      @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 1, max = 8) Integer> slicesPerTrack,
      @ForAll long seed,
      @ForAll @IntRange(max = 200) int memory) {
    List<Chunk> chunks = recording(slicesPerTrack, seed);
    String inOrder = run(chunks, slicesPerTrack.size(), Integer.MAX_VALUE, 1);

    List<Chunk> arrivals = new ArrayList<>(chunks);
    Random random = new Random(seed);
    for (int i = 0; i < chunks.size() / 2; i++) {
      arrivals.add(chunks.get(random.nextInt(chunks.size())));
    }
    Collections.shuffle(arrivals, random);

    assertThat(run(arrivals, slicesPerTrack.size(), memory, seed)).isEqualTo(inOrder);
  }
}
