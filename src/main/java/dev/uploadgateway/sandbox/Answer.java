package dev.uploadgateway.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What goes back over the wire.
 *
 * @param body JSON; a bare string is a page of HTML
 */
record Answer(int status, JsonNode body, Map<String, String> headers) {

  private static final String TRACE_LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";

  Answer {
    headers = Map.copyOf(headers);
  }

  static Answer ok(JsonNode body) {
    return new Answer(200, body, Map.of());
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** Looks like Meta's own: an A and 22 random letters. */
  static String newTrace() {
    StringBuilder trace = new StringBuilder("A");
    ThreadLocalRandom random = ThreadLocalRandom.current();
    for (int i = 0; i < 22; i++) {
      trace.append(TRACE_LETTERS.charAt(random.nextInt(TRACE_LETTERS.length())));
    }
    return trace.toString();
  }

  /** What Meta's usage headers hold: percentages of the limit, throttled at 100. */
  static String usage(int percent) {
    return "{\"call_count\":%d,\"total_time\":%d,\"total_cputime\":%d}"
        .formatted(percent, percent, percent);
  }

  /** The trace id that the body carries, or empty. */
  String trace() {
    return body.path("fbtrace_id").asString(body.path("error").path("fbtrace_id").asString(""));
  }

  void send(HttpExchange exchange) throws IOException {
    boolean html = body.isString();
    byte[] bytes =
        html ? body.stringValue().getBytes(UTF_8) : JsonMapper.shared().writeValueAsBytes(body);
    headers.forEach(exchange.getResponseHeaders()::set);
    exchange
        .getResponseHeaders()
        .set("Content-Type", html ? "text/html; charset=utf-8" : "application/json; charset=UTF-8");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
