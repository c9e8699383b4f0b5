package dev.uploadgateway.sandbox;

import static dev.uploadgateway.sandbox.Violation.Reason.INVALID;
import static dev.uploadgateway.sandbox.Violation.Reason.IN_THE_FUTURE;
import static dev.uploadgateway.sandbox.Violation.Reason.TOO_OLD;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What Meta refuses of one event: "Server Event Parameters", "Using the API" and "Sending Offline
 * Events Using the Conversions API", and for the older dialect the page of the Offline Conversions
 * API.
 */
final class EventRules {

  private static final Set<String> ACTION_SOURCES =
      Set.of(
          "email",
          "website",
          "app",
          "phone_call",
          "chat",
          "physical_store",
          "system_generated",
          "business_messaging",
          "other");

  /** Not documented. */
  private static final int MAX_NAME = 50;

  private static final long MAX_AGE_OFFLINE = Duration.ofDays(62).toSeconds();
  private static final long MAX_AGE = Duration.ofDays(7).toSeconds();

  /** Meta refuses the future; how much of it a clock may be ahead is not documented. */
  private static final long MAX_AHEAD = 60;

  private EventRules() {}

  /** Every event that breaks a rule, each with the first that it breaks. */
  static List<BadRow> check(List<Event> events, Dialect dialect, long now) {
    List<BadRow> bad = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      Violation violation = check(events.get(i).json(), dialect, now);
      if (violation != null) {
        bad.add(new BadRow(i, violation));
      }
    }
    return bad;
  }

  private static @Nullable Violation check(JsonNode event, Dialect dialect, long now) {
    if (!event.isObject()) {
      return INVALID.because("each of data must be an object");
    }
    Violation violation = name(event);
    if (violation == null) {
      violation = actionSource(event, dialect);
    }
    if (violation == null) {
      violation = time(event, dialect, now);
    }
    if (violation == null) {
      violation = CustomerRules.check(event, dialect);
    }
    if (violation == null) {
      violation = SaleRules.check(event, dialect.sale(event));
    }
    return violation == null ? DataUseRules.check(event, dialect) : violation;
  }

  private static @Nullable Violation name(JsonNode event) {
    JsonNode name = event.path("event_name");
    boolean valid =
        name.isString() && !name.stringValue().isBlank() && name.stringValue().length() <= MAX_NAME;
    return valid ? null : INVALID.because("event_name must be a string of 1 to 50 characters");
  }

  private static @Nullable Violation actionSource(JsonNode event, Dialect dialect) {
    boolean known = ACTION_SOURCES.contains(event.path("action_source").asString(""));
    return dialect == Dialect.OFFLINE_CONVERSIONS_API || known
        ? null
        : INVALID.because("action_source is missing or unknown");
  }

  private static @Nullable Violation time(JsonNode event, Dialect dialect, long now) {
    JsonNode time = event.path("event_time");
    if (!time.isIntegralNumber() || !time.canConvertToLong()) {
      return INVALID.because("event_time must be a Unix time in seconds");
    }
    if (time.longValue() > now + MAX_AHEAD) {
      return IN_THE_FUTURE.because("event_time is in the future");
    }
    boolean offline = dialect.isOffline(event);
    return time.longValue() < now - (offline ? MAX_AGE_OFFLINE : MAX_AGE)
        ? TOO_OLD.because("event_time is more than %d days ago".formatted(offline ? 62 : 7))
        : null;
  }
}
