package dev.uploadgateway.intake;

import dev.uploadgateway.conversion.Identifier;
import dev.uploadgateway.conversion.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads an event in the shape of either API: {@code match_keys} with the sale on the event itself
 * (Offline Conversions API), or {@code user_data} with the sale in {@code custom_data} (Conversions
 * API), or any mixture. Members it does not know pass through untouched, because a closed schema
 * would go stale with every release of Meta's.
 */
final class EventReader {

  /** Members of the event itself that Meta documents and the gateway only hands on. */
  private static final Set<String> EVENT_DATA =
      Set.of(
          "event_source_url",
          "referrer_url",
          "opt_out",
          "customer_segmentation",
          "store_data",
          "original_event_data",
          "attribution_data",
          "messaging_channel",
          "app_data",
          "advanced_measurement_table");

  /** A client's own name for a member is repeated only where it cannot be a customer's value. */
  private static final Pattern SHOWABLE =
      Pattern.compile("(match_keys|user_data)[.][a-z_0-9]{1,20}");

  private static final String CUSTOM_DATA = "custom_data.";
  private static final int MOST_VALUES = 20;
  private static final int MOST_IDENTIFIERS = 100;

  /** As the gateway's own API is documented. */
  static final EventReader STRICT = new EventReader(new Values(IntakeJson.MAPPER, false));

  /** As Meta reads: a number may stand in quotes. */
  static final EventReader AS_META = new EventReader(new Values(IntakeJson.MAPPER, true));

  private final Values values;
  private final ContentReader contents;

  private EventReader(Values values) {
    this.values = values;
    this.contents = new ContentReader(values);
  }

  /** The parser stands on the event's first token and is left on its last. */
  void read(JsonParser parser, EventFields event) {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      event.report("", Rule.NOT_AN_OBJECT);
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "match_keys", "user_data" -> readIdentifiers(parser, name, event);
        case "custom_data" -> readCustomData(parser, event);
        case "event_name" -> event.eventName = values.text(parser, name, event);
        case "event_time" -> event.eventTime = values.integer(parser, name, event);
        case "action_source" -> event.actionSource = values.text(parser, name, event);
        case "event_id" -> event.eventId = values.id(parser, name, event);
        case "extern_id" -> readIdentifier(parser, name, name, event);
        case DataProcessingRules.OPTIONS,
            DataProcessingRules.COUNTRY,
            DataProcessingRules.STATE -> {
          // Null is as good as left out, and what is left out is the dataset's to say.
          if (parser.currentToken() != JsonToken.VALUE_NULL) {
            event.eventData.add(new Property(name, values.copy(parser)));
          }
        }
        default -> {
          if (Identifier.named(name) instanceof Identifier identifier
              && identifier.form() == Identifier.Form.PLAIN) {
            // As custom data it would match nobody.
            event.report(name, Rule.IDENTIFIER_MISPLACED);
            parser.skipChildren();
          } else if (!readSale(parser, name, name, event)) {
            pass(
                parser,
                name,
                name,
                EVENT_DATA.contains(name) ? event.eventData : event.unknown,
                event);
          }
        }
      }
    }
  }

  private void readCustomData(JsonParser parser, EventFields event) {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      values.wrongUnlessNull(parser, "custom_data", event);
      return;
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      if (name.startsWith(DataProcessingRules.OPTIONS)) {
        event.report(CUSTOM_DATA + name, Rule.DATA_PROCESSING_MISPLACED);
        parser.skipChildren();
      } else if (!readSale(parser, name, CUSTOM_DATA + name, event)) {
        pass(parser, name, CUSTOM_DATA + name, event.customData, event);
      }
    }
  }

  /** Reads a field of the sale, wherever it stands; false where it is none. */
  private boolean readSale(JsonParser parser, String name, String field, EventFields event) {
    switch (name) {
      case "order_id" ->
          event.orderId = once(event.orderId, values.id(parser, field, event), field, event);
      case "item_number" ->
          event.itemNumber = once(event.itemNumber, values.id(parser, field, event), field, event);
      case "value" ->
          event.value = once(event.value, values.decimal(parser, field, event), field, event);
      case "currency" ->
          event.currency = once(event.currency, values.text(parser, field, event), field, event);
      case "content_type" ->
          event.contentType =
              once(event.contentType, values.text(parser, field, event), field, event);
      case "contents" -> contents.read(parser, field, event);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void readIdentifiers(JsonParser parser, String field, EventFields event) {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      values.wrongUnlessNull(parser, field, event);
      return;
    }
    int read = 0;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      if (++read > MOST_IDENTIFIERS) {
        parser.skipChildren();
      } else {
        readIdentifier(parser, name, field + "." + name, event);
      }
    }
    if (read > MOST_IDENTIFIERS) {
      event.report(field, Rule.TOO_MANY_IDENTIFIERS);
    }
  }

  private void readIdentifier(JsonParser parser, String name, String field, EventFields event) {
    Identifier identifier = Identifier.named(name);
    if (identifier == null) {
      event.report(
          SHOWABLE.matcher(field).matches() ? field : "match_keys", Rule.IDENTIFIER_UNKNOWN);
      parser.skipChildren();
      return;
    }
    List<String> given = values.identifier(parser, field, event);
    if (given.size() > MOST_VALUES) {
      event.report(field, Rule.TOO_MANY_IDENTIFIERS);
    } else if (!given.isEmpty()) {
      event.identifiers.merge(identifier, given, EventReader::joined);
    }
  }

  /** Hands a member on, unless it is an identifier that somebody put in the wrong place. */
  private void pass(
      JsonParser parser, String name, String field, List<Property> properties, EventFields event) {
    if (PersonalNames.contains(name)) {
      event.report(field, Rule.IDENTIFIER_MISPLACED);
      parser.skipChildren();
    } else {
      properties.add(new Property(name, values.copy(parser)));
    }
  }

  /** Of a field given twice, that on the event counts. */
  private static <T> @Nullable T once(
      @Nullable T present, @Nullable T given, String field, EventFields event) {
    if (present == null || given == null) {
      return present == null ? given : present;
    }
    event.report(field, Rule.GIVEN_TWICE);
    return field.startsWith(CUSTOM_DATA) ? present : given;
  }

  private static List<String> joined(List<String> some, List<String> more) {
    List<String> all = new ArrayList<>(some);
    all.addAll(more);
    return all;
  }
}
