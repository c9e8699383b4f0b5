package dev.uploadgateway.meta;

import dev.uploadgateway.meta.Outcome.Suspect;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Turns an answer into an outcome. */
final class Verdict {

  /** Meta does not say how long it forbids calls by policy. */
  private static final Duration POLICY_PAUSE = Duration.ofHours(1);

  /** What Meta counts short so often it does not have. */
  private static final int SHORT_RECEIPTS = 3;

  private static final int TOO_LARGE = 413;
  private static final int TOO_MANY = 429;

  /** Request timeout, and too early: of HTTP, and for a repeat. */
  private static final Set<Integer> FOR_NOW = Set.of(408, 425);

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
    if (answer.status() == TOO_MANY) {
      return new Outcome.Throttled("HTTP 429", Pace.afterThrottle(usage, now), false);
    }
    if (answer.status() == TOO_LARGE) {
      return new Outcome.Refused("HTTP 413: the call is too large", Map.of(), Suspect.EVENTS);
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
      case Reaction.Kind.Refuse(Suspect suspect) -> refused(answer, why, suspect);
      case Reaction.Kind.Unknown _ ->
          // A stray answer is gone with the next; what stays is looked into.
          attempt.before() == 0 ? deferred(why, usage, now) : refused(answer, why, Suspect.UNKNOWN);
      case Reaction.Kind.Block(Remedy remedy) -> blocked(why, remedy);
      case Reaction.Kind.BlockIfItStays(Remedy remedy) ->
          new Outcome.Blocked(sentence(why, remedy), true);
      case Reaction.Kind.AlreadyDelivered _ -> new Outcome.Accepted(null);
      case Reaction.Kind.AlreadyDeliveredIfRepeated _ ->
          attempt.repeats() ? new Outcome.Accepted(null) : refused(answer, why, Suspect.CALL);
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
   * Where Meta counts fewer events than it was sent it does not say which it lacks, and repeats of
   * the same bytes harm none that it has. Whether it counts what it knows already is not
   * documented: if the count stays short, the events wait for a human, who can see at Meta what it
   * has.
   */
  private static Outcome onReceipt(int received, Attempt attempt) {
    if (received >= attempt.events()) {
      return new Outcome.Accepted(received);
    }
    String why = countOf(received, attempt);
    return attempt.before() < SHORT_RECEIPTS
        ? new Outcome.Deferred(why, true, null)
        : new Outcome.Refused(why, Map.of(), Suspect.CALL);
  }

  /** Where Meta blames a member of the call, no event is at fault. */
  private static Outcome.Refused refused(GraphAnswer answer, String why, Suspect suspect) {
    boolean ofTheCall = suspect == Suspect.EVENTS && answer.blamesOnly(CallBody.MEMBERS);
    return new Outcome.Refused(why, answer.wordsByEvent(), ofTheCall ? Suspect.CALL : suspect);
  }

  private static String countOf(int received, Attempt attempt) {
    return "Meta received %d of %d events".formatted(received, attempt.events());
  }

  private static Reaction.Kind kind(GraphAnswer answer, int code, int subcode) {
    JsonNode error = answer.error();
    String type = error == null ? "" : error.path("type").asString("");
    Reaction known = Reaction.to(code, subcode, type);
    if (known != null
        && (known.kind() instanceof Reaction.Kind.Throttle
            || known.kind() instanceof Reaction.Kind.Pause)) {
      return known.kind(); // also where Meta calls it transient, which it is: the pause heals it
    }
    if (error != null && error.path("is_transient").asBoolean(false)) {
      return new Reaction.Kind.Defer();
    }
    if (known != null) {
      return known.kind();
    }
    if (answer.status() == TOO_MANY) {
      return new Reaction.Kind.Throttle(false);
    }
    return answer.status() >= 500 || FOR_NOW.contains(answer.status())
        ? new Reaction.Kind.Defer()
        : new Reaction.Kind.Unknown();
  }

  private static Outcome.Deferred deferred(String why, Usage usage, Instant now) {
    return new Outcome.Deferred(
        why, true, usage.pause().isPositive() ? now.plus(usage.pause()) : null);
  }

  private static Outcome.Blocked blocked(String why, Remedy remedy) {
    return new Outcome.Blocked(sentence(why, remedy), false);
  }

  private static String sentence(String why, Remedy remedy) {
    return why + (why.endsWith(".") ? " " : ". ") + remedy.sentence();
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
