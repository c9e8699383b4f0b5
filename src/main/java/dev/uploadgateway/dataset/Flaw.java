package dev.uploadgateway.dataset;

import dev.uploadgateway.problem.Problem;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * What is wrong with a value that somebody gave; never the value itself, which may be a token.
 *
 * @param field in snake_case, as in the API
 * @param rule what the field takes, so that "field rule" is a sentence
 */
record Flaw(String field, String rule) {

  /** Null where the value is left out or passes. */
  static <T> @Nullable Flaw unless(
      @Nullable T value, Predicate<T> passes, String field, String rule) {
    return value == null || passes.test(value) ? null : new Flaw(field, rule);
  }

  Problem problem() {
    return new Problem(HttpStatus.BAD_REQUEST, "invalid_field", field + " " + rule)
        .with("field", field);
  }

  /** For a start that must not succeed. */
  IllegalArgumentException inProperty(String prefix) {
    return new IllegalArgumentException(prefix + field.replace('_', '-') + " " + rule);
  }
}
