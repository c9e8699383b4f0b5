package dev.uploadgateway.intake;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with one event of a request. Its JSON has the names of the one published sample of
 * Meta's {@code error_data} ({@code event_index}, {@code message}, {@code type}, {@code code}),
 * from {@code /events} and from {@code /validate} alike; {@code field} and {@code rule} are the
 * gateway's.
 *
 * @param index the event's position in the request, from 0
 * @param field where in the event, such as {@code contents[2].id}; empty for the event as a whole
 * @param rule stable, such as {@code event_time_too_old}
 * @param message for people; never holds a value
 * @param subcode what Meta answers to it; null where it has no code of its own for it
 */
@JsonPropertyOrder({"event_index", "message", "type", "code", "field", "rule"})
public record InvalidEntry(
    @JsonProperty("event_index") long index,
    String field,
    String rule,
    String message,
    @JsonIgnore @Nullable Integer subcode) {

  private static final int INVALID_PARAMETER = 100;

  static InvalidEntry of(Finding finding) {
    Rule rule = Rule.valueOf(finding.code().toUpperCase(Locale.ROOT));
    return new InvalidEntry(
        finding.index(),
        finding.field(),
        finding.code(),
        finding.message(),
        rule.subcodes().stream().findFirst().orElse(null));
  }

  /** As Meta names the kind. */
  @JsonProperty
  String type() {
    return "CodedException";
  }

  /** Meta's number for it, or 100 where it has none of its own. */
  @JsonProperty
  int code() {
    return subcode == null ? INVALID_PARAMETER : subcode;
  }
}
