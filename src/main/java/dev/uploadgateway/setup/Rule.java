package dev.uploadgateway.setup;

import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;

/** Which events count as a custom conversion ("Create Offline Custom Conversions"). */
sealed interface Rule {

  /** Every one of them. */
  record All(List<Rule> rules) implements Rule {
    public All {
      rules = List.copyOf(rules);
    }
  }

  /** One of them at least. */
  record Any(List<Rule> rules) implements Rule {
    public Any {
      rules = List.copyOf(rules);
    }
  }

  record Not(Rule rule) implements Rule {}

  /** A field compared with a text, which may read as a number. */
  record Text(Field field, Operator operator, String operand) implements Rule {}

  record Number(Field field, Operator operator, BigDecimal operand) implements Rule {}

  record OneOf(Field field, Operator operator, List<String> operands) implements Rule {
    public OneOf {
      operands = List.copyOf(operands);
    }
  }

  /** Java's dialect, which may differ from Meta's in rare constructs. */
  record Matches(Field field, Pattern pattern) implements Rule {}
}
