package dev.uploadgateway.sandbox;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What was POSTed to order a fault. A name that is not known is refused: a typing error must not
 * pass for a fault.
 */
record FaultOrder(Kind kind, ObjectNode settings) {

  enum Kind {
    ERROR,
    HANG,
    RESET,
    HTML,
    SLOW,
    INVALID_EVENT,
    THROTTLE
  }

  private static final Set<String> NUMBERS =
      Set.of(
          "code",
          "error_subcode",
          "http_status",
          "times",
          "millis",
          "minutes",
          "every",
          "one_in",
          "seed");
  private static final Set<String> FLAGS = Set.of("is_transient", "processed");
  private static final Set<String> TEXTS = Set.of("kind", "dataset", "order_id");

  FaultOrder {
    for (Map.Entry<String, JsonNode> entry : settings.properties()) {
      String name = entry.getKey();
      JsonNode value = entry.getValue();
      boolean valid =
          (NUMBERS.contains(name) && value.isInt())
              || (FLAGS.contains(name) && value.isBoolean())
              || (TEXTS.contains(name) && value.isString());
      require(valid || value.isNull(), "Unknown or of the wrong type: " + name);
    }
    int times = settings.path("times").asInt(1);
    require(times == -1 || times > 0, "times must be 1 or more, or -1 for until cleared");
    require(settings.path("one_in").asInt(1) > 0, "one_in must be 1 or more");
    int status = settings.path("http_status").asInt(400);
    require(status >= 200 && status <= 599, "http_status must be 200 to 599");
    require(settings.path("every").asInt(1) > 0, "every must be 1 or more");
    require(
        kind != Kind.INVALID_EVENT || !settings.hasNonNull("one_in"),
        "invalid_event takes no one_in: an event is bad in whatever call it comes");
  }

  /**
   * Reads an order.
   *
   * @throws IllegalArgumentException with a reason to show, where it makes no sense
   */
  static FaultOrder read(JsonNode json) {
    require(json.isObject(), "A fault is a JSON object");
    String name = json.path("kind").asString("");
    return new FaultOrder(kind(name), (ObjectNode) json);
  }

  /**
   * The kind of that name.
   *
   * @throws IllegalArgumentException with a reason to show, where there is none
   */
  static Kind kind(String name) {
    for (Kind kind : Kind.values()) {
      if (kind.name().toLowerCase(Locale.ROOT).equals(name)) {
        return kind;
      }
    }
    throw new IllegalArgumentException(
        "Unknown kind of fault: expected error, hang, reset, html, slow, invalid_event or throttle");
  }

  private static void require(boolean condition, String reason) {
    if (!condition) {
      throw new IllegalArgumentException(reason);
    }
  }

  /** Whether it says itself which events are invalid. */
  boolean namesEvents() {
    return kind == Kind.INVALID_EVENT && (says("order_id") || says("every"));
  }

  int number(String name, int otherwise) {
    JsonNode value = settings.path(name);
    return value.isInt() ? value.intValue() : otherwise;
  }

  boolean flag(String name, boolean otherwise) {
    JsonNode value = settings.path(name);
    return value.isBoolean() ? value.booleanValue() : otherwise;
  }

  @Nullable String text(String name) {
    JsonNode value = settings.path(name);
    return value.isString() ? value.stringValue() : null;
  }

  boolean says(String name) {
    return settings.hasNonNull(name);
  }
}
