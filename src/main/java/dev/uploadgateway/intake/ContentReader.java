package dev.uploadgateway.intake;

import dev.uploadgateway.conversion.Content;
import dev.uploadgateway.conversion.Property;
import dev.uploadgateway.conversion.Text;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads {@code contents}, in which the offline dialect says {@code price} and the other {@code
 * item_price}.
 */
final class ContentReader {

  private final Values values;

  ContentReader(Values values) {
    this.values = values;
  }

  void read(JsonParser parser, String field, EventFields event) {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      values.wrongUnlessNull(parser, field, event);
      return;
    }
    if (event.contentsGiven) {
      event.report(field, Rule.GIVEN_TWICE);
      if (!field.equals("contents")) {
        parser.skipChildren();
        return;
      }
      event.contents.clear();
    }
    event.contentsGiven = true;
    for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
      readContent(parser, field + "[" + i + "]", event);
    }
  }

  private void readContent(JsonParser parser, String field, EventFields event) {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      event.report(field, Rule.WRONG_TYPE);
      parser.skipChildren();
      return;
    }
    String id = null;
    BigDecimal quantity = null;
    BigDecimal price = null;
    List<Property> others = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      String member = field + "." + name;
      switch (name) {
        case "id" -> id = values.id(parser, member, event);
        case "quantity" -> quantity = values.decimal(parser, member, event);
        case "price", "item_price" -> {
          BigDecimal given = values.decimal(parser, member, event);
          if (price != null && given != null) {
            event.report(member, Rule.GIVEN_TWICE);
          }
          price = price == null ? given : price;
        }
        default -> {
          if (PersonalNames.contains(name)) {
            event.report(member, Rule.IDENTIFIER_MISPLACED);
            parser.skipChildren();
          } else {
            others.add(new Property(name, values.copy(parser)));
          }
        }
      }
    }
    if (id == null || id.isBlank()) {
      missing(field + ".id", Rule.CONTENT_ID_MISSING, event);
    } else if (EventRules.hasControlCharacter(id)) {
      event.report(field + ".id", Rule.CONTROL_CHARACTER);
    } else if (quantity == null) {
      missing(field + ".quantity", Rule.CONTENT_QUANTITY_MISSING, event);
    } else if (quantity.signum() < 0) {
      event.report(field + ".quantity", Rule.VALUE_NEGATIVE);
    } else {
      event.contents.add(new Content(new Text(id), quantity, price, others));
    }
  }

  /** What was given and is wrong is not missing as well. */
  private static void missing(String field, Rule rule, EventFields event) {
    if (!event.hasErrorAt(field)) {
      event.report(field, rule);
    }
  }
}
