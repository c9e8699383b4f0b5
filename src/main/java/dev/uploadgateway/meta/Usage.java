package dev.uploadgateway.meta;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How much of Meta's limits is used up, as the headers of an answer say ("Rate Limiting"): {@code
 * X-App-Usage}, {@code X-Business-Use-Case-Usage}, {@code X-Ad-Account-Usage} and {@code
 * Retry-After}. A header that cannot be read counts as none.
 *
 * @param percent of the limit that is used up most; 0 where no header says
 * @param pause until calls are let in again, at most a day; zero where no header says
 */
record Usage(double percent, Duration pause) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** More than that is no throttle but a mistake, and is asked about again. */
  private static final Duration LONGEST = Duration.ofDays(1);

  static Usage of(HttpHeaders headers, Instant now) {
    Usage usage = new Usage(0, retryAfter(headers, now));
    usage = usage.and(ofCalls(json(headers, "X-App-Usage"), Duration.ZERO));
    for (JsonNode business : json(headers, "X-Business-Use-Case-Usage")) {
      for (JsonNode useCase : business) {
        double minutes = useCase.path("estimated_time_to_regain_access").asDouble(0);
        usage = usage.and(ofCalls(useCase, seconds(minutes * 60)));
      }
    }
    JsonNode account = json(headers, "X-Ad-Account-Usage");
    double percent = account.path("acc_id_util_pct").asDouble(0);
    // The time until the account's usage falls to zero is a reason to wait only at its end.
    double reset = percent < 100 ? 0 : account.path("reset_time_duration").asDouble(0);
    return usage.and(new Usage(percent, seconds(reset)));
  }

  private Usage and(Usage other) {
    return new Usage(
        Math.max(percent, other.percent), pause.compareTo(other.pause) > 0 ? pause : other.pause);
  }

  private static Usage ofCalls(JsonNode counts, Duration pause) {
    double calls = counts.path("call_count").asDouble(0);
    double time = counts.path("total_time").asDouble(0);
    double cpu = counts.path("total_cputime").asDouble(0);
    return new Usage(Math.max(calls, Math.max(time, cpu)), pause);
  }

  private static Duration retryAfter(HttpHeaders headers, Instant now) {
    String value = headers.getFirst(HttpHeaders.RETRY_AFTER);
    if (value == null) {
      return Duration.ZERO;
    }
    String stripped = value.strip();
    if (stripped.matches("\\d{1,18}")) {
      return seconds(Long.parseLong(stripped));
    }
    Instant date = date(stripped);
    return date == null ? Duration.ZERO : seconds(Duration.between(now, date).toSeconds());
  }

  private static @Nullable Instant date(String value) {
    try {
      return ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private static Duration seconds(double seconds) {
    return Duration.ofSeconds((long) Math.clamp(seconds, 0, LONGEST.toSeconds()));
  }

  /** The header's JSON; empty where there is none. */
  private static JsonNode json(HttpHeaders headers, String name) {
    String value = headers.getFirst(name);
    try {
      return value == null ? JSON.missingNode() : JSON.readTree(value);
    } catch (JacksonException e) {
      return JSON.missingNode();
    }
  }
}
