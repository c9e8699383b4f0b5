package dev.uploadgateway.intake;

import dev.uploadgateway.sheet.CellRule;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What intake refuses or remarks on: the one table of its rules. Each has a stable code, the fields
 * that it may name, a sentence for people and, where Meta would refuse the event for the same
 * reason, the subcodes that it would answer ("Conversions API", error codes).
 */
enum Rule {
  NOT_AN_OBJECT(Kind.ERROR, "", "An event is a JSON object"),
  WRONG_TYPE(Kind.ERROR, Rule.ANY, "The value is of the wrong JSON type"),
  TOO_LONG(Kind.ERROR, Rule.ANY, "The value is too long"),
  CONTROL_CHARACTER(
      Kind.ERROR,
      "event_name, event_id, order_id, item_number, content_type, contents[].id",
      "The value holds a control character"),
  EVENT_TOO_LARGE(Kind.ERROR, "", "The event is larger than 64 KB"),
  TOO_MANY_IDENTIFIERS(
      Kind.ERROR,
      "match_keys, match_keys.*",
      "The customer has more than 100 identifiers, or one has more than 20 values"),

  EVENT_NAME_MISSING(Kind.ERROR, "event_name", "The event needs an event_name"),
  EVENT_TIME_MISSING(Kind.ERROR, "event_time", "The event needs an event_time, in unix seconds"),
  EVENT_TIME_IN_MILLISECONDS(
      Kind.ERROR,
      "event_time",
      "The event_time is in milliseconds or microseconds; it takes seconds"),
  EVENT_TIME_IN_FUTURE(
      Kind.ERROR, "event_time", "The event_time is more than a minute ahead", 2804004),
  EVENT_TIME_TOO_OLD(
      Kind.ERROR,
      "event_time",
      "The event is older than Meta takes: 62 days for physical_store, 7 for other sources",
      2804003),
  UNKNOWN_ACTION_SOURCE(Kind.ERROR, "action_source", "The action_source is none of Meta's"),

  VALUE_MISSING(
      Kind.ERROR, "value", "A Purchase needs a value, and a currency goes with one", 2804009),
  VALUE_NEGATIVE(Kind.ERROR, "value, contents[].quantity", "The value is zero or more"),
  VALUE_OUT_OF_RANGE(
      Kind.ERROR,
      "value, contents[].quantity, contents[].price",
      "The value has more than 15 digits before or 6 after the point"),
  CURRENCY_MISSING(
      Kind.ERROR,
      "currency",
      "A Purchase needs a currency, and a value goes with one",
      2804010,
      2804023),
  CURRENCY_UNKNOWN(Kind.ERROR, "currency", "The currency is not one of ISO 4217"),

  CONTENT_ID_MISSING(Kind.ERROR, "contents[].id", "An entry of contents needs an id", 2804008),
  CONTENT_QUANTITY_MISSING(
      Kind.ERROR, "contents[].quantity", "An entry of contents needs a quantity"),

  CUSTOMER_MISSING(
      Kind.ERROR,
      "match_keys",
      "The event needs match_keys or user_data with an identifier",
      2804050),
  CUSTOMER_NOT_ENOUGH(
      Kind.ERROR,
      "match_keys",
      "Meta refuses events with only these identifiers: they do not single out a person",
      2804050),
  NAMESPACE_WITH_MATCH_KEYS(
      Kind.ERROR,
      "match_keys",
      "With a namespace_id an event has an extern_id and no other identifier"),
  NAMESPACE_NEEDS_EXTERN_ID(
      Kind.ERROR, "extern_id", "With a namespace_id an event has exactly one extern_id"),

  DATA_PROCESSING_UNKNOWN(
      Kind.ERROR,
      "data_processing_options*",
      "The options are [] or [\"LDU\"], the country 0 or 1, the state 0 or in country 1 of 1000 to 1013"),
  DATA_PROCESSING_INCOMPLETE(
      Kind.ERROR,
      "data_processing_options*",
      "LDU needs a country and a state, and neither goes alone",
      2804030),
  DATA_PROCESSING_MISPLACED(
      Kind.ERROR,
      "data_processing_options*",
      "The options count on the event itself; in custom_data they would limit nothing"),
  DATA_PROCESSING_WITHOUT_IP(
      Kind.ERROR,
      "match_keys.client_ip_address",
      "With LDU and state 0 Meta finds out where the customer is by a client_ip_address"),

  CELL_NOT_A_NUMBER(
      Kind.ERROR,
      "value, contents[].quantity, contents[].price",
      "The cell is not a number as the file writes them"),
  CELL_NOT_A_TIME(Kind.ERROR, "event_time", "The cell is not a time in a format that the file has"),
  CELL_NOT_JSON(Kind.ERROR, "contents, data_processing_options", "The cell is not JSON"),
  CELL_TOO_LARGE(Kind.ERROR, Rule.ANY, "The cell is larger than 64 KB"),
  ROW_TOO_LONG(Kind.ERROR, "", "The row has cells beyond the last column"),

  EVENT_TIME_SKIPPED(
      Kind.WARNING,
      "event_time",
      "Clocks were put forward over this time; it is taken to be as much later"),
  EVENT_TIME_TWICE(
      Kind.WARNING,
      "event_time",
      "Clocks were put back over this time; of the two the earlier is taken"),
  EVENT_TIME_CLAMPED(
      Kind.WARNING,
      "event_time",
      "The event_time was less than a minute ahead and is sent as the present"),
  MERGED_BY_META(
      Kind.WARNING,
      "item_number",
      "Of events with this name, second, item_number and order (or else customer) Meta counts the first"),
  IDENTIFIER_DROPPED(Kind.WARNING, "match_keys.*", "The identifier cannot be used and is not sent"),
  IDENTIFIER_UNKNOWN(
      Kind.WARNING, "match_keys, match_keys.*", "Meta knows no such identifier; it is not sent"),
  IDENTIFIER_MISPLACED(
      Kind.WARNING,
      Rule.ANY,
      "An identifier belongs into match_keys or user_data; here it is not sent"),
  LEAD_ID_UNUSUAL(
      Kind.WARNING,
      "match_keys.lead_id",
      "Lead ids have 15 or 16 digits; Meta may refuse this one",
      2804036),
  PHONE_OF_NO_COUNTRY(
      Kind.WARNING,
      "match_keys.phone",
      "The phone is written as within a country, and neither the customer nor the dataset names one: it is sent without a country code, and Meta will hardly find it"),
  GIVEN_TWICE(
      Kind.WARNING,
      Rule.ANY,
      "The field is given on the event and in custom_data, or under two names; that on the event, or the first, counts");

  /** What becomes of the event. */
  enum Kind {
    /** It is refused. */
    ERROR,
    /** It is taken all the same. */
    WARNING
  }

  static final String ANY = "any";

  private final Kind kind;
  private final String fields;
  private final String sentence;
  private final int[] subcodes;

  Rule(Kind kind, String fields, String sentence, int... subcodes) {
    this.kind = kind;
    this.fields = fields;
    this.sentence = sentence;
    this.subcodes = subcodes;
  }

  String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  Kind kind() {
    return kind;
  }

  /** What a cell of a file breaks. */
  static Rule of(CellRule rule) {
    return switch (rule) {
      case NOT_A_NUMBER -> CELL_NOT_A_NUMBER;
      case NOT_A_TIME -> CELL_NOT_A_TIME;
      case NOT_JSON -> CELL_NOT_JSON;
      case TOO_LARGE -> CELL_TOO_LARGE;
      case ROW_TOO_LONG -> ROW_TOO_LONG;
      case TIME_SKIPPED -> EVENT_TIME_SKIPPED;
      case TIME_TWICE -> EVENT_TIME_TWICE;
    };
  }

  /**
   * The fields that it may name, in the words of the Offline Conversions API: those of the sale may
   * stand in {@code custom_data} as well, and those of {@code match_keys} in {@code user_data}. The
   * empty one is the event as a whole.
   */
  List<String> fields() {
    return List.of(fields.split(", "));
  }

  String sentence() {
    return sentence;
  }

  /** What Meta would answer; none where it has no code of its own for it, or none is known. */
  List<Integer> subcodes() {
    return Arrays.stream(subcodes).boxed().toList();
  }
}
