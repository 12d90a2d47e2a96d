package io.reelbus.api;

import io.reelbus.model.TapeRange;
import io.reelbus.objectstore.Manifest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Where the media of a stored slice came from and lies: tape, encoder, file. */
final class LedgerPlaces {

  private LedgerPlaces() {}

  /** Members of a ledger's line; those that an older release did not write are missing. */
  static JsonObject of(Manifest manifest, Manifest.LedgerLine line) {
    JsonObject json =
        new JsonObject()
            .put("capturedAtUs", line.capturedAtUs())
            .put("capturedUntilAtUs", line.capturedUntilAtUs());
    if (line.tape() != null) {
      JsonArray tape = new JsonArray();
      line.tape().forEach(range -> tape.add(range(range)));
      json.put("tape", tape);
    }
    if (line.worker() != null) {
      json.put(
          "encoded",
          new JsonObject()
              .put("worker", line.worker())
              .put("attempt", line.attempt())
              .put("sizeBytes", line.encodedBytes()));
    }
    // Slices are in order and without gaps, but for a recording without a file, which has none.
    Manifest.Slice slice =
        line.stored() > 0 && line.slice() < manifest.slices().size()
            ? manifest.slices().get(line.slice())
            : null;
    if (slice != null && slice.file() < manifest.files().size()) {
      JsonObject file =
          new JsonObject()
              .put("objectKey", manifest.files().get(slice.file()).key())
              .put("fromByte", slice.fromByte())
              .put("toByte", slice.toByte());
      json.put("file", slice.sha256() == null ? file : file.put("sha256", slice.sha256()));
    }
    return json;
  }

  private static JsonObject range(TapeRange range) {
    return new JsonObject()
        .put("topic", range.topic())
        .put("partition", range.partition())
        .put("fromOffset", range.fromOffset())
        .put("toOffset", range.toOffset());
  }
}
