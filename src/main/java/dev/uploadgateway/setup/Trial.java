package dev.uploadgateway.setup;

import dev.uploadgateway.problem.Problem;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/**
 * Whether a rule counts an event, as Meta's own code decides it (see {@link Operator}): a field
 * that the event lacks fulfils no comparison, not even one that denies.
 */
final class Trial {

  private Trial() {}

  static boolean counts(Rule rule, JsonNode event) {
    return switch (rule) {
      case Rule.All(List<Rule> rules) -> rules.stream().allMatch(each -> counts(each, event));
      case Rule.Any(List<Rule> rules) -> rules.stream().anyMatch(each -> counts(each, event));
      case Rule.Not(Rule denied) -> !counts(denied, event);
      case Rule.Text text -> textCounts(text, event);
      case Rule.Number number -> numberCounts(number, event);
      case Rule.OneOf oneOf -> oneOfCounts(oneOf, event);
      case Rule.Matches matches ->
          any(matches.field().of(event), value -> matches(matches, value.asString()));
    };
  }

  private static boolean matches(Rule.Matches rule, String value) {
    try {
      return rule.pattern().matcher(new Patience(value)).matches();
    } catch (StackOverflowError e) {
      // Java's expressions go a level deeper for each repetition of an alternative.
      throw Patience.tooSlow();
    }
  }

  private static boolean textCounts(Rule.Text rule, JsonNode event) {
    List<JsonNode> values = rule.field().of(event);
    String operand = rule.operand();
    return switch (rule.operator()) {
      case EQ -> any(values, value -> same(value, operand));
      case NEQ -> none(values, value -> same(value, operand));
      case CONTAINS -> any(values, value -> value.asString().contains(operand));
      case NOT_CONTAINS -> none(values, value -> value.asString().contains(operand));
      case I_CONTAINS -> any(values, value -> lower(value).contains(lower(operand)));
      case I_NOT_CONTAINS -> none(values, value -> lower(value).contains(lower(operand)));
      case STARTS_WITH -> any(values, value -> value.asString().startsWith(operand));
      case I_STARTS_WITH -> any(values, value -> lower(value).startsWith(lower(operand)));
      case REGEX_MATCH, LT, LTE, GT, GTE, IS_ANY, IS_NOT_ANY, I_IS_ANY, I_IS_NOT_ANY ->
          throw new IllegalStateException("No comparison with a text: " + rule.operator());
    };
  }

  private static boolean numberCounts(Rule.Number rule, JsonNode event) {
    List<BigDecimal> values =
        rule.field().of(event).stream().map(RuleReader::number).flatMap(Optional::stream).toList();
    BigDecimal operand = rule.operand();
    return switch (rule.operator()) {
      case LT -> any(values, value -> value.compareTo(operand) < 0);
      case LTE -> any(values, value -> value.compareTo(operand) <= 0);
      case GT -> any(values, value -> value.compareTo(operand) > 0);
      case GTE -> any(values, value -> value.compareTo(operand) >= 0);
      case EQ,
          NEQ,
          CONTAINS,
          NOT_CONTAINS,
          I_CONTAINS,
          I_NOT_CONTAINS,
          STARTS_WITH,
          I_STARTS_WITH,
          REGEX_MATCH,
          IS_ANY,
          IS_NOT_ANY,
          I_IS_ANY,
          I_IS_NOT_ANY ->
          throw new IllegalStateException("No comparison with a number: " + rule.operator());
    };
  }

  private static boolean oneOfCounts(Rule.OneOf rule, JsonNode event) {
    List<JsonNode> values = rule.field().of(event);
    List<String> operands = rule.operands();
    List<String> lower = operands.stream().map(Trial::lower).toList();
    return switch (rule.operator()) {
      case IS_ANY -> any(values, value -> isOneOf(operands, value, value.asString()));
      case IS_NOT_ANY -> none(values, value -> isOneOf(operands, value, value.asString()));
      case I_IS_ANY -> any(values, value -> isOneOf(lower, value, lower(value)));
      case I_IS_NOT_ANY -> none(values, value -> isOneOf(lower, value, lower(value)));
      case EQ,
          NEQ,
          CONTAINS,
          NOT_CONTAINS,
          I_CONTAINS,
          I_NOT_CONTAINS,
          STARTS_WITH,
          I_STARTS_WITH,
          REGEX_MATCH,
          LT,
          LTE,
          GT,
          GTE ->
          throw new IllegalStateException("No comparison with a list: " + rule.operator());
    };
  }

  private static boolean isOneOf(List<String> operands, JsonNode value, String text) {
    return operands.contains(text) || operands.stream().anyMatch(one -> sameNumber(value, one));
  }

  private static boolean same(JsonNode value, String operand) {
    return value.asString().equals(operand) || sameNumber(value, operand);
  }

  /**
   * Rules come with their numbers in quotes, and so do the values of events: {@code "100"} is
   * {@code 100.00}. What begins with a zero is no number but a name: a receipt's {@code 007} is not
   * the receipt {@code 7}.
   */
  private static boolean sameNumber(JsonNode value, String operand) {
    if (isPadded(operand) || isPadded(value.asString())) {
      return false;
    }
    Optional<BigDecimal> number = RuleReader.number(StringNode.valueOf(operand));
    return number.isPresent()
        && RuleReader.number(value).filter(other -> other.compareTo(number.get()) == 0).isPresent();
  }

  private static boolean isPadded(String text) {
    return text.strip().matches("-?0\\d.*");
  }

  private static <T> boolean any(List<T> values, Predicate<T> counts) {
    return values.stream().anyMatch(counts);
  }

  /** None of those that there are. */
  private static <T> boolean none(List<T> values, Predicate<T> counts) {
    return !values.isEmpty() && values.stream().noneMatch(counts);
  }

  private static String lower(JsonNode value) {
    return lower(value.asString());
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /**
   * A text that a regular expression may look at only so often: some take longer than anybody
   * lives, and whoever writes the rule would hold a thread for as long.
   */
  private static final class Patience implements CharSequence {

    private static final int LOOKS = 100_000;

    private final CharSequence text;
    private int left = LOOKS;

    Patience(CharSequence text) {
      this.text = text;
    }

    @Override
    public char charAt(int index) {
      if (left-- == 0) {
        throw tooSlow();
      }
      return text.charAt(index);
    }

    static Problem tooSlow() {
      return new Problem(
          HttpStatus.BAD_REQUEST,
          "rule_too_slow",
          "The rule's regular expression takes too long on one of the events");
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
