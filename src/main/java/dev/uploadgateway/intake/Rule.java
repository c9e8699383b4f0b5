package dev.uploadgateway.intake;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What intake refuses or remarks on, each with a stable code, a sentence for people and, where Meta
 * would refuse the event for the same reason, the subcode that it would answer ("Conversions API",
 * error codes).
 */
enum Rule {
  NOT_AN_OBJECT("An event is a JSON object"),
  WRONG_TYPE("The value is of the wrong JSON type"),
  TOO_LONG("The value is too long"),
  CONTROL_CHARACTER("The value holds a control character"),
  EVENT_TOO_LARGE("The event is larger than 64 KB"),
  TOO_MANY_IDENTIFIERS(
      "The customer has more than 100 identifiers, or one has more than 20 values"),

  EVENT_NAME_MISSING("The event needs an event_name"),
  EVENT_TIME_MISSING("The event needs an event_time, in unix seconds"),
  EVENT_TIME_IN_MILLISECONDS("The event_time is in milliseconds; it takes seconds"),
  EVENT_TIME_IN_FUTURE("The event_time is more than a minute ahead", 2804004),
  EVENT_TIME_TOO_OLD(
      "The event is older than Meta takes: 62 days for physical_store, 7 for other sources",
      2804003),
  UNKNOWN_ACTION_SOURCE("The action_source is none of Meta's"),

  VALUE_MISSING("A Purchase needs a value, and a currency goes with one", 2804009),
  VALUE_NEGATIVE("The value is zero or more"),
  VALUE_OUT_OF_RANGE("The value has more than 15 digits before or 6 after the point"),
  CURRENCY_MISSING("A Purchase needs a currency, and a value goes with one", 2804010),
  CURRENCY_UNKNOWN("The currency is not one of ISO 4217"),

  CONTENT_ID_MISSING("An entry of contents needs an id", 2804008),
  CONTENT_QUANTITY_MISSING("An entry of contents needs a quantity"),

  CUSTOMER_MISSING("The event needs match_keys or user_data with an identifier", 2804050),
  CUSTOMER_NOT_ENOUGH(
      "Meta refuses events with only these identifiers: they do not single out a person", 2804050),

  // Warnings: the event is taken all the same.
  EVENT_TIME_CLAMPED("The event_time was less than a minute ahead and is sent as the present"),
  IDENTIFIER_DROPPED("The identifier cannot be used and is not sent"),
  IDENTIFIER_UNKNOWN("Meta knows no such identifier; it is not sent"),
  IDENTIFIER_MISPLACED("An identifier belongs into match_keys or user_data; here it is not sent"),
  GIVEN_TWICE("The field is given on the event and in custom_data; that on the event counts");

  private final String sentence;
  private final @Nullable Integer subcode;

  Rule(String sentence) {
    this(sentence, null);
  }

  Rule(String sentence, @Nullable Integer subcode) {
    this.sentence = sentence;
    this.subcode = subcode;
  }

  String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  String sentence() {
    return sentence;
  }

  /** What Meta would answer; null where it has no code of its own for it, or none that is known. */
  @Nullable Integer subcode() {
    return subcode;
  }
}
