package dev.uploadgateway.setup;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What of an event a rule looks at; never whose event it is.
 *
 * @param name as the rule says it: {@code event_name}, {@code value}, {@code custom_data.x}
 */
record Field(String name) {

  private static final String OWN = "custom_data.";

  /** Of the event itself. */
  private static final List<String> OF_THE_EVENT =
      List.of("event_name", "event_time", "event_source_url", "action_source");

  /** On the event in the discontinued dialect, in {@code custom_data} in today's. */
  private static final List<String> OF_THE_SALE =
      List.of(
          "value",
          "currency",
          "order_id",
          "item_number",
          "content_type",
          "content_name",
          "content_category",
          "content_ids",
          "num_items");

  /** What rules for websites call these. */
  private static final String EVENT = "event";

  private static final String URL = "url";

  /** The field of that name; empty where events have none. */
  static Optional<Field> of(String name) {
    boolean known =
        name.startsWith(OWN)
            ? name.length() > OWN.length() && name.chars().noneMatch(Character::isWhitespace)
            : OF_THE_EVENT.contains(name)
                || OF_THE_SALE.contains(name)
                || name.equals(EVENT)
                || name.equals(URL);
    return known ? Optional.of(new Field(name)) : Optional.empty();
  }

  /** For people. */
  static String known() {
    return String.join(", ", OF_THE_EVENT) + ", " + String.join(", ", OF_THE_SALE);
  }

  /** Its values in an event of either dialect: one, several of a list, or none. */
  List<JsonNode> of(JsonNode event) {
    JsonNode value = node(event);
    List<JsonNode> values = value.isArray() ? value.valueStream().toList() : List.of(value);
    return values.stream().filter(one -> one.isValueNode() && !one.isNull()).toList();
  }

  private JsonNode node(JsonNode event) {
    if (name.startsWith(OWN)) {
      String own = name.substring(OWN.length());
      JsonNode custom = event.path("custom_data");
      // Rules may say custom_data.value too, which stands beside custom_data in one dialect
      return custom.has(own) || !OF_THE_SALE.contains(own) ? custom.path(own) : event.path(own);
    }
    return switch (name) {
      case String sale when OF_THE_SALE.contains(sale) -> ofSale(event, sale);
      case EVENT -> event.path("event_name");
      case URL -> event.path("event_source_url");
      default -> event.path(name);
    };
  }

  private static JsonNode ofSale(JsonNode event, String name) {
    JsonNode custom = event.path("custom_data");
    JsonNode value = event.hasNonNull(name) ? event.path(name) : custom.path(name);
    if (!value.isMissingNode() || !name.equals("content_ids")) {
      return value;
    }
    ArrayNode ids = JsonNodeFactory.instance.arrayNode();
    event.path("contents").forEach(content -> ids.add(content.path("id")));
    custom.path("contents").forEach(content -> ids.add(content.path("id")));
    return ids;
  }
}
