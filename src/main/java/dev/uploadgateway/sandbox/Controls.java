package dev.uploadgateway.sandbox;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Everything under {@code /_sandbox}: what Meta would now hold, which calls came in, which faults
 * are in store, and ads to set up tracking on.
 */
final class Controls {

  static final String PATH = "/_sandbox";

  private static final String DEFAULT_LIMIT = "10000";

  private final Ledger ledger;
  private final Uploads uploads;
  private final Calls calls;
  private final Faults faults;
  private final AssetEdges assets;

  Controls(Ledger ledger, Uploads uploads, Calls calls, Faults faults, AssetEdges assets) {
    this.ledger = ledger;
    this.uploads = uploads;
    this.calls = calls;
    this.faults = faults;
    this.assets = assets;
  }

  Answer handle(HttpExchange exchange) throws IOException {
    Map<String, String> query = Form.urlencoded(exchange.getRequestURI().getRawQuery());
    String what = exchange.getRequestURI().getPath().substring(PATH.length());
    try {
      return switch (exchange.getRequestMethod() + " " + what) {
        case "GET /events" -> Answer.ok(events(query));
        case "GET /calls" -> Answer.ok(calls.describe(filter(query, "dataset"), limit(query)));
        case "GET /faults" -> Answer.ok(faults.describe());
        case "POST /faults" -> Answer.ok(faults.order(json(exchange)).describe());
        case "DELETE /faults" -> {
          String kind = query.get("kind");
          if (kind == null) {
            faults.clear();
          } else {
            faults.clear(Set.of(FaultOrder.kind(kind)));
          }
          yield Answer.ok(Answer.object().put("success", true));
        }
        case "POST /ads" -> Answer.ok(assets.placeAd(json(exchange)));
        case "GET " -> {
          ObjectNode body = Answer.object();
          body.set("datasets", calls.totals());
          yield Answer.ok(body);
        }
        case "DELETE " -> {
          clear();
          yield Answer.ok(Answer.object().put("success", true));
        }
        default -> refused(404, "The sandbox has no such control");
      };
    } catch (IllegalArgumentException e) {
      return refused(400, String.valueOf(e.getMessage()));
    }
  }

  private ObjectNode events(Map<String, String> query) {
    boolean countOnly = "true".equals(query.get("count_only"));
    ObjectNode events =
        ledger.describe(
            filter(query, "dataset"), filter(query, "upload_tag"), countOnly ? 0 : limit(query));
    if (countOnly) {
      events.remove("data");
    }
    return events;
  }

  /** Null lets everything through, as does {@code dataset=} with nothing behind it. */
  private static @Nullable String filter(Map<String, String> query, String name) {
    String only = query.get(name);
    return only == null || only.isEmpty() ? null : only;
  }

  private static int limit(Map<String, String> query) {
    String limit = query.getOrDefault("limit", DEFAULT_LIMIT);
    if (!limit.matches("\\d{1,6}")) {
      throw new IllegalArgumentException("limit must be a number up to 999999");
    }
    return Integer.parseInt(limit);
  }

  private static JsonNode json(HttpExchange exchange) throws IOException {
    try {
      return JsonMapper.shared().readTree(exchange.getRequestBody().readAllBytes());
    } catch (JacksonException e) {
      throw new IllegalArgumentException("The body is not valid JSON", e);
    }
  }

  private void clear() {
    faults.clear();
    ledger.clear();
    uploads.clear();
    calls.clear();
    assets.clear();
  }

  private static Answer refused(int status, String message) {
    ObjectNode body = Answer.object();
    body.putObject("error").put("message", message);
    return new Answer(status, body, Map.of());
  }
}
