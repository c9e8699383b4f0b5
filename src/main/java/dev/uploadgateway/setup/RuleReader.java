package dev.uploadgateway.setup;

import dev.uploadgateway.problem.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a rule, and names what is wrong with it and where (RFC 6901, such as {@code /and/1}). */
final class RuleReader {

  private static final int DEEPEST = 20;
  private static final int LONGEST = 10_000;
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}(\\.\\d{1,18})?");

  /** Before and after the point; of what has a billion nobody could even write the text. */
  private static final int MOST_DIGITS = 40;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  /**
   * A rule that was understood.
   *
   * @param json as it goes to Meta
   */
  record Read(Rule rule, String json) {}

  private RuleReader() {}

  /**
   * @param given a JSON object, or the text of one, as Meta takes it
   * @throws Problem 400 {@code invalid_rule} with the {@code pointer} to what is wrong
   */
  static Read read(@Nullable JsonNode given) {
    if (given == null || given.isNull()) {
      throw invalid("", "is missing");
    }
    JsonNode json = given.isString() ? parsed(given.stringValue()) : given;
    String text = json.toString();
    if (text.length() > LONGEST) {
      throw invalid("", "is longer than " + LONGEST + " characters");
    }
    return new Read(rule(json, "", 0), text);
  }

  private static JsonNode parsed(String text) {
    try {
      return JSON.readTree(text);
    } catch (JacksonException e) {
      int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
      throw invalid("", "is not JSON, or has a member twice, near column " + column);
    }
  }

  private static Rule rule(JsonNode json, String at, int depth) {
    if (depth > DEEPEST) {
      throw invalid(at, "is nested more than " + DEEPEST + " deep");
    }
    String name = onlyMember(json, at, "\"and\", \"or\", \"not\" or a field");
    JsonNode inner = json.path(name);
    String there = at + "/" + escaped(name);
    return switch (name) {
      case "and" -> new Rule.All(rules(inner, there, depth));
      case "or" -> new Rule.Any(rules(inner, there, depth));
      case "not" -> new Rule.Not(rule(inner, there, depth + 1));
      default -> comparison(field(name, there), inner, there);
    };
  }

  private static List<Rule> rules(JsonNode json, String at, int depth) {
    if (!json.isArray() || json.isEmpty()) {
      throw invalid(at, "takes a list of one or more rules");
    }
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < json.size(); i++) {
      rules.add(rule(json.get(i), at + "/" + i, depth + 1));
    }
    return rules;
  }

  private static Field field(String name, String at) {
    return Field.of(name)
        .orElseThrow(() ->
            invalid(
                at,
                name.equals("custom_data.")
                    ? "names no parameter after custom_data."
                    : "is no field of an event: it takes "
                        + Field.known()
                        + ", and custom_data.x for a parameter x of your own"));
  }

  private static Rule comparison(Field field, JsonNode json, String at) {
    String name = onlyMember(json, at, "an operator");
    String there = at + "/" + escaped(name);
    Operator operator =
        Operator.of(name)
            .orElseThrow(() -> invalid(there, "is no operator: it takes " + operators()));
    JsonNode operand = json.path(name);
    return switch (operator.operand()) {
      case NUMBER -> new Rule.Number(field, operator, number(operand, there));
      case LIST -> new Rule.OneOf(field, operator, texts(operand, there));
      case TEXT -> text(field, operator, operand, there);
    };
  }

  private static Rule text(Field field, Operator operator, JsonNode operand, String at) {
    boolean equality = operator == Operator.EQ || operator == Operator.NEQ;
    if (equality && operand.isNumber()) {
      return new Rule.Text(field, operator, number(operand, at).toPlainString());
    }
    if (!operand.isString() || operand.stringValue().isEmpty()) {
      throw invalid(at, equality ? "takes a text or a number" : "takes a text");
    }
    return operator == Operator.REGEX_MATCH
        ? new Rule.Matches(field, pattern(operand.stringValue(), at))
        : new Rule.Text(field, operator, operand.stringValue());
  }

  private static Pattern pattern(String text, String at) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw invalid(at, "takes a regular expression; this one breaks at " + e.getIndex());
    }
  }

  private static BigDecimal number(JsonNode operand, String at) {
    return number(operand).orElseThrow(() -> invalid(at, "takes a number"));
  }

  /** A number, or a text that is one, as both dialects have them; empty where it is neither. */
  static Optional<BigDecimal> number(JsonNode value) {
    if (value.isString()) {
      String text = value.stringValue().strip();
      return NUMBER.matcher(text).matches() ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }
    boolean endless = value.isDouble() && !Double.isFinite(value.doubleValue());
    if (!value.isNumber() || endless) {
      return Optional.empty();
    }
    BigDecimal number = value.decimalValue();
    int before = number.precision() - number.scale();
    return before <= MOST_DIGITS && number.scale() <= MOST_DIGITS
        ? Optional.of(number)
        : Optional.empty();
  }

  private static List<String> texts(JsonNode operand, String at) {
    boolean taken =
        operand.isArray()
            && !operand.isEmpty()
            && operand.valueStream().allMatch(one -> one.isString() || one.isNumber());
    if (!taken) {
      throw invalid(at, "takes a list of one or more texts");
    }
    return operand.valueStream().map(JsonNode::asString).toList();
  }

  private static String onlyMember(JsonNode json, String at, String what) {
    if (!json.isObject() || json.size() != 1) {
      throw invalid(at, "takes an object with one member, " + what);
    }
    return json.propertyNames().iterator().next();
  }

  private static String operators() {
    return Arrays.stream(Operator.values())
        .map(Operator::wireName)
        .collect(Collectors.joining(", "));
  }

  private static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  private static Problem invalid(String pointer, String how) {
    String where = pointer.isEmpty() ? "The rule " : "The rule at " + pointer + " ";
    return new Problem(HttpStatus.BAD_REQUEST, "invalid_rule", where + how)
        .with("field", "rule")
        .with("pointer", pointer);
  }
}
