package io.reelbus.standalone.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.reelbus.standalone.job.IngestPlan.Item;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IngestPlanTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "/media/car-detection.mp4, car-detection",
    "a.b.mov, a.b",
    "plain, plain",
    ".hidden, .hidden",
    "http://host/dir/clip.webm?x=1.2#t, clip",
    "http://host/, recording",
  })
  void baseName_anyInput_leavesFoldersAndLastExtension(String input, String expected) {
    assertThat(IngestPlan.baseName(input)).isEqualTo(expected);
  }

  @Test
  void of_outputIsTheInput_refuses() throws IOException {
    Path input = Files.createFile(folder.resolve("a.mp4"));
    Item item = IngestPlan.of(List.of(input.toString()), folder, "mp4").items().get(0);
    assertThat(item.refusal()).contains("would overwrite an input");
  }

  @Test
  void of_outputIsAnotherInputBehindALink_refuses() throws IOException {
    Path real = Files.createFile(folder.resolve("real.mp4"));
    Path webm = Files.createFile(folder.resolve("a.webm"));
    Files.createSymbolicLink(folder.resolve("a.mp4"), real);
    List<Item> items =
        IngestPlan.of(List.of(webm.toString(), real.toString()), folder, "mp4").items();
    assertThat(items.get(0).refusal()).contains("would overwrite an input");
  }

  @Test
  void of_twoInputsOneOutput_refusesTheSecond() {
    List<Item> items = IngestPlan.of(List.of("/x/a.mov", "/y/a.avi"), folder, "mp4").items();
    assertThat(items.get(0).refusal()).isNull();
    assertThat(items.get(1).refusal()).contains("already writes");
    assertThat(items.get(0).target()).isEqualTo(folder.resolve("a.mp4"));
  }
}
