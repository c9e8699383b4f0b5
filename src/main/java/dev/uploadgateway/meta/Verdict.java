package dev.uploadgateway.meta;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Turns an answer into an outcome. */
final class Verdict {

  /** Meta does not say how long it forbids calls by policy. */
  private static final Duration POLICY_PAUSE = Duration.ofHours(1);

  /** What fails with so many attempts does not come and go by itself. */
  private static final int STAYS_AFTER = 2;

  private Verdict() {}

  static Outcome on(GraphAnswer answer, Attempt attempt, Instant now) {
    if (answer.error() != null) {
      return onError(answer, attempt, now);
    }
    Integer received = answer.received();
    if (answer.status() / 100 == 2 && received != null) {
      return onReceipt(received, attempt);
    }
    if (answer.status() / 100 == 3) {
      return blocked(
          "Meta's address answers with a redirect (HTTP %d)".formatted(answer.status()),
          Remedy.ADDRESS);
    }
    Usage usage = Usage.of(answer.headers(), now);
    if (answer.status() == 429) {
      return new Outcome.Throttled("HTTP 429", Pace.afterThrottle(usage, now), false);
    }
    return deferred(
        "HTTP %d without an answer of the Graph API".formatted(answer.status()), usage, now);
  }

  private static Outcome onError(GraphAnswer answer, Attempt attempt, Instant now) {
    int code = orZero(answer.errorNumber("code"));
    int subcode = orZero(answer.errorNumber("error_subcode"));
    String why = why(answer, code, subcode);
    Usage usage = Usage.of(answer.headers(), now);
    return switch (kind(answer, code, subcode)) {
      case Reaction.Kind.Defer _ -> deferred(why, usage, now);
      case Reaction.Kind.Throttle(boolean wholeApp) ->
          new Outcome.Throttled(why, Pace.afterThrottle(usage, now), wholeApp);
      case Reaction.Kind.Pause _ -> new Outcome.Throttled(why, now.plus(POLICY_PAUSE), false);
      case Reaction.Kind.Refuse(Outcome.Suspect suspect) ->
          new Outcome.Refused(why, answer.wordsByEvent(), suspect);
      case Reaction.Kind.Block(Remedy remedy) -> blocked(why, remedy);
      case Reaction.Kind.BlockIfItStays(Remedy remedy) ->
          attempt.before() < STAYS_AFTER ? deferred(why, usage, now) : blocked(why, remedy);
      case Reaction.Kind.AlreadyDelivered _ -> new Outcome.Accepted(null);
      case Reaction.Kind.AlreadyDeliveredIfRepeated _ ->
          attempt.repeats()
              ? new Outcome.Accepted(null)
              : new Outcome.Refused(why, answer.wordsByEvent(), Outcome.Suspect.CALL);
    };
  }

  static Outcome withoutToken() {
    return blocked("The dataset has no access token", Remedy.TOKEN);
  }

  /** Meta's words, after its count where that is not what was sent; null where it says nothing. */
  static @Nullable String words(GraphAnswer answer, Attempt attempt) {
    String words = answer.words();
    Integer received = answer.error() == null ? answer.received() : null;
    if (received == null || received == attempt.events()) {
      return words;
    }
    String count = countOf(received, attempt);
    return words == null ? count : count + ": " + words;
  }

  /**
   * Where Meta counts fewer events than it was sent it does not say which it lacks. A repeat of the
   * same bytes harms none that it has. Of that it may count only what is new to it, which is not
   * documented: so its number is believed.
   */
  private static Outcome onReceipt(int received, Attempt attempt) {
    return received < attempt.events() && !attempt.repeats()
        ? new Outcome.Deferred(countOf(received, attempt), true, null)
        : new Outcome.Accepted(received);
  }

  private static String countOf(int received, Attempt attempt) {
    return "Meta received %d of %d events".formatted(received, attempt.events());
  }

  private static Reaction.Kind kind(GraphAnswer answer, int code, int subcode) {
    JsonNode error = answer.error();
    String type = error == null ? "" : error.path("type").asString("");
    Reaction known = Reaction.to(code, subcode, type);
    if (known != null && known.kind() instanceof Reaction.Kind.Throttle throttle) {
      return throttle; // also where Meta calls it transient, which it is: the pause heals it
    }
    if (error != null && error.path("is_transient").asBoolean(false)) {
      return new Reaction.Kind.Defer();
    }
    if (known != null) {
      return known.kind();
    }
    return answer.status() >= 500
        ? new Reaction.Kind.Defer()
        : new Reaction.Kind.Refuse(Outcome.Suspect.UNKNOWN);
  }

  private static Outcome.Deferred deferred(String why, Usage usage, Instant now) {
    return new Outcome.Deferred(
        why, true, usage.pause().isPositive() ? now.plus(usage.pause()) : null);
  }

  private static Outcome.Blocked blocked(String why, Remedy remedy) {
    return new Outcome.Blocked(why + (why.endsWith(".") ? " " : ". ") + remedy.sentence());
  }

  private static String why(GraphAnswer answer, int code, int subcode) {
    String words = answer.words();
    String number = subcode == 0 ? Integer.toString(code) : code + "/" + subcode;
    return words == null || words.isEmpty() ? "Error " + number : "Error " + number + ": " + words;
  }

  private static int orZero(@Nullable Integer number) {
    return number == null ? 0 : number;
  }
}
