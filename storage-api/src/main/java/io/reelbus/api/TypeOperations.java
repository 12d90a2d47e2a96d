package io.reelbus.api;

import io.reelbus.model.Codec;
import io.reelbus.model.Container;
import io.reelbus.model.MediaException;
import io.reelbus.model.MediaKind;
import io.reelbus.model.MimeType;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;

/** {@code /types}: W3C {@code isTypeSupported()}, and what there is. */
final class TypeOperations {

  private TypeOperations() {}

  static Future<JsonObject> types(RoutingContext context) {
    String asked = Answers.query(context, "mimeType");
    return Future.succeededFuture(asked == null ? all() : one(asked));
  }

  private static JsonObject one(String asked) {
    JsonObject json = new JsonObject().put("mimeType", asked);
    try {
      MimeType type = MimeType.parse(asked);
      List<Codec> codecs = new ArrayList<>();
      for (MediaKind kind : MediaKind.values()) {
        if (kind == MediaKind.AUDIO || !type.audioOnly()) {
          codecs.add(type.codecFor(kind).orElseGet(() -> type.container().codecs(kind).get(0)));
        }
      }
      return json.put("supported", true).put("resolved", WrittenType.text(type, codecs));
    } catch (MediaException e) {
      return json.put("supported", false).put("reason", e.getMessage());
    }
  }

  private static JsonObject all() {
    JsonArray types = new JsonArray();
    for (Container container : Container.values()) {
      for (boolean audioOnly : new boolean[] {false, true}) {
        if (audioOnly || !container.codecs(MediaKind.VIDEO).isEmpty()) {
          List<Codec> video = audioOnly ? List.of() : container.codecs(MediaKind.VIDEO);
          types.add(
              new JsonObject()
                  .put("mimeType", new MimeType(audioOnly, container, List.of()).toString())
                  .put("extension", container.extension())
                  .put("videoCodecs", names(video))
                  .put("audioCodecs", names(container.codecs(MediaKind.AUDIO))));
        }
      }
    }
    return new JsonObject().put("types", types);
  }

  private static JsonArray names(List<Codec> codecs) {
    return new JsonArray(codecs.stream().map(WrittenType::name).toList());
  }
}
