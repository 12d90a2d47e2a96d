package io.reelbus.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.reelbus.bus.Topics;
import io.reelbus.bus.wire.proto.ChunkProto;
import io.reelbus.bus.wire.proto.CutProto;
import io.reelbus.bus.wire.proto.LedgerProto;
import io.reelbus.bus.wire.proto.MediaProto;
import io.reelbus.bus.wire.proto.StateProto;
import io.reelbus.bus.wire.proto.TapeProto;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** {@code docs/asyncapi.yaml} says what the bus does. */
class AsyncApiTest {

  private static final Path FILE = Path.of("../docs/asyncapi.yaml");
  private static final List<FileDescriptor> PROTOS =
      List.of(
          StateProto.getDescriptor(),
          TapeProto.getDescriptor(),
          CutProto.getDescriptor(),
          ChunkProto.getDescriptor(),
          LedgerProto.getDescriptor(),
          MediaProto.getDescriptor());

  private final JsonObject document = load();

  private static JsonObject load() {
    try {
      Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
      Map<String, Object> root = yaml.load(Files.readString(FILE));
      return new JsonObject(root).copy();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<JsonObject> all(String... path) {
    JsonObject at = document;
    for (String step : path) {
      at = at.getJsonObject(step);
    }
    return at.stream().map(entry -> (JsonObject) entry.getValue()).toList();
  }

  @Test
  void channels_areTheTopicsOfTheBus() throws Exception {
    Set<String> topics = new TreeSet<>();
    for (Field field : Topics.class.getFields()) {
      String value = (String) field.get(null);
      if (value.startsWith("reelbus.")) { // groups have a hyphen
        topics.add(value);
      }
    }
    topics.add(Topics.tape("X").replace("X", "{tapeId}"));
    topics.add(Topics.push("X", 0).replace("X-0", "{source}"));
    topics.add(Topics.pool("X").replace("X", "{agentId}"));

    assertThat(all("channels").stream().map(c -> c.getString("address")))
        .containsExactlyInAnyOrderElementsOf(topics);
    String text = document.encode();
    assertThat(text).contains(Topics.ENCODERS, Topics.ASSEMBLERS);
  }

  @Test
  void operations_everyChannel_isSentAndReceived() {
    Set<String> seen = new HashSet<>();
    for (JsonObject operation : all("operations")) {
      String channel = operation.getJsonObject("channel").getString("$ref");
      assertThat(resolve(channel)).as(channel).isNotNull();
      seen.add(operation.getString("action") + " " + channel);
    }
    for (String channel : document.getJsonObject("channels").fieldNames()) {
      assertThat(seen).contains("send #/channels/" + channel, "receive #/channels/" + channel);
    }
  }

  private JsonObject resolve(String ref) {
    JsonObject at = document;
    for (String step : ref.substring(2).split("/")) {
      at = at.getJsonObject(step);
    }
    return at;
  }

  @Test
  void messages_everyProtobufMessage_isDescribedWhereItIs() {
    Map<String, Descriptor> known = new HashMap<>();
    PROTOS.forEach(proto -> proto.getMessageTypes().forEach(m -> known.put(m.getFullName(), m)));
    Set<Descriptor> described = new HashSet<>();
    for (JsonObject message : all("components", "messages")) {
      Map<String, String> names = new HashMap<>(); // to the part of the message that refers to it
      if (message.containsKey("x-protobuf-message")) {
        names.put(message.getString("x-protobuf-message"), "payload");
      }
      message
          .getJsonObject("x-protobuf-headers", new JsonObject())
          .forEach(header -> names.put((String) header.getValue(), "headers"));
      assertThat(names).isNotEmpty();
      names.forEach(
          (name, part) -> {
            assertThat(known).containsKey(name);
            Descriptor descriptor = known.get(name);
            String ref = message.getJsonObject(part).getJsonObject("schema").getString("$ref");
            assertThat(ref).endsWith("proto/" + descriptor.getFile().getName());
            assertThat(FILE.resolveSibling(ref)).exists();
            addWithFields(descriptor, described);
          });
    }

    assertThat(described).containsExactlyInAnyOrderElementsOf(known.values());
  }

  /** A message and those of its fields, down to the last. */
  private static void addWithFields(Descriptor from, Set<Descriptor> to) {
    Deque<Descriptor> left = new ArrayDeque<>(List.of(from));
    while (!left.isEmpty()) {
      Descriptor message = left.remove();
      boolean entry = message.getOptions().getMapEntry();
      if (entry || to.add(message)) {
        for (FieldDescriptor field : message.getFields()) {
          if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
            left.add(field.getMessageType());
          }
        }
      }
    }
  }

  @Test
  void channels_messages_areComponents() {
    for (JsonObject channel : all("channels")) {
      for (Map.Entry<String, Object> message : channel.getJsonObject("messages")) {
        String ref = ((JsonObject) message.getValue()).getString("$ref");
        assertThat(resolve(ref)).as(ref).isNotNull();
      }
    }
  }
}
