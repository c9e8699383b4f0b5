package dev.uploadgateway.report;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How time is cut for statistics, as on the clocks of a zone: where these are changed, a day has 23
 * or 25 hours. The words are those of Meta's {@code granularity}.
 */
enum Steps {
  HOURLY,
  SIX_HOURLY,
  DAILY;

  static final List<String> WORDS = List.of(HOURLY.word(), SIX_HOURLY.word(), DAILY.word());

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Steps of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /**
   * Where steps begin: the first not after the first second, the last after the last second, in
   * unix seconds.
   */
  long[] edges(long first, long last, ZoneId zone) {
    List<Long> edges = new ArrayList<>();
    ZonedDateTime edge = begin(Instant.ofEpochSecond(first).atZone(zone));
    edges.add(edge.toEpochSecond());
    while (edge.toEpochSecond() <= last) {
      edge = next(edge);
      edges.add(edge.toEpochSecond());
    }
    return edges.stream().mapToLong(Long::longValue).toArray();
  }

  private ZonedDateTime begin(ZonedDateTime time) {
    return switch (this) {
      // Of the two hours of one name in autumn the one that the time is in
      case HOURLY -> time.truncatedTo(ChronoUnit.HOURS);
      case SIX_HOURLY ->
          LocalDateTime.of(time.toLocalDate(), LocalTime.of(time.getHour() / 6 * 6, 0))
              .atZone(time.getZone());
      case DAILY -> time.toLocalDate().atStartOfDay(time.getZone());
    };
  }

  private ZonedDateTime next(ZonedDateTime edge) {
    return switch (this) {
      case HOURLY -> nextHour(edge);
      case SIX_HOURLY -> begin(edge).toLocalDateTime().plusHours(6).atZone(edge.getZone());
      case DAILY -> edge.toLocalDate().plusDays(1).atStartOfDay(edge.getZone());
    };
  }

  /** Where clocks are put back by half an hour, one hour has an hour and a half. */
  private ZonedDateTime nextHour(ZonedDateTime edge) {
    ZonedDateTime next = edge;
    for (int hours = 1; !next.isAfter(edge); hours++) {
      next = begin(edge.plusHours(hours));
    }
    return next;
  }
}
