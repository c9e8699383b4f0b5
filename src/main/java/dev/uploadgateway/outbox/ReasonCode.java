package dev.uploadgateway.outbox;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Every kind of reason for which events come into quarantine. The codes are stored and part of the
 * interface, so they never change; rows of another release may hold others.
 */
public enum ReasonCode {
  REFUSED_BY_META("Meta refused the event, for the reason in `message`"),
  CALL_REFUSED("Meta refused the whole call, for no event's fault that could be found"),
  UNDELIVERABLE("Every attempt failed, the last for the reason in `message`"),
  EXPIRED("Meta no longer takes an event this old"),
  AMBIGUOUS(
      "Meta may have the events, and is over the time in which it recognises or takes a repeat"),
  UNREADABLE("This release cannot read the stored event"),
  SEAL_BROKEN("The stored envelope cannot be opened");

  private final String meaning;

  ReasonCode(String meaning) {
    this.meaning = meaning;
  }

  /** As it is stored, answered and asked for, such as {@code refused_by_meta}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** A sentence for people, as in the table of src/docs/quarantine.md. */
  public String meaning() {
    return meaning;
  }

  /**
   * The reason of certain events.
   *
   * @param sentence for people; never holds a customer's value
   */
  public Reason with(String sentence) {
    return new Reason(code(), sentence);
  }

  public static List<String> codes() {
    return Arrays.stream(values()).map(ReasonCode::code).toList();
  }
}
