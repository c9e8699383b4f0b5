package dev.uploadgateway.intake;

import dev.uploadgateway.conversion.Property;
import dev.uploadgateway.matchkey.PrivacyState;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How an event may limit the use of its data ("Data Processing Options"; Meta answers 2804030 to
 * what is incomplete). The members are only looked at: they are handed on as they are.
 */
final class DataProcessingRules {

  static final String OPTIONS = "data_processing_options";
  static final String COUNTRY = "data_processing_options_country";
  static final String STATE = "data_processing_options_state";

  private static final String NOT_LIMITED = "[]";
  private static final String LIMITED = "[\"LDU\"]";

  /** Lets Meta find it out. */
  private static final String ANYWHERE = "0";

  private static final String UNITED_STATES = "1";

  private DataProcessingRules() {}

  static void check(EventFields fields) {
    String options = json(OPTIONS, fields);
    String country = json(COUNTRY, fields);
    String state = json(STATE, fields);
    boolean limited = LIMITED.equals(options);
    if (options != null && !limited && !options.equals(NOT_LIMITED)) {
      fields.report(OPTIONS, Rule.DATA_PROCESSING_UNKNOWN);
    }
    if (options == null && (country != null || state != null)) {
      fields.report(OPTIONS, Rule.DATA_PROCESSING_INCOMPLETE);
    }
    if (country == null && (limited || state != null)) {
      fields.report(COUNTRY, Rule.DATA_PROCESSING_INCOMPLETE);
    }
    if (state == null && (limited || country != null)) {
      fields.report(STATE, Rule.DATA_PROCESSING_INCOMPLETE);
    }
    if (options != null && country != null && state != null) {
      checkPlace(country, state, fields);
    }
  }

  /** Whether Meta is asked to find out where the customer is. */
  static boolean needsClientIp(EventFields fields) {
    return LIMITED.equals(json(OPTIONS, fields)) && ANYWHERE.equals(json(STATE, fields));
  }

  private static void checkPlace(String country, String state, EventFields fields) {
    boolean american = country.equals(UNITED_STATES);
    if (!american && !country.equals(ANYWHERE)) {
      fields.report(COUNTRY, Rule.DATA_PROCESSING_UNKNOWN);
    } else if (!state.equals(ANYWHERE) && !(american && hasCode(state))) {
      fields.report(STATE, Rule.DATA_PROCESSING_UNKNOWN);
    }
  }

  private static boolean hasCode(String state) {
    return Arrays.stream(PrivacyState.values())
        .anyMatch(known -> Integer.toString(known.code()).equals(state));
  }

  /** The member as compact JSON, or null where there is none. */
  private static @Nullable String json(String name, EventFields fields) {
    return fields.eventData.stream()
        .filter(property -> property.name().equals(name))
        .map(Property::json)
        .findFirst()
        .orElse(null);
  }
}
