package dev.uploadgateway.meta;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Turns an answer into an outcome. */
final class Verdict {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration THROTTLE_WITHOUT_HINT = Duration.ofMinutes(1);
  private static final Duration POLICY_PAUSE = Duration.ofHours(1);

  /** More than that is no throttle but a mistake, and is asked about again. */
  private static final Duration LONGEST_PAUSE = Duration.ofDays(1);

  private Verdict() {}

  static Outcome on(GraphAnswer answer, Instant now) {
    if (answer.error() != null) {
      return onError(answer, now);
    }
    if (answer.status() / 100 == 2 && answer.received() != null) {
      return new Outcome.Accepted(answer.received());
    }
    if (answer.status() / 100 == 3) {
      return new Outcome.Blocked(
          "Meta's address answers with a redirect (HTTP %d): check gateway.meta.base-url"
              .formatted(answer.status()));
    }
    if (answer.status() == 429) {
      return new Outcome.Throttled("HTTP 429", until(answer.headers(), now), false);
    }
    return new Outcome.Deferred(
        "HTTP %d without an answer of the Graph API".formatted(answer.status()), true);
  }

  private static Outcome onError(GraphAnswer answer, Instant now) {
    int code = orZero(answer.errorNumber("code"));
    int subcode = orZero(answer.errorNumber("error_subcode"));
    String why = why(answer, code, subcode);
    Reaction.Kind kind = kind(answer, code, subcode);
    return switch (kind) {
      case DEFER -> new Outcome.Deferred(why, true);
      case THROTTLE ->
          new Outcome.Throttled(
              why, code == 368 ? now.plus(POLICY_PAUSE) : until(answer.headers(), now), false);
      case THROTTLE_APP -> new Outcome.Throttled(why, until(answer.headers(), now), true);
      case REFUSE -> new Outcome.Refused(why, answer.wordsByEvent());
      case BLOCK -> new Outcome.Blocked(why);
      case ALREADY_DELIVERED -> new Outcome.Accepted(null);
    };
  }

  private static Reaction.Kind kind(GraphAnswer answer, int code, int subcode) {
    Reaction.Kind known = Reaction.to(code, subcode);
    if (known == Reaction.Kind.THROTTLE || known == Reaction.Kind.THROTTLE_APP) {
      return known; // also where Meta calls it transient, which it is: the pause is what heals it
    }
    if (answer.error() instanceof JsonNode error && error.path("is_transient").asBoolean(false)) {
      return Reaction.Kind.DEFER;
    }
    if (code == 100 && subcode == 0 && isAboutTheCall(answer)) {
      return Reaction.Kind.BLOCK;
    }
    if (known != null) {
      return known;
    }
    return answer.status() >= 500 ? Reaction.Kind.DEFER : Reaction.Kind.REFUSE;
  }

  /**
   * A wrong {@code appsecret_proof} comes with the code of a bad parameter, but in another type: no
   * event is at fault.
   */
  private static boolean isAboutTheCall(GraphAnswer answer) {
    JsonNode error = answer.error();
    return error != null && "GraphMethodException".equals(error.path("type").asString(""));
  }

  private static String why(GraphAnswer answer, int code, int subcode) {
    String words = answer.words();
    String number = subcode == 0 ? Integer.toString(code) : code + "/" + subcode;
    return words == null || words.isEmpty() ? "Error " + number : "Error " + number + ": " + words;
  }

  /**
   * When Meta lets calls in again, as far as its headers say ("Rate Limiting"); a minute from now
   * where they do not.
   */
  private static Instant until(HttpHeaders headers, Instant now) {
    Duration longest = retryAfter(headers);
    JsonNode usage = json(headers.getFirst("X-Business-Use-Case-Usage"));
    if (usage != null) {
      for (JsonNode business : usage) {
        for (JsonNode useCase : business) {
          long minutes = useCase.path("estimated_time_to_regain_access").asLong(0);
          Duration pause = Duration.ofMinutes(Math.clamp(minutes, 0, LONGEST_PAUSE.toMinutes()));
          longest = pause.compareTo(longest) > 0 ? pause : longest;
        }
      }
    }
    if (longest.compareTo(LONGEST_PAUSE) > 0) {
      longest = LONGEST_PAUSE;
    }
    return now.plus(longest.isPositive() ? longest : THROTTLE_WITHOUT_HINT);
  }

  private static Duration retryAfter(HttpHeaders headers) {
    String seconds = headers.getFirst(HttpHeaders.RETRY_AFTER);
    try {
      return seconds == null ? Duration.ZERO : Duration.parse("PT" + seconds.strip() + "S");
    } catch (DateTimeParseException e) {
      return Duration.ZERO; // the other form is a date, which Meta was never seen to send
    }
  }

  private static @Nullable JsonNode json(@Nullable String header) {
    try {
      return header == null ? null : JSON.readTree(header);
    } catch (JacksonException e) {
      return null;
    }
  }

  private static int orZero(@Nullable Integer number) {
    return number == null ? 0 : number;
  }
}
