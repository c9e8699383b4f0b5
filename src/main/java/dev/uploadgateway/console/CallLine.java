package dev.uploadgateway.console;

import dev.uploadgateway.outbox.CallRecord;
import dev.uploadgateway.outbox.Line;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A call to Meta, for people.
 *
 * @param level of the outcome: {@code good}, {@code warn} or {@code bad}
 * @param code Meta's, with its subcode, or the HTTP status; empty where no answer came
 * @param message Meta's words, or why there were none; empty where all was well
 * @param trace what Meta's support finds the call by; null where Meta gave none
 */
record CallLine(
    long id,
    String at,
    String level,
    String outcome,
    String events,
    String took,
    String code,
    String message,
    @Nullable String trace) {

  static CallLine of(Line.Call call) {
    CallRecord facts = call.facts();
    CallRecord.Answer answer = facts.answer();
    return new CallLine(
        call.id(),
        Say.moment(facts.startedAt()),
        level(facts.outcome()),
        outcome(facts.outcome()),
        Say.number(call.events()),
        took(Duration.ofMillis(facts.millis())),
        answer.code() == null
            ? answer.httpStatus() == null ? "" : "HTTP " + answer.httpStatus()
            : code(answer.code(), answer.subcode()),
        answer.message() == null ? "" : answer.message(),
        answer.fbtraceId());
  }

  /** As Meta's documentation and support name it, such as {@code Error 190/463}. */
  static String code(Integer code, @Nullable Integer subcode) {
    return "Error " + (subcode == null ? "" + code : code + "/" + subcode);
  }

  static String outcome(String outcome) {
    return switch (outcome) {
      case "accepted" -> "Accepted";
      case "deferred" -> "Failed, to be tried again";
      case "throttled" -> "Put off: Meta asked for a pause";
      case "refused" -> "Refused";
      case "blocked" -> "Refused: the dataset is blocked";
      default -> outcome;
    };
  }

  static String level(String outcome) {
    return switch (outcome) {
      case "accepted" -> "good";
      case "deferred", "throttled" -> "warn";
      default -> "bad";
    };
  }

  private static String took(Duration time) {
    return time.toMillis() < 1_000
        ? time.toMillis() + " ms"
        : "%d.%d s".formatted(time.toSeconds(), time.toMillisPart() / 100);
  }
}
