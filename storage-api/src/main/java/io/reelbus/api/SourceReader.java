package io.reelbus.api;

import io.reelbus.api.view.AgentsView;
import io.reelbus.model.AgentInfo;
import io.reelbus.model.Device;
import io.reelbus.model.Source;
import io.reelbus.model.StreamSpec.StreamSource;
import io.reelbus.model.Wire;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns a source of a request into one that an agent can open: which agent, which device. */
final class SourceReader {

  private final AgentsView agents;

  SourceReader(AgentsView agents) {
    this.agents = agents;
  }

  /**
   * Reads one.
   *
   * @param at its place in the request, for error messages
   */
  StreamSource read(JsonObject json, String at) {
    String deviceId = json.getString("deviceId");
    String url = json.getString("url");
    boolean pushed = Source.Kind.PUSHED.name().equals(json.getString("kind"));
    if (pushed && url == null && deviceId == null) {
      url = ""; // is known when the stream has its name
    } else if (pushed) {
      throw Refusal.field(
          "TypeError", at + ".kind", at + ".kind: PUSHED has no deviceId and no url", "another");
    }
    if ((deviceId == null) == (url == null)) {
      throw Refusal.field(
          "TypeError",
          at,
          at + ": has both or none of deviceId and url",
          "one of deviceId and url");
    }
    Map<String, String> options = new HashMap<>();
    JsonObject given = json.getJsonObject("options", new JsonObject());
    given.forEach(option -> options.put(option.getKey(), String.valueOf(option.getValue())));
    String wireName = json.getString("wire");
    Wire wire = wireName == null ? null : Wire.valueOf(wireName.toUpperCase(Locale.ROOT));
    return deviceId != null
        ? device(json, at, deviceId, options, wire)
        : location(json, at, url, options, wire);
  }

  private StreamSource device(
      JsonObject json,
      String at,
      String deviceId,
      Map<String, String> options,
      @Nullable Wire wire) {
    for (String field : List.of("kind", "agentId")) {
      if (json.getValue(field) != null) {
        throw Refusal.field(
            "TypeError", at + "." + field, at + "." + field + ": is for a url", "absent");
      }
    }
    Device device =
        agents
            .device(deviceId)
            .orElseThrow(
                () ->
                    Refusal.field(
                        "NotFoundError",
                        at + ".deviceId",
                        "no live agent has device " + deviceId,
                        "an id of GET /v1/devices"));
    Map<String, String> all = new HashMap<>(device.source().options());
    all.putAll(options);
    Source source = new Source(device.source().kind(), device.source().url(), all);
    return new StreamSource(device.agentId(), deviceId, source, wire);
  }

  private StreamSource location(
      JsonObject json, String at, String url, Map<String, String> options, @Nullable Wire wire) {
    String kindName = json.getString("kind");
    Source.Kind kind = kindName == null ? kindOf(url, at) : Source.Kind.valueOf(kindName);
    Source source = new Source(kind, forFfmpeg(url), options);
    return new StreamSource(agent(json.getString("agentId"), at), null, source, wire);
  }

  private String agent(@Nullable String agentId, String at) {
    if (agentId != null) {
      return agents
          .agent(agentId)
          .map(AgentInfo::agentId)
          .orElseThrow(
              () ->
                  Refusal.field(
                      "NotFoundError",
                      at + ".agentId",
                      "agent " + agentId + " is not live",
                      "a live agent of GET /v1/devices"));
    }
    return agents.live().stream()
        .findFirst()
        .map(AgentInfo::agentId)
        .orElseThrow(() -> Refusal.of("NotFoundError", "no agent is live"));
  }

  private static Source.Kind kindOf(String url, String at) {
    int colon = url.indexOf(':');
    return switch (colon < 0 ? "" : url.substring(0, colon).toLowerCase(Locale.ROOT)) {
      case "", "file" -> Source.Kind.FILE;
      case "rtsp", "rtsps", "rtmp", "srt", "udp", "http", "https" -> Source.Kind.NETWORK;
      default ->
          throw Refusal.field(
              "TypeError", at + ".kind", at + ".kind: cannot be told from the url", "given");
    };
  }

  /** FFmpeg does not decode {@code %20} in file URLs: it gets the path. */
  private static String forFfmpeg(String url) {
    if (!url.regionMatches(true, 0, "file:", 0, 5)) {
      return url;
    }
    try {
      String path = new URI(url).getPath();
      return path == null ? url.substring(5) : path;
    } catch (URISyntaxException e) {
      return url.substring(5).replaceFirst("^//", ""); // written by hand, with plain spaces
    }
  }
}
