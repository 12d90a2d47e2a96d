package io.reelbus.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A recorder's MIME type: container and codecs, e.g. {@code video/webm;codecs=vp9,opus}
 * (MediaStream Recording, {@code isTypeSupported}; RFC 6381 for the codecs parameter).
 *
 * @param audioOnly true for {@code audio/*}: video tracks are left out
 * @param container file format
 * @param codecs codecs asked for, in the order written; empty means the container's defaults
 */
public record MimeType(boolean audioOnly, Container container, List<Codec> codecs) {

  /** Copies the list. */
  public MimeType {
    codecs = List.copyOf(codecs);
  }

  /**
   * Reads a MIME type.
   *
   * @throws MediaException {@code NotSupportedError} naming what is not supported
   */
  public static MimeType parse(String text) {
    String[] parts = text.split(";", -1);
    String essence = parts[0].strip().toLowerCase(Locale.ROOT);
    int slash = essence.indexOf('/');
    String top = slash < 0 ? "" : essence.substring(0, slash);
    if (!top.equals("video") && !top.equals("audio")) {
      throw unsupported(text, "type must be video/* or audio/*");
    }
    boolean audioOnly = top.equals("audio");
    Container container =
        switch (essence.substring(slash + 1)) {
          case "mp4", "x-m4a", "m4a" -> Container.MP4;
          case "webm" -> Container.WEBM;
          case "x-matroska", "matroska" -> Container.MATROSKA;
          case "ogg", "opus" -> Container.OGG;
          case "wav", "x-wav", "wave", "vnd.wave" -> Container.WAV;
          default -> throw unsupported(text, "container must be mp4, webm, x-matroska, ogg or wav");
        };
    if (!audioOnly && container.codecs(MediaKind.VIDEO).isEmpty()) {
      throw unsupported(text, container.muxerName() + " holds audio only: use audio/*");
    }
    List<Codec> codecs = new ArrayList<>();
    for (int i = 1; i < parts.length; i++) {
      String part = parts[i].strip();
      int equals = part.indexOf('=');
      if (equals < 0 || !part.substring(0, equals).strip().equalsIgnoreCase("codecs")) {
        continue;
      }
      for (String name : part.substring(equals + 1).strip().replace("\"", "").split(",")) {
        codecs.add(codec(text, name, audioOnly, container));
      }
    }
    return new MimeType(audioOnly, container, codecs);
  }

  private static Codec codec(String text, String name, boolean audioOnly, Container container) {
    Codec codec =
        Codec.ofCodecString(name)
            .orElseThrow(() -> unsupported(text, "unknown codec '" + name.strip() + "'"));
    if (audioOnly && codec.kind() == MediaKind.VIDEO) {
      throw unsupported(text, "audio/* cannot hold " + codec.codecName());
    }
    if (!container.codecs(codec.kind()).contains(codec)) {
      throw unsupported(
          text,
          container.muxerName()
              + " cannot hold "
              + codec.codecName()
              + " (expected one of "
              + container.codecs(codec.kind()).stream().map(Codec::codecName).toList()
              + ")");
    }
    return codec;
  }

  /** The codec asked for of a kind, if one was. */
  public Optional<Codec> codecFor(MediaKind kind) {
    return codecs.stream().filter(c -> c.kind() == kind).findFirst();
  }

  private static MediaException unsupported(String text, String why) {
    return new MediaException(
        "NotSupportedError", MediaException.Next.STOP, "mimeType: '" + text + "' (" + why + ")");
  }

  @Override
  public String toString() {
    String subtype = container == Container.MATROSKA ? "x-matroska" : container.muxerName();
    String essence = (audioOnly ? "audio/" : "video/") + subtype;
    return codecs.isEmpty()
        ? essence
        : essence + ";codecs=" + String.join(",", codecs.stream().map(Codec::codecName).toList());
  }
}
