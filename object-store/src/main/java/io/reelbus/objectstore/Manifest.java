package io.reelbus.objectstore;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.reelbus.model.Loss;
import io.reelbus.model.MediaException;
import io.reelbus.model.RecordingState;
import io.reelbus.model.TapeRange;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code manifest.json}: what a recording is, where its bytes are, and the account of every slice.
 * All times are microseconds; {@code …AtUs} is wall clock since the epoch, the rest media time from
 * the recording's start.
 *
 * @param version of this format, 1
 * @param recordingId recording
 * @param name what a person called it
 * @param streamId stream it recorded
 * @param mimeType as asked for
 * @param container FFmpeg's muxer name
 * @param state STORED, or PARTIAL when the ledger names losses
 * @param timesliceUs nominal slice length
 * @param startedAtUs when start was asked for
 * @param tracks in the recording's order
 * @param files what is stored, in order
 * @param slices byte range and time of each blob in {@code files}
 * @param ledger one line per track and slice
 * @param notes what was repaired on the way, in words
 * @see ManifestSeal
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Manifest(
    int version,
    String recordingId,
    String name,
    String streamId,
    String mimeType,
    String container,
    RecordingState state,
    long timesliceUs,
    long startedAtUs,
    List<Track> tracks,
    List<File> files,
    List<Slice> slices,
    List<LedgerLine> ledger,
    List<String> notes) {

  /** Version of this format. */
  public static final int VERSION = 1;

  /**
   * A track of the recording and its settings.
   *
   * @param index in the recording
   * @param trackId live track it came from
   * @param fileTrack index in the file, null when it held no media
   * @param kind {@code video} or {@code audio}; null when it held no media, like the rest
   * @param codec FFmpeg's codec name
   * @param timeBase ticks of its timestamps, e.g. {@code 1/90000}
   * @param width pixels
   * @param height pixels
   * @param pixelFormat FFmpeg's name
   * @param frameRate nominal, {@code 0/1} unknown
   * @param sampleRate samples per second
   * @param channels number of channels
   * @param bitRate bits per second, 0 unknown
   * @param language tag, empty unknown
   * @param captured frames or samples per channel taken from the device
   * @param stored of them in the file
   * @param lost of them named in the ledger
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Track(
      int index,
      String trackId,
      @Nullable Integer fileTrack,
      @Nullable String kind,
      @Nullable String codec,
      @Nullable String timeBase,
      @Nullable Integer width,
      @Nullable Integer height,
      @Nullable String pixelFormat,
      @Nullable String frameRate,
      @Nullable Integer sampleRate,
      @Nullable Integer channels,
      @Nullable Long bitRate,
      @Nullable String language,
      long captured,
      long stored,
      long lost) {}

  /**
   * A stored file.
   *
   * @param key object key
   * @param sizeBytes length
   * @param sha256 of all bytes as read back from the store
   * @param frames stored units of the first video track, else of the first audio track
   * @param durationUs media time of the end of its longest track
   */
  public record File(String key, long sizeBytes, String sha256, long frames, long durationUs) {}

  /**
   * A blob's place in the file. Bytes near the head are patched at the end, so only the file has
   * their last version.
   *
   * @param slice number, from 0
   * @param file index in the list of files
   * @param fromByte first byte in the file
   * @param toByte byte behind the last
   * @param timecodeUs media time of its first frame
   * @param durationUs media time to its end
   * @param capturedAtUs wall clock of its first unit, 0 when it has none
   * @param sha256 of its bytes as read back from the store; null in manifests of an older release
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Slice(
      int slice,
      int file,
      long fromByte,
      long toByte,
      long timecodeUs,
      long durationUs,
      long capturedAtUs,
      @Nullable String sha256) {

    /** The same, with the digest of its bytes. */
    public Slice withSha256(String digest) {
      return new Slice(slice, file, fromByte, toByte, timecodeUs, durationUs, capturedAtUs, digest);
    }
  }

  /**
   * Account of one track and slice: {@code captured = stored + lost}.
   *
   * @param track index in the recording
   * @param slice number
   * @param captured units taken from the device
   * @param stored units in the file
   * @param lost units named in {@code losses}
   * @param fromUs media time of the first unit
   * @param toUs media time behind the last unit
   * @param capturedAtUs wall clock of the first unit
   * @param losses the gaps and their causes
   * @param capturedUntilAtUs wall clock of the last unit
   * @param tape where on the bus the frames lay, lead-in included; null in manifests of an older
   *     release
   * @param worker who encoded it; null like {@code tape}
   * @param attempt delivery count of the cut, from 1; null like {@code tape}
   * @param encodedBytes payload of the chunk; null like {@code tape}
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record LedgerLine(
      int track,
      int slice,
      long captured,
      long stored,
      long lost,
      long fromUs,
      long toUs,
      long capturedAtUs,
      List<Loss> losses,
      long capturedUntilAtUs,
      @Nullable List<TapeRange> tape,
      @Nullable String worker,
      @Nullable Integer attempt,
      @Nullable Long encodedBytes) {}

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES) // written by a newer release
          .build();

  /** As UTF-8 JSON, with its seal. */
  public byte[] toJson() {
    try {
      return ManifestSeal.close(JSON.writeValueAsBytes(this));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("manifest of " + recordingId + " is not JSON", e);
    }
  }

  /**
   * Reads one.
   *
   * @throws MediaException {@code DataError} when it is not a manifest
   */
  public static Manifest ofJson(byte[] json) {
    try {
      return JSON.readValue(json, Manifest.class);
    } catch (IOException e) {
      throw new MediaException(
          "DataError", MediaException.Next.QUARANTINE, "not a manifest: " + e.getMessage(), e);
    }
  }
}
