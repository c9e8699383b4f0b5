package dev.uploadgateway.intake;

import dev.uploadgateway.conversion.ActionSource;
import dev.uploadgateway.conversion.ConversionEvent;
import dev.uploadgateway.conversion.Property;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;

/**
 * An event as intake reads and checks it.
 *
 * @param event null where it was refused
 * @param errors each as {@code field: rule}
 * @param warnings likewise
 */
record ReadEvent(ConversionEvent event, List<String> errors, List<String> warnings) {

  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  /** Half an hour ago. */
  static final long TIME = NOW.getEpochSecond() - 1_800;

  static ReadEvent of(String json) {
    return of(json, ActionSource.PHYSICAL_STORE);
  }

  static ReadEvent of(String json, ActionSource defaultSource) {
    List<String> errors = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    EventFields fields =
        new EventFields((field, rule) ->
            (rule.kind() == Rule.Kind.ERROR ? errors : warnings).add(field + ": " + rule.code()));
    try (JsonParser parser =
        IntakeJson.MAPPER.createParser(json.getBytes(StandardCharsets.UTF_8))) {
      parser.nextToken();
      EventReader.STRICT.read(parser, fields);
      if (parser.nextToken() != null) {
        throw new AssertionError("The reader left something of the event");
      }
    }
    return new ReadEvent(EventRules.check(fields, defaultSource, NOW), errors, warnings);
  }

  /** A good Purchase with further members, such as {@code "order_id":"1"}. */
  static ReadEvent purchase(String further) {
    return of(
        """
        {"match_keys":{"email":"jane@example.com"},"event_name":"Purchase","event_time":%d,\
        "value":16,"currency":"USD"%s%s}\
        """
            .formatted(TIME, further.isEmpty() ? "" : ",", further));
  }

  /** A good Lead, which needs neither value nor currency, with further members. */
  static ReadEvent lead(String further) {
    return of(
        "{\"match_keys\":{\"email\":\"jane@example.com\"},\"event_name\":\"Lead\",\"event_time\":%d%s%s}"
            .formatted(TIME, further.isEmpty() ? "" : ",", further));
  }

  Map<String, String> customData() {
    return byName(event.customData());
  }

  Map<String, String> eventData() {
    return byName(event.eventData());
  }

  private static Map<String, String> byName(List<Property> properties) {
    Map<String, String> byName = new LinkedHashMap<>();
    for (Property property : properties) {
      if (byName.put(property.name(), property.json()) != null) {
        throw new AssertionError("Twice: " + property.name());
      }
    }
    return byName;
  }
}
