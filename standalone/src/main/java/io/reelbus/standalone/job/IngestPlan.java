package io.reelbus.standalone.job;

import io.reelbus.model.Source;
import io.reelbus.recorder.SourceRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Inputs of one command and where each one's output goes, decided before anything runs.
 *
 * @param items in the order given
 */
public record IngestPlan(List<Item> items) {

  private static final Pattern URL = Pattern.compile("[a-z][a-z0-9+.-]+://.*");

  /** Copies the list. */
  public IngestPlan {
    items = List.copyOf(items);
  }

  /**
   * One input.
   *
   * @param input as it was given
   * @param name base name: of the recording and of the output
   * @param source how an agent opens it
   * @param target file to write
   * @param refusal why it is not done at all, null when it is
   */
  public record Item(
      String input, String name, SourceRequest source, Path target, @Nullable String refusal) {}

  /**
   * Plans.
   *
   * @param inputs paths or URLs
   * @param folder outputs go here
   * @param extension of the outputs, without the dot
   */
  public static IngestPlan of(List<String> inputs, Path folder, String extension) {
    Set<Path> inputFiles = new HashSet<>();
    for (String input : inputs) {
      if (!isUrl(input)) {
        inputFiles.add(real(Path.of(input)));
      }
    }
    Set<Path> taken = new HashSet<>();
    List<Item> items = new ArrayList<>();
    for (String input : inputs) {
      String name = baseName(input);
      Path target = folder.resolve(name + "." + extension);
      String refusal = null;
      if (inputFiles.contains(real(target))) {
        refusal = "the output " + target + " would overwrite an input; choose another --output";
      } else if (!taken.add(real(target))) {
        refusal = "another input of this command already writes " + target;
      } else if (Files.isDirectory(target)) {
        refusal = "the output " + target + " is a folder";
      }
      items.add(new Item(input, name, source(input), target, refusal));
    }
    return new IngestPlan(items);
  }

  private static SourceRequest source(String input) {
    return isUrl(input)
        ? SourceRequest.url(input, Source.Kind.FILE)
        : SourceRequest.file(Path.of(input));
  }

  private static boolean isUrl(String input) {
    return URL.matcher(input).matches();
  }

  /** Name without folders and without its last extension. */
  public static String baseName(String input) {
    String path = isUrl(input) ? input.replaceFirst("[?#].*", "") : input;
    String name = path.substring(path.lastIndexOf('/') + 1);
    int dot = name.lastIndexOf('.');
    String base = dot > 0 ? name.substring(0, dot) : name;
    return base.isEmpty() || base.equals("..") ? "recording" : base;
  }

  /** The file behind links, so that two names of one file are seen as one. */
  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException notThere) {
      Path whole = path.toAbsolutePath().normalize();
      Path parent = whole.getParent();
      try {
        return parent == null ? whole : parent.toRealPath().resolve(whole.getFileName());
      } catch (IOException parentNotThere) {
        return whole;
      }
    }
  }
}
