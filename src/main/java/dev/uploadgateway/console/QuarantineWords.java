package dev.uploadgateway.console;

import dev.uploadgateway.outbox.ReasonCode;

/**
 * A reason for being in quarantine, for people who read no JSON.
 *
 * @param title what happened
 * @param meaning what that means for the events
 * @param help what to do about it
 * @param releaseHelps whether a release may go better than the last time, without anybody's doing
 */
record QuarantineWords(String title, String meaning, String help, boolean releaseHelps) {

  /**
   * @param code of the reason; one that this release does not know is told as it is
   */
  static QuarantineWords of(String code) {
    for (ReasonCode known : ReasonCode.values()) {
      if (known.code().equals(code)) {
        return of(known);
      }
    }
    return new QuarantineWords(
        code, "Another release of the gateway put them here.", "Ask who runs the gateway.", true);
  }

  private static QuarantineWords of(ReasonCode code) {
    return switch (code) {
      case REFUSED_BY_META ->
          new QuarantineWords(
              "Meta refused them",
              "Something about each of these events is wrong, and Meta said what. Everything that was sent"
                  + " with them went through.",
              "Correct an event, and it is sent again; or discard it. Released as it is, it would be refused"
                  + " again.",
              false);
      case CALL_REFUSED ->
          new QuarantineWords(
              "Meta refused the whole call",
              "None of the events could be found to be at fault.",
              "Mend what Meta says below, then release them.",
              true);
      case UNDELIVERABLE ->
          new QuarantineWords(
              "Every attempt failed",
              "They were sent again and again; what the last attempt met stands below.",
              "Release them once that is over.",
              true);
      case EXPIRED ->
          new QuarantineWords(
              "They are too old for Meta",
              "Meta takes events for 62 days from a shop and for 7 days from elsewhere; these are older.",
              "Discard them. Released, they would come back.",
              false);
      case AMBIGUOUS ->
          new QuarantineWords(
              "Meta may have them already",
              "A call with them ended without an answer, and the time is over in which Meta would recognise a"
                  + " repeat. Sent again, they might count twice.",
              "Look into Meta's Events Manager: release what is missing there, and discard the rest.",
              true);
      case UNREADABLE ->
          new QuarantineWords(
              "This release cannot read them",
              "They were stored by another release of the gateway.",
              "Release them once a release runs that can; who runs the gateway knows.",
              true);
      case SEAL_BROKEN ->
          new QuarantineWords(
              "Their seal does not open",
              "Events are stored sealed, and the key that opens these is not there.",
              "Release them once the gateway has the key again; who runs the gateway knows.",
              true);
    };
  }
}
