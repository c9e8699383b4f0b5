package dev.uploadgateway.meta;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of a call. Decided on Meta's code and subcode, never on the HTTP status alone or on
 * text.
 */
public sealed interface Outcome {

  /** One word for logs, metrics and the audit trail. */
  default String word() {
    return switch (this) {
      case Accepted _ -> "accepted";
      case Deferred _ -> "deferred";
      case Throttled _ -> "throttled";
      case Refused _ -> "refused";
      case Blocked _ -> "blocked";
    };
  }

  /** Why the events are not at Meta; empty where they are. */
  default String reason() {
    return switch (this) {
      case Accepted _ -> "";
      case Deferred deferred -> deferred.why();
      case Throttled throttled -> throttled.why();
      case Refused refused -> refused.why();
      case Blocked blocked -> blocked.why();
    };
  }

  /**
   * Meta has the events.
   *
   * @param received how many it says it received; null where it does not say
   */
  record Accepted(@Nullable Integer received) implements Outcome {}

  /**
   * Time may heal it.
   *
   * @param sent whether anything of the request may have reached Meta; then the events may be there
   *     already
   * @param notBefore when Meta wants to be asked again at the earliest; null where it does not say
   */
  record Deferred(String why, boolean sent, @Nullable Instant notBefore) implements Outcome {}

  /**
   * Too many calls.
   *
   * @param until no call before
   * @param wholeApp whether the limit is that of the app, and so of every dataset that shares it
   */
  record Throttled(String why, Instant until, boolean wholeApp) implements Outcome {}

  /**
   * Meta took none of the call, and will not take it as it is.
   *
   * @param byEvent Meta's words by the position of the event in the call; empty where it names none
   * @param suspect what may be at fault
   */
  record Refused(String why, Map<Integer, String> byEvent, Suspect suspect) implements Outcome {
    public Refused {
      byEvent = Map.copyOf(byEvent);
    }
  }

  /** What is at fault where a call is refused. */
  enum Suspect {
    /** One or more of its events. */
    EVENTS,
    /** Meta's code is not known: an event, or whatever else. */
    UNKNOWN,
    /** No event: every one would be refused like this. */
    CALL
  }

  /**
   * Token, permission or configuration: nothing can be delivered to the dataset until somebody
   * mends it.
   *
   * @param why Meta's words, and what to do
   * @param mayPass whether the like of it was seen to come and go by itself
   */
  record Blocked(String why, boolean mayPass) implements Outcome {}
}
