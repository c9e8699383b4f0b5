package dev.uploadgateway.intake;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads single values. The parser stands on the value's first token and is left on its last; a
 * value of the wrong type is reported by its field and skipped, and null is as good as left out.
 */
final class Values {

  private static final int LONGEST_TEXT = 1_000;
  private static final int LONGEST_NUMBER_TEXT = 50;

  private final JsonMapper json;

  Values(JsonMapper json) {
    this.json = json;
  }

  @Nullable String text(JsonParser parser, String field, EventFields event) {
    return parser.currentToken() == JsonToken.VALUE_STRING
        ? checked(parser.getString(), field, event)
        : wrongUnlessNull(parser, field, event);
  }

  /** An id as a string or an integer, as tills send either. */
  @Nullable String id(JsonParser parser, String field, EventFields event) {
    return switch (parser.currentToken()) {
      case VALUE_STRING, VALUE_NUMBER_INT -> checked(parser.getString(), field, event);
      default -> wrongUnlessNull(parser, field, event);
    };
  }

  @Nullable Long integer(JsonParser parser, String field, EventFields event) {
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
        && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
      return parser.getLongValue();
    }
    wrongUnlessNull(parser, field, event);
    return null;
  }

  /** A decimal number of a size that money and quantities have. */
  @Nullable BigDecimal decimal(JsonParser parser, String field, EventFields event) {
    if (!parser.currentToken().isNumeric()) {
      wrongUnlessNull(parser, field, event);
      return null;
    }
    // Looked at before it is expanded: 1e999999999 is a short text and a very long number.
    String text = parser.getString();
    BigDecimal number = text.length() > LONGEST_NUMBER_TEXT ? null : new BigDecimal(text);
    if (number == null
        || number.scale() > 1_000
        || number.precision() - number.scale() > 15
        || number.stripTrailingZeros().scale() > 6) {
      event.error(field, Rule.VALUE_OUT_OF_RANGE);
      return null;
    }
    return number;
  }

  /** One value or a list of them; numbers count as their digits. */
  List<String> identifier(JsonParser parser, String field, EventFields event) {
    List<String> values = new ArrayList<>(1);
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        add(id(parser, field, event), values);
      }
    } else {
      add(id(parser, field, event), values);
    }
    return values;
  }

  /** The value as compact JSON, whatever it is. */
  String copy(JsonParser parser) {
    StringWriter copy = new StringWriter();
    try (JsonGenerator generator = json.createGenerator(copy)) {
      generator.copyCurrentStructure(parser);
    }
    return copy.toString();
  }

  private static void add(@Nullable String value, List<String> values) {
    if (value != null && !value.isBlank()) {
      values.add(value);
    }
  }

  private static @Nullable String checked(String text, String field, EventFields event) {
    if (text.length() > LONGEST_TEXT) {
      event.error(field, Rule.TOO_LONG);
      return null;
    }
    return text;
  }

  @Nullable String wrongUnlessNull(JsonParser parser, String field, EventFields event) {
    if (parser.currentToken() != JsonToken.VALUE_NULL) {
      event.error(field, Rule.WRONG_TYPE);
      parser.skipChildren();
    }
    return null;
  }
}
