package dev.uploadgateway.facade;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times as Graph takes them: unix seconds, {@code 2026-11-23T10:00:00+0000}, or a day (UTC). */
final class GraphTime {

  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss[XXX][XX]");

  private GraphTime() {}

  /**
   * @throws Refusal if it is none of these
   */
  static String seconds(String parameter, String text) {
    String given = text.strip();
    if (given.isEmpty() || given.matches("\\d{1,18}")) {
      return given;
    }
    try {
      long seconds =
          given.length() == 10
              ? LocalDate.parse(given).atStartOfDay(ZoneOffset.UTC).toEpochSecond()
              // A plus that was not encoded has become a blank.
              : OffsetDateTime.parse(given.replace(' ', '+'), ISO).toEpochSecond();
      return Long.toString(seconds);
    } catch (DateTimeException e) {
      throw GraphError.invalidParameter(
              "The parameter " + parameter + " takes unix seconds or an ISO 8601 time")
          .refusal();
    }
  }
}
