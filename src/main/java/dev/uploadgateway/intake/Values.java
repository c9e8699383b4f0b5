package dev.uploadgateway.intake;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
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
  private static final Pattern NUMBER = Pattern.compile("-?\\d+([.]\\d+)?");
  private static final Pattern SHORT_NUMBER = Pattern.compile("[-0-9.]{1,50}([eE][-+]?\\d{1,3})?");

  private static final Pattern INTEGER = Pattern.compile("-?\\d{1,18}");

  private final JsonMapper json;
  private final boolean numbersAsText;

  /**
   * @param numbersAsText whether a number may stand in quotes, as Meta takes it
   */
  Values(JsonMapper json, boolean numbersAsText) {
    this.json = json;
    this.numbersAsText = numbersAsText;
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
    if (isNumberAsText(parser) && INTEGER.matcher(parser.getString()).matches()) {
      return Long.valueOf(parser.getString());
    }
    wrongUnlessNull(parser, field, event);
    return null;
  }

  /** A decimal number of a size that money and quantities have. */
  @Nullable BigDecimal decimal(JsonParser parser, String field, EventFields event) {
    if (!parser.currentToken().isNumeric() && !isNumberAsText(parser)) {
      wrongUnlessNull(parser, field, event);
      return null;
    }
    String text = parser.getString();
    // No exponent of more than three digits: 1e999999999 is a short text and a very long number.
    BigDecimal number =
        isPlain(text) || SHORT_NUMBER.matcher(text).matches() ? new BigDecimal(text) : null;
    if (number == null
        || number.precision() - number.scale() > 15
        || (number.scale() > 6 && number.stripTrailingZeros().scale() > 6)) {
      event.report(field, Rule.VALUE_OUT_OF_RANGE);
      return null;
    }
    return number;
  }

  /** A number without an exponent that is short in any case. */
  private static boolean isPlain(String number) {
    return number.length() <= 15 && number.indexOf('e') < 0 && number.indexOf('E') < 0;
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
    String scalar = copyOfScalar(parser);
    return scalar == null ? copyOfAny(parser) : scalar;
  }

  /**
   * A text of printable ASCII, or a number, as it stands; null where it is something else. A
   * generator for each category of an article was a twentieth of intake.
   */
  private static @Nullable String copyOfScalar(JsonParser parser) {
    return switch (parser.currentToken()) {
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getString();
      case VALUE_STRING -> {
        String text = parser.getString();
        yield needsNoEscape(text) ? '"' + text + '"' : null;
      }
      default -> null;
    };
  }

  private static boolean needsNoEscape(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        return false;
      }
    }
    return true;
  }

  private String copyOfAny(JsonParser parser) {
    StringWriter copy = new StringWriter();
    try (JsonGenerator generator = json.createGenerator(copy)) {
      int depth = 0;
      do {
        JsonToken token = depth == 0 ? parser.currentToken() : parser.nextToken();
        if (token.isNumeric()) {
          // Digit by digit: Jackson would copy a fraction as a double.
          generator.writeNumber(parser.getString());
        } else {
          generator.copyCurrentEvent(parser);
        }
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      } while (depth > 0);
    }
    return copy.toString();
  }

  private boolean isNumberAsText(JsonParser parser) {
    return numbersAsText
        && parser.currentToken() == JsonToken.VALUE_STRING
        && NUMBER.matcher(parser.getString()).matches();
  }

  private static void add(@Nullable String value, List<String> values) {
    if (value != null && !value.isBlank()) {
      values.add(value);
    }
  }

  private static @Nullable String checked(String text, String field, EventFields event) {
    if (text.length() > LONGEST_TEXT) {
      event.report(field, Rule.TOO_LONG);
      return null;
    }
    return text;
  }

  @Nullable String wrongUnlessNull(JsonParser parser, String field, EventFields event) {
    if (parser.currentToken() != JsonToken.VALUE_NULL) {
      event.report(field, Rule.WRONG_TYPE);
      parser.skipChildren();
    }
    return null;
  }
}
