package io.reelbus.standalone.job;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * What became of one input; its JSON is the contract of {@code ingest --json}.
 *
 * @param input as it was given
 * @param output file written, null when there is none
 * @param frames video frames in the file
 * @param durationUs media length, microseconds
 * @param sha256 of the file, lower-case hex, null when there is none
 * @param state {@code stored}, {@code partial} or {@code failed}
 * @param error why it is not stored, null when it is
 */
@JsonPropertyOrder({"input", "output", "frames", "durationUs", "sha256", "state", "error"})
public record IngestResult(
    String input,
    @Nullable String output,
    long frames,
    long durationUs,
    @Nullable String sha256,
    String state,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String error) {

  static IngestResult failed(String input, String error) {
    return new IngestResult(input, null, 0, 0, null, "failed", error);
  }

  /** Whether it was stored completely and verified. */
  @JsonIgnore
  public boolean stored() {
    return state.equals("stored");
  }
}
