package dev.uploadgateway.report;

import dev.uploadgateway.problem.Problem;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.SqlParameterValue;

/** Request parameters of the reports, checked. */
final class Parameters {

  /** The last second of the year 9999, which is as far as times are read. */
  private static final long LATEST = 253_402_300_799L;

  private static final int MOST_ROWS = 1_000;

  private Parameters() {}

  /** One of the words, whatever its case, or the default where none was given. */
  static String oneOf(String name, @Nullable String given, List<String> words, String otherwise) {
    if (given == null || given.isBlank()) {
      return otherwise;
    }
    return words.stream()
        .filter(word -> word.equalsIgnoreCase(given.strip()))
        .findFirst()
        .orElseThrow(() -> invalid(name, "takes one of " + String.join(", ", words)));
  }

  /** A text as it is; PostgreSQL knows none with a NUL. */
  static @Nullable String text(String name, @Nullable String given) {
    if (given != null && given.indexOf('\0') >= 0) {
      throw invalid(name, "holds a control character");
    }
    return given;
  }

  /** The fields asked for, comma-separated or as a JSON list as Meta's clients send it. */
  static Set<String> fields(@Nullable String given, List<String> known, List<String> otherwise) {
    if (given == null || given.isBlank()) {
      return new LinkedHashSet<>(otherwise);
    }
    Set<String> fields = new LinkedHashSet<>();
    Arrays.stream(given.replaceAll("[\\[\\]\"']", "").split(",", -1))
        .map(String::strip)
        .filter(field -> !field.isEmpty())
        .forEach(field -> fields.add(oneOf("fields", field, known, field)));
    return fields.isEmpty() ? new LinkedHashSet<>(otherwise) : fields;
  }

  /** Nothing but blanks is as good as nothing. */
  static @Nullable String given(@Nullable String text) {
    return text == null || text.isBlank() ? null : text.strip();
  }

  /** Zero or more, of 18 digits at most; null where none was given. */
  static @Nullable Long number(String name, @Nullable String text) {
    String given = given(text);
    if (given == null) {
      return null;
    }
    if (!given.matches("\\d{1,18}")) {
      throw invalid(name, "takes a whole number");
    }
    return Long.valueOf(given);
  }

  /** Unix seconds; null where none were given. */
  static @Nullable Long seconds(String name, @Nullable String given) {
    Long seconds = number(name, given);
    if (seconds != null && seconds > LATEST) {
      throw invalid(name, "takes unix seconds");
    }
    return seconds;
  }

  static SqlParameterValue time(@Nullable Long seconds) {
    OffsetDateTime time =
        seconds == null ? null : Instant.ofEpochSecond(seconds).atOffset(ZoneOffset.UTC);
    return new SqlParameterValue(Types.TIMESTAMP_WITH_TIMEZONE, time);
  }

  /** How many rows a page has, 1 to 1,000. */
  static int limit(@Nullable String given, int otherwise) {
    Long limit = number("limit", given);
    if (limit != null && (limit < 1 || limit > MOST_ROWS)) {
      throw invalid("limit", "takes 1 to " + MOST_ROWS);
    }
    return limit == null ? otherwise : Math.toIntExact(limit);
  }

  static Problem invalid(String name, String how) {
    return new Problem(
            HttpStatus.BAD_REQUEST, "invalid_parameter", "The parameter " + name + " " + how)
        .with("parameter", name);
  }
}
