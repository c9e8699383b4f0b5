package dev.uploadgateway.sandbox;

import static dev.uploadgateway.sandbox.Violation.Reason.INVALID;
import static dev.uploadgateway.sandbox.Violation.Reason.LIMITED_DATA_USE_INCOMPLETE;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What Meta refuses of {@code data_processing_options}: "Data Processing Options", and "Server
 * Event Parameters" for country and state going together. That it refuses a state of 0 without a
 * {@code client_ip_address}, and a state outside of the United States, is how those pages read, and
 * not verified.
 */
final class DataUseRules {

  private static final int FOUND_OUT = 0;
  private static final int UNITED_STATES = 1;
  private static final int CALIFORNIA = 1000;
  private static final int RHODE_ISLAND = 1013;

  private DataUseRules() {}

  static @Nullable Violation check(JsonNode event, Dialect dialect) {
    JsonNode options = event.path("data_processing_options");
    JsonNode country = event.path("data_processing_options_country");
    JsonNode state = event.path("data_processing_options_state");
    if (!options.isMissingNode() && !options.isArray()) {
      return INVALID.because("data_processing_options must be a list");
    }
    for (JsonNode option : options) {
      if (!option.asString("").equals("LDU")) {
        return INVALID.because("data_processing_options takes LDU only");
      }
    }
    boolean limited = !options.isEmpty();
    boolean complete = country.isIntegralNumber() && state.isIntegralNumber();
    if (!complete && (limited || country.isMissingNode() != state.isMissingNode())) {
      return LIMITED_DATA_USE_INCOMPLETE.because("LDU needs a country and a state");
    }
    return limited ? place(country.asInt(), state.asInt(), event.path(dialect.customer())) : null;
  }

  private static @Nullable Violation place(int country, int state, JsonNode customer) {
    if (country != FOUND_OUT && country != UNITED_STATES) {
      return INVALID.because("data_processing_options_country must be 0 or 1");
    }
    if (state == FOUND_OUT) {
      return customer.has("client_ip_address")
          ? null
          : INVALID.because("without a client_ip_address, LDU needs a state");
    }
    return country == UNITED_STATES && state >= CALIFORNIA && state <= RHODE_ISLAND
        ? null
        : INVALID.because("data_processing_options_state must be 0 or that of a state");
  }
}
