package io.reelbus.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.reelbus.model.EncodingOptions.BitrateMode;
import io.reelbus.model.RecordingSpec;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * W3C {@code MediaRecorderOptions} on their way to the agents, and what a recorder says it uses.
 */
class RecorderOptionsTest extends LiveDoor {

  private HttpResponse<String> make(String options) throws Exception {
    String streamId = openFile("/media/a.mp4").id();
    String members = options.isEmpty() ? "" : "," + options;
    return sendJson("POST", "/v1/recorders", "{\"streamId\":\"" + streamId + "\"" + members + "}");
  }

  private JsonObject made(String options) throws Exception {
    HttpResponse<String> answer = make(options);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return new JsonObject(answer.body());
  }

  private RecordingSpec started(JsonObject recorder) {
    client.start(recorder.getString("id"), null, null);
    return agent.recording(recorder.getString("id"));
  }

  @Test
  void create_allOptions_reachTheAgents() throws Exception {
    RecordingSpec spec =
        started(
            made(
                "\"videoBitsPerSecond\":900000,\"audioBitsPerSecond\":64000,"
                    + "\"audioBitrateMode\":\"constant\","
                    + "\"videoKeyFrameIntervalDuration\":1500.5"));

    assertThat(spec.videoBitsPerSecond()).isEqualTo(900_000);
    assertThat(spec.audioBitsPerSecond()).isEqualTo(64_000);
    assertThat(spec.options().audioBitrateMode()).isEqualTo(BitrateMode.CONSTANT);
    assertThat(spec.options().keyFrameIntervalUs()).isEqualTo(1_500_500);
    assertThat(spec.options().keyFrameIntervalCount()).isZero();
    assertThat(started(made("\"videoKeyFrameIntervalCount\":12")).options())
        .satisfies(o -> assertThat(o.keyFrameIntervalCount()).isEqualTo(12));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          video/webm;codecs=vp9,opus | "bitsPerSecond":1000000                             | 900000 | 100000 | variable
          video/webm;codecs=vp9,opus | "bitsPerSecond":1000000,"videoBitsPerSecond":5000   | 900000 | 100000 | variable
          audio/webm;codecs=opus     | "bitsPerSecond":96000                               |      0 |  96000 | variable
          audio/webm;codecs=opus     | "audioBitsPerSecond":9000000                        |      0 | 512000 | variable
          audio/webm;codecs=opus     | "audioBitrateMode":"constant"                       |      0 | 128000 | constant
          audio/mp4;codecs=mp4a.40.2 | "audioBitsPerSecond":64000                          |      0 |  64000 | constant
          audio/ogg;codecs=flac      | "audioBitrateMode":"constant"                       |      0 |      0 | variable
          """)
  void create_attributes_sayWhatIsUsed(
      String type, String options, long video, long audio, String mode) throws Exception {
    JsonObject recorder = made("\"mimeType\":\"" + type + "\"," + options);

    assertThat(recorder.getLong("videoBitsPerSecond")).isEqualTo(video);
    assertThat(recorder.getLong("audioBitsPerSecond")).isEqualTo(audio);
    assertThat(recorder.getString("audioBitrateMode")).isEqualTo(mode);
    client.start(recorder.getString("id"), null, null);
    assertThat(json("/v1/recorders/" + recorder.getString("id")).getString("audioBitrateMode"))
        .isEqualTo(mode);
  }

  @ParameterizedTest
  @CsvSource({
    "videoKeyFrameIntervalDuration, 0",
    "videoKeyFrameIntervalDuration, 3600001",
    "videoKeyFrameIntervalDuration, '\"1 s\"'",
    "videoKeyFrameIntervalCount, 0",
    "videoKeyFrameIntervalCount, 1000001",
    "videoKeyFrameIntervalCount, 1.5",
    "audioBitrateMode, '\"cvbr\"'",
    "bitsPerSecond, 999",
    "videoBitsPerSecond, 1000000001",
    "audioBitsPerSecond, 499"
  })
  void create_absurdValue_typeErrorNamesTheMember(String member, String value) throws Exception {
    HttpResponse<String> answer = make("\"" + member + "\":" + value);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    JsonObject problem = new JsonObject(answer.body());
    assertThat(problem.getString("name")).isEqualTo("TypeError");
    assertThat(problem.getString("field")).isEqualTo(member);
    assertThat(problem.getString("expected")).isNotBlank();
  }

  @Test
  void start_bothKeyFrameIntervals_notSupported() throws Exception {
    JsonObject recorder =
        made("\"videoKeyFrameIntervalDuration\":1000,\"videoKeyFrameIntervalCount\":25");

    assertRefused(() -> client.start(recorder.getString("id"), null, null), "NotSupportedError");
  }
}
