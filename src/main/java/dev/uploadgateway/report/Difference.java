package dev.uploadgateway.report;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * How Meta's count of an upload differs from what the gateway delivered, and what may explain it.
 */
enum Difference {
  AGREES("Meta counts what was delivered."),
  META_NAMES_NO_UPLOAD(
      "Meta names no upload of this tag, or not among its latest thousand; a new one shows up with"
          + " a delay."),
  META_COUNTED_REPEATS(
      "What is missing Meta took as repeats of events that it had before, by another way or under"
          + " another upload."),
  META_HAS_FEWER(
      "Meta counts with a delay. What is missing for longer than a day it left out after it had"
          + " taken the call: see Diagnostics in its Events Manager."),
  WAITING_MAY_BE_THERE(
      "Meta may have events whose call had no known outcome: they still wait here, or are in"
          + " quarantine."),
  META_HAS_MORE("Somebody else sends under this tag as well, or did before the gateway.");

  private final String sentence;

  Difference(String sentence) {
    this.sentence = sentence;
  }

  /**
   * @param delivered what Meta confirmed
   * @param unsettled what waits or is in quarantine
   * @param valid Meta's count of events that were new to it
   * @param duplicates Meta's count of events that were not
   */
  static Difference of(long delivered, long unsettled, long valid, long duplicates) {
    long more = valid - delivered;
    if (more == 0) {
      return AGREES;
    }
    if (more < 0) {
      return duplicates >= -more ? META_COUNTED_REPEATS : META_HAS_FEWER;
    }
    return more <= unsettled ? WAITING_MAY_BE_THERE : META_HAS_MORE;
  }

  @JsonValue
  String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  String sentence() {
    return sentence;
  }
}
