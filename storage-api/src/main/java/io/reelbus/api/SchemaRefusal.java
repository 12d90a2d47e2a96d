package io.reelbus.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.OutputUnit;
import io.vertx.openapi.validation.SchemaValidationException;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes a problem of a request that does not fit its schema: which member, and what it may be. The
 * validator reports a failure at every level on the way down; the deepest one says what is wrong.
 */
final class SchemaRefusal {

  /** Keywords that only say that something inside is wrong. */
  private static final Set<String> WRAPPERS =
      Set.of("properties", "items", "$ref", "additionalProperties");

  private static final Pattern PARAMETER =
      Pattern.compile("(?:path|query|header) parameter (\\S+)");
  private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");

  private static final JsonObject DOCUMENT = Doorway.document(); // only read here

  private final JsonObject document;
  private final JsonObject operation;

  private SchemaRefusal(JsonObject document, JsonObject operation) {
    this.document = document;
    this.operation = operation;
  }

  static Problem of(SchemaValidationException e, String operationId) {
    return new SchemaRefusal(DOCUMENT, operation(DOCUMENT, operationId)).problem(e);
  }

  private Problem problem(SchemaValidationException e) {
    OutputUnit worst = worst(e.getOutputUnit());
    Matcher parameter = PARAMETER.matcher(String.valueOf(e.getMessage()));
    if (parameter.find()) {
      String name = parameter.group(1);
      return refusal(name, worst.getError(), describe(parameterSchema(name)));
    }
    JsonObject schema = schemaAt(worst.getKeywordLocation());
    String field = field(worst.getInstanceLocation());
    String keyword = last(worst.getKeywordLocation());
    Matcher quoted = QUOTED.matcher(worst.getError());
    if (keyword.equals("required") && quoted.find()) {
      String member = quoted.group(1);
      JsonObject members = schema.getJsonObject("properties", new JsonObject());
      String path = field.isEmpty() ? member : field + "." + member;
      return refusal(path, "is missing", describe(members.getJsonObject(member)));
    }
    if (keyword.equals("additionalProperties")) {
      Set<String> members = schema.getJsonObject("properties", new JsonObject()).fieldNames();
      return refusal(field, "is not a member", "one of " + members);
    }
    return refusal(field.isEmpty() ? "body" : field, worst.getError(), describe(schema));
  }

  private static Problem refusal(String field, String why, String expected) {
    return new Problem(400, "TypeError", field + ": " + why, field, expected);
  }

  private static OutputUnit worst(OutputUnit unit) {
    List<OutputUnit> errors = unit.getErrors();
    if (errors == null || errors.isEmpty()) {
      return unit;
    }
    Comparator<OutputUnit> byDepth =
        Comparator.comparing(
                (OutputUnit error) -> !WRAPPERS.contains(last(error.getKeywordLocation())))
            .thenComparing(
                error -> error.getInstanceLocation().chars().filter(c -> c == '/').count());
    return errors.stream().max(byDepth).orElse(unit);
  }

  private static JsonObject operation(JsonObject document, String operationId) {
    return document.getJsonObject("paths").stream()
        .flatMap(path -> ((JsonObject) path.getValue()).stream())
        .map(method -> (JsonObject) method.getValue())
        .filter(method -> operationId.equals(method.getString("operationId")))
        .findFirst()
        .orElseThrow();
  }

  private @Nullable JsonObject parameterSchema(String name) {
    for (Object each : operation.getJsonArray("parameters", new JsonArray())) {
      JsonObject parameter = resolve((JsonObject) each);
      if (name.equals(parameter.getString("name"))) {
        return resolve(parameter.getJsonObject("schema"));
      }
    }
    return null;
  }

  /** The schema that holds the keyword at {@code location}, such as {@code #/properties/a/type}. */
  private JsonObject schemaAt(String location) {
    JsonObject at =
        resolve(
            operation
                .getJsonObject("requestBody")
                .getJsonObject("content")
                .getJsonObject("application/json")
                .getJsonObject("schema"));
    String[] steps = location.split("/");
    for (int i = 1; i < steps.length - 1; i++) {
      if (!steps[i].equals("$ref") && at.getValue(steps[i]) instanceof JsonObject next) {
        at = resolve(next);
      }
    }
    return at;
  }

  private JsonObject resolve(JsonObject schema) {
    String ref = schema.getString("$ref");
    if (ref == null) {
      return schema;
    }
    JsonObject at = document;
    for (String step : ref.substring(2).split("/")) {
      at = at.getJsonObject(step);
    }
    return at;
  }

  private String describe(@Nullable JsonObject given) {
    if (given == null) {
      return "absent";
    }
    JsonObject schema = resolve(given);
    if (schema.getJsonArray("enum") != null) {
      return "one of " + schema.getJsonArray("enum").getList();
    }
    String type = schema.getString("type", "value");
    return switch (type) {
      case "integer", "number" -> type + range(schema, "minimum", "maximum", "");
      case "string" -> {
        String pattern = schema.getString("pattern");
        yield type
            + range(schema, "minLength", "maxLength", " characters")
            + (pattern == null ? "" : " like " + pattern);
      }
      case "array" -> type + range(schema, "minItems", "maxItems", " items");
      case "object" ->
          type
              + (schema.containsKey("minProperties")
                  ? " with some of " + schema.getJsonObject("properties").fieldNames()
                  : "");
      default -> type;
    };
  }

  private static String range(JsonObject schema, String min, String max, String unit) {
    Object from = schema.getValue(min);
    Object to = schema.getValue(max);
    if (from == null && to == null) {
      return "";
    }
    return " of " + (from == null ? 0 : from) + " to " + (to == null ? "any" : to) + unit;
  }

  /** {@code #/sources/0/kind} as {@code sources[0].kind}. */
  private static String field(String instanceLocation) {
    StringBuilder field = new StringBuilder();
    String[] steps = instanceLocation.split("/");
    for (int i = 1; i < steps.length; i++) {
      if (!steps[i].isEmpty() && steps[i].chars().allMatch(Character::isDigit)) {
        field.append('[').append(steps[i]).append(']');
      } else {
        field.append(field.isEmpty() ? "" : ".").append(steps[i]);
      }
    }
    return field.toString();
  }

  private static String last(String location) {
    return location.substring(location.lastIndexOf('/') + 1);
  }
}
