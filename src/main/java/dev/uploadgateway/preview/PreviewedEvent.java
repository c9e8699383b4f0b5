package dev.uploadgateway.preview;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.uploadgateway.matchkey.MatchStrength;
import dev.uploadgateway.matchkey.NormalizedCustomer;
import dev.uploadgateway.matchkey.TracedValue;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What would become of an event. Prints as nothing of it.
 *
 * @param fate {@code accepted}, {@code duplicate_of_stored}, {@code duplicate_in_request} or {@code
 *     rejected}
 * @param eventKey null where it would be rejected
 * @param sent exactly the bytes that would be sent; null where none would
 */
public record PreviewedEvent(
    String fate,
    @Nullable @JsonProperty("event_key") String eventKey,
    List<Value> identifiers,
    Match match,
    @Nullable @JsonRawValue String sent) {

  /**
   * One value of the customer.
   *
   * @param identifier in the words of the Conversions API
   * @param given exactly as it came
   */
  public record Value(String identifier, String given, Rule rule, Became became) {

    static Value of(TracedValue value) {
      return new Value(
          value.identifier().key(),
          value.given(),
          new Rule(value.rule().code(), value.rule().sentence()),
          Became.of(value.fate()));
    }

    @Override
    public String toString() {
      return "Value[" + identifier + "]";
    }
  }

  public record Rule(String code, String message) {}

  /**
   * What became of a value.
   *
   * @param outcome {@code hashed}, {@code plain} (sent as it is: a hash already, or what Meta wants
   *     plain), {@code repeated} or {@code dropped}
   * @param as the identifier that it is sent as; null where it is not sent
   * @param normalized what was hashed; null where it is not sent
   * @param value what Meta would get; null where it is not sent
   * @param dropped why it is not sent; null where it is
   */
  public record Became(
      String outcome,
      @Nullable String as,
      @Nullable String normalized,
      @Nullable String value,
      @Nullable Rule dropped) {

    static Became of(TracedValue.Fate fate) {
      return switch (fate) {
        case TracedValue.Fate.Sent sent ->
            new Became(
                sent.hashed() ? "hashed" : "plain",
                sent.as().key(),
                sent.normalized(),
                sent.value(),
                null);
        case TracedValue.Fate.Repeated _ -> new Became("repeated", null, null, null, null);
        case TracedValue.Fate.Dropped dropped ->
            new Became(
                "dropped",
                null,
                null,
                null,
                new Rule(dropped.reason().code(), dropped.reason().sentence()));
      };
    }

    @Override
    public String toString() {
      return "Became[" + outcome + "]";
    }
  }

  /**
   * How well Meta may find the customer.
   *
   * @param estimate one of {@link MatchStrength}
   * @param identifiers which are sent, in the words of the Conversions API
   * @param values how many values of them
   * @param message the same in words
   */
  public record Match(String estimate, List<String> identifiers, int values, String message) {

    static Match of(NormalizedCustomer customer) {
      MatchStrength strength = customer.strength();
      return new Match(
          strength.code(),
          customer.identifiers().stream().map(identifier -> identifier.key()).toList(),
          customer.size(),
          strength.sentence());
    }
  }

  static String word(Enum<?> fate) {
    return fate.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return "PreviewedEvent[" + fate + "]";
  }
}
