package io.reelbus.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import io.reelbus.model.Chunk;
import io.reelbus.model.Codec;
import io.reelbus.model.Container;
import io.reelbus.model.Source;
import io.reelbus.model.TapeFrame;
import io.reelbus.model.TimeBase;
import io.reelbus.model.TrackFormat;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nobody hears where a slice begins. */
class AudioJoinTest {

  private static final double FREQUENCY = 997;
  private static final int SLICES = 20;
  private static final int WINDOW = 1024; // samples each side of a border

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "AAC,MP4,44100,64000",
    "AAC,MP4,48000,96000",
    "OPUS,WEBM,48000,64000",
    "OPUS,WEBM,44100,64000",
    "OPUS,WEBM,48000,24000",
    "FLAC,MATROSKA,44100,0",
    "PCM,WAV,48000,0"
  })
  void tone_throughTwentySlices_hasNoClick(Codec codec, Container container, int rate, long bitRate)
      throws IOException {
    TestTape tape =
        TestTape.of("aevalsrc=0.5*sin(2*PI*997*t):sample_rate=" + rate + ":duration=" + SLICES);
    int lead = CutEncoder.leadInPackets(codec, false);

    List<Chunk> sliced = tape.encode(codec, bitRate, 1_000_000, lead);
    List<Chunk> whole = tape.encode(codec, bitRate, 60_000_000, lead);
    double[] inSlices = bordersDb(residual(decode(container, sliced, "sliced")));
    double[] inOnePass = bordersDb(residual(decode(container, whole, "whole")));

    assertThat(sliced).hasSize(SLICES);
    assertThat(meanDb(inSlices)).as("all borders").isLessThan(meanDb(inOnePass) + 1);
    // One border against the worst of the single pass: AAC's own noise moves by 15 dB from one
    // second to the next, and a single frame may be decided differently.
    double worst = Arrays.stream(inOnePass).max().orElseThrow();
    assertThat(Arrays.stream(inSlices).max().orElseThrow()).isLessThan(worst + 1);
  }

  private static double[] bordersDb(double[] residual) {
    int rate = residual.length / SLICES;
    return IntStream.range(1, SLICES).mapToDouble(k -> energy(residual, k * rate)).toArray();
  }

  private static double meanDb(double[] db) {
    double mean = Arrays.stream(db).map(d -> Math.pow(10, d / 10)).average().orElseThrow();
    return 10 * Math.log10(mean);
  }

  /** Difference to the tone that went in, whose phase is found by least squares. */
  private static double[] residual(float[] samples) {
    int rate = samples.length / SLICES;
    double[] out = new double[samples.length];
    double a = 0;
    double b = 0;
    for (int i = 0; i < samples.length; i++) {
      double w = 2 * Math.PI * FREQUENCY * i / rate;
      a += 2 * samples[i] * Math.sin(w) / samples.length;
      b += 2 * samples[i] * Math.cos(w) / samples.length;
    }
    for (int i = 0; i < samples.length; i++) {
      double w = 2 * Math.PI * FREQUENCY * i / rate;
      out[i] = samples[i] - a * Math.sin(w) - b * Math.cos(w);
    }
    return out;
  }

  private static double energy(double[] residual, int at) {
    double sum = 0;
    for (int i = at - WINDOW; i < at + WINDOW; i++) {
      sum += residual[i] * residual[i];
    }
    return 10 * Math.log10(sum / (2 * WINDOW) + 1e-12);
  }

  private float[] decode(Container container, List<Chunk> chunks, String name) throws IOException {
    Path file = folder.resolve(name + "." + container.extension());
    Files.write(file, TestFile.mux(container, List.of(chunks)).whole());
    Duration deadline = Duration.ofSeconds(10);
    Source source = new Source(Source.Kind.FILE, file.toString(), Map.of());
    try (MediaInput input = MediaInputs.open(source, deadline, deadline);
        RawDecoder decoder = new RawDecoder(input.tracks().get(0))) {
      TrackFormat format = decoder.rawFormat();
      int rate = format.audioFormat().sampleRate();
      float[] out = new float[rate * SLICES];
      long at = Long.MIN_VALUE; // counted: Matroska's milliseconds are coarser than a sample
      for (InputPacket p = input.read(); p != null; p = input.read()) {
        for (TapeFrame f : decoder.decode(p.frame())) {
          if (at == Long.MIN_VALUE) {
            at = format.timeBase().rescale(f.timestamp(), TimeBase.ofRate(rate));
          }
          place(f, format, out, at);
          at += f.sampleCount();
        }
      }
      return out;
    }
  }

  private static void place(TapeFrame f, TrackFormat format, float[] out, long at) {
    boolean floats = format.audioFormat().sampleFormat().equals("flt");
    java.nio.ByteBuffer data = f.data().duplicate().order(ByteOrder.nativeOrder());
    FloatBuffer asFloats = data.asFloatBuffer();
    ShortBuffer asShorts = data.asShortBuffer();
    for (int i = 0; i < f.sampleCount(); i++) {
      long to = at + i;
      if (to >= 0 && to < out.length) {
        out[(int) to] = floats ? asFloats.get(i) : asShorts.get(i) / 32768f;
      }
    }
  }
}
