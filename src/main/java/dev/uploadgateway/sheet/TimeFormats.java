package dev.uploadgateway.sheet;

import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds out how times are written. */
final class TimeFormats {

  private static final String CLOCK = "[','][ H:mm[:ss]]";
  private static final String TWELVE_HOURS = "[','] h:mm[:ss][ ]a";

  /** Of two that read all the same the first is offered. */
  private static final List<TimeFormat> KNOWN = new ArrayList<>();

  static {
    KNOWN.add(TimeFormat.ISO);
    KNOWN.add(TimeFormat.EPOCH_SECONDS);
    KNOWN.add(TimeFormat.EPOCH_MILLISECONDS);
    for (String date :
        List.of(
            "d.M.yyyy",
            "d.M.yy",
            "M/d/yyyy",
            "d/M/yyyy",
            "M/d/yy",
            "d/M/yy",
            "d-M-yyyy",
            "M-d-yyyy",
            "yyyy/M/d",
            "yyyy.M.d",
            "d MMM yyyy",
            "MMM d, yyyy",
            "d-MMM-yyyy",
            "yyyyMMdd")) {
      KNOWN.add(TimeFormat.of(date + CLOCK).orElseThrow());
      KNOWN.add(TimeFormat.of(date + TWELVE_HOURS).orElseThrow());
    }
  }

  private static final Pattern TIME_OF_DAY =
      Pattern.compile(
          "(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,]\\d{1,9})?)? ?(?:([AaPp])[.]?[Mm][.]?)?");

  private TimeFormats() {}

  /**
   * Those that read most of the texts.
   *
   * @return in order; more than one where nothing tells the day from the month, none where the
   *     texts are no times
   */
  static List<TimeFormat> of(Collection<String> texts) {
    List<TimeFormat> best = new ArrayList<>();
    int most = 0;
    for (TimeFormat format : KNOWN) {
      int read = 0;
      for (String text : texts) {
        read += format.read(text).isPresent() ? 1 : 0;
      }
      if (read > most) {
        best.clear();
        most = read;
      }
      if (read > 0 && read == most) {
        best.add(format);
      }
    }
    return best;
  }

  /** A time of the day; empty where the text is none. */
  static Optional<LocalTime> timeOfDay(String text) {
    Matcher time = TIME_OF_DAY.matcher(text);
    if (!time.matches()) {
      return Optional.empty();
    }
    int hour = Integer.parseInt(time.group(1));
    if (time.group(4) != null) {
      boolean afternoon = time.group(4).equalsIgnoreCase("p");
      if (hour < 1 || hour > 12) {
        return Optional.empty();
      }
      hour = hour % 12 + (afternoon ? 12 : 0);
    }
    try {
      int second = time.group(3) == null ? 0 : Integer.parseInt(time.group(3));
      return Optional.of(LocalTime.of(hour, Integer.parseInt(time.group(2)), second));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
