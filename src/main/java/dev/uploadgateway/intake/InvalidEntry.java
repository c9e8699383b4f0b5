package dev.uploadgateway.intake;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with one event of a request.
 *
 * @param index the event's position in the request, from 0
 * @param field where in the event, such as {@code contents[2].id}; empty for the event as a whole
 * @param code stable, such as {@code event_time_too_old}
 * @param message for people; never holds a value
 * @param subcode what Meta answers to it; null where it has no code of its own for it
 */
public record InvalidEntry(
    long index, String field, String code, String message, @Nullable Integer subcode) {

  static InvalidEntry of(Finding finding) {
    Rule rule = Rule.valueOf(finding.code().toUpperCase(Locale.ROOT));
    return new InvalidEntry(
        finding.index(),
        finding.field(),
        finding.code(),
        finding.message(),
        rule.subcodes().stream().findFirst().orElse(null));
  }
}
