package dev.uploadgateway.sheet;

import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One way to write times: {@code iso}, {@code epoch_seconds}, {@code epoch_milliseconds}, or a
 * pattern such as {@code dd.MM.yyyy HH:mm} in the letters of {@link DateTimeFormatter}. A date
 * without a time of the day is its beginning.
 */
public final class TimeFormat {

  static final TimeFormat ISO = new TimeFormat("iso", null);
  static final TimeFormat EPOCH_SECONDS = new TimeFormat("epoch_seconds", null);
  static final TimeFormat EPOCH_MILLISECONDS = new TimeFormat("epoch_milliseconds", null);

  private static final int LONGEST_PATTERN = 60;

  /** With a T or a space, with or without seconds, fractions and zone. */
  private static final Pattern ISO_TIME =
      Pattern.compile(
          "(\\d{4})-(\\d{1,2})-(\\d{1,2})(?:[T ](\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,]\\d{1,9})?)?"
              + " ?(Z|UTC|[+-]\\d{2}(?::?\\d{2})?)?)?");

  private static final Pattern SECONDS = Pattern.compile("\\d{9,11}([.]0+)?");
  private static final Pattern MILLISECONDS = Pattern.compile("\\d{12,14}");

  private final String name;
  private final @Nullable DateTimeFormatter formatter;

  private TimeFormat(String name, @Nullable DateTimeFormatter formatter) {
    this.name = name;
    this.formatter = formatter;
  }

  /** The format of that name or pattern; empty where it is none, or lacks the day or the year. */
  static Optional<TimeFormat> of(String name) {
    return switch (name) {
      case "iso" -> Optional.of(ISO);
      case "epoch_seconds" -> Optional.of(EPOCH_SECONDS);
      case "epoch_milliseconds" -> Optional.of(EPOCH_MILLISECONDS);
      default -> ofPattern(name);
    };
  }

  /** As mappings name it. */
  public String name() {
    return name;
  }

  /** The time that the text is in this format; empty where it is none. */
  Optional<Moment> read(String text) {
    if (formatter != null) {
      return parsed(formatter, text);
    }
    return switch (name) {
      case "iso" -> iso(text);
      case "epoch_seconds" ->
          SECONDS.matcher(text).matches()
              ? fixed(Instant.ofEpochSecond(Long.parseLong(text.split("[.]", 2)[0])))
              : Optional.empty();
      default ->
          MILLISECONDS.matcher(text).matches()
              ? fixed(Instant.ofEpochMilli(Long.parseLong(text)))
              : Optional.empty();
    };
  }

  private static Optional<TimeFormat> ofPattern(String pattern) {
    if (pattern.length() > LONGEST_PATTERN) {
      return Optional.empty();
    }
    try {
      DateTimeFormatter formatter =
          new DateTimeFormatterBuilder()
              .parseCaseInsensitive()
              // the year of the era needs an era beside it
              .appendPattern(pattern.replace('y', 'u'))
              .toFormatter(Locale.ENGLISH)
              .withResolverStyle(ResolverStyle.STRICT);
      // what cannot be read back names no day
      String sample =
          formatter.format(OffsetDateTime.of(2026, 11, 25, 10, 15, 30, 0, ZoneOffset.UTC));
      return parsed(formatter, sample).map(moment -> new TimeFormat(pattern, formatter));
    } catch (IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Moment> parsed(DateTimeFormatter formatter, String text) {
    // looks first, as a failure that is thrown costs more than a hundred times that
    ParsePosition end = new ParsePosition(0);
    if (formatter.parseUnresolved(text, end) == null || end.getIndex() < text.length()) {
      return Optional.empty();
    }
    try {
      TemporalAccessor found = formatter.parse(text);
      LocalDate date = found.query(TemporalQueries.localDate());
      if (date == null) {
        return Optional.empty();
      }
      LocalTime given = found.query(TemporalQueries.localTime());
      LocalDateTime time = date.atTime(given == null ? LocalTime.MIDNIGHT : given);
      var zone = found.query(TemporalQueries.zone());
      return zone == null
          ? Optional.of(new Moment.Local(time))
          : fixed(time.atZone(zone).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Moment> iso(String text) {
    Matcher iso = ISO_TIME.matcher(text);
    if (!iso.matches()) {
      return Optional.empty();
    }
    try {
      LocalDateTime time =
          LocalDateTime.of(
              number(iso, 1),
              number(iso, 2),
              number(iso, 3),
              number(iso, 4),
              number(iso, 5),
              number(iso, 6));
      String zone = iso.group(7);
      if (zone == null) {
        return Optional.of(new Moment.Local(time));
      }
      return fixed(time.toInstant(zone.equals("UTC") ? ZoneOffset.UTC : ZoneOffset.of(zone)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static int number(Matcher matcher, int group) {
    return matcher.group(group) == null ? 0 : Integer.parseInt(matcher.group(group));
  }

  private static Optional<Moment> fixed(Instant instant) {
    return Optional.of(new Moment.Fixed(instant));
  }
}
