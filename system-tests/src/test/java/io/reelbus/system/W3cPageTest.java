package io.reelbus.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code docs/w3c.md} names every member of the two specifications, and only tests that exist. */
class W3cPageTest {

  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT))`");

  private static String page() throws IOException {
    return Files.readString(ROOT.resolve("docs/w3c.md"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MediaStream | id getAudioTracks getVideoTracks getTracks getTrackById addTrack"
            + " removeTrack clone active onaddtrack onremovetrack",
        "MediaStreamTrack | kind id label enabled muted onmute onunmute readyState onended clone"
            + " stop getCapabilities getConstraints getSettings applyConstraints",
        "MediaTrackSupportedConstraints | width height aspectRatio frameRate facingMode"
            + " resizeMode sampleRate sampleSize echoCancellation autoGainControl"
            + " noiseSuppression latency channelCount deviceId groupId",
        "MediaTrackConstraints | advanced",
        "OverconstrainedError | constraint",
        "MediaDevices | ondevicechange enumerateDevices getSupportedConstraints getUserMedia",
        "MediaDeviceInfo | deviceId kind label groupId toJSON",
        "InputDeviceInfo | getCapabilities",
        "DeviceChangeEvent | devices",
        "MediaStreamTrackEvent | track",
        "MediaStreamConstraints | video audio",
        "CameraDevicePermissionDescriptor | panTiltZoom",
        "MediaRecorder | stream mimeType state onstart onstop ondataavailable onpause onresume"
            + " onerror videoBitsPerSecond audioBitsPerSecond audioBitrateMode start stop pause"
            + " resume requestData isTypeSupported",
        "MediaRecorderOptions | mimeType audioBitsPerSecond videoBitsPerSecond bitsPerSecond"
            + " audioBitrateMode videoKeyFrameIntervalDuration videoKeyFrameIntervalCount",
        "BlobEvent | data timecode"
      })
  void page_everyInterface_hasEveryMember(String of, String members) throws IOException {
    String section = section(of);
    for (String member : members.split(" ")) {
      assertThat(section).as("%s", of).contains("`" + member + "`");
    }
  }

  /** Rows of an interface in the list of members: from the one that names it to the next one's. */
  private static String section(String of) throws IOException {
    StringBuilder rows = new StringBuilder();
    boolean inside = false;
    String all = page().substring(page().indexOf("## Every member"));
    for (String row : all.lines().filter(line -> line.startsWith("|")).toList()) {
      String first = row.split("\\|")[1];
      inside = first.isBlank() ? inside : first.contains("`" + of + "`");
      rows.append(inside ? row + "\n" : "");
    }
    return rows.toString();
  }

  @Test
  void page_nothing_isToCome() throws IOException {
    assertThat(page().toLowerCase(Locale.ROOT)).doesNotContain("to come").doesNotContain("not yet");
  }

  @Test
  void page_testsItNames_exist() throws IOException {
    Set<String> named = new TreeSet<>();
    Matcher matcher = TEST.matcher(page());
    while (matcher.find()) {
      named.add(matcher.group(1));
    }
    assertThat(named).isNotEmpty();
    assertThat(tests()).containsAll(named);
  }

  private static List<String> tests() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java"))
          .map(name -> name.substring(0, name.length() - ".java".length()))
          .toList();
    }
  }
}
