package dev.uploadgateway.matchkey;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The first three parts of a date as people write it: numbers and names of months, in the order in
 * which they stand. Other words, signs, and whatever follows (a time of day) are passed over.
 * Prints as nothing.
 *
 * @param parts at most three
 * @param dotted whether a dot follows the first part
 */
record WrittenDate(List<Part> parts, boolean dotted) {

  /**
   * One number of a date.
   *
   * @param digits how many digits it was written with, 0 where it is a month's name
   */
  record Part(int value, int digits) {
    boolean isMonthName() {
      return digits == 0;
    }

    boolean isYear() {
      return digits == 4;
    }
  }

  private static final int MOST_DIGITS = 8;

  private static final Map<String, Integer> MONTHS =
      Map.ofEntries(
          Map.entry("jan", 1),
          Map.entry("feb", 2),
          Map.entry("mar", 3),
          Map.entry("apr", 4),
          Map.entry("may", 5),
          Map.entry("jun", 6),
          Map.entry("jul", 7),
          Map.entry("aug", 8),
          Map.entry("sep", 9),
          Map.entry("oct", 10),
          Map.entry("nov", 11),
          Map.entry("dec", 12));

  private static final String FULL_NAMES =
      " january february march april may june july august sept september october november december ";

  static WrittenDate read(String trimmed) {
    String text = Texts.plainForms(trimmed);
    var parts = new ArrayList<Part>(3);
    boolean dotted = false;
    int i = 0;
    while (i < text.length() && parts.size() < 3) {
      int end = endOfRun(text, i);
      Part part = part(text, i, end);
      if (part != null) {
        dotted |= parts.isEmpty() && end < text.length() && text.charAt(end) == '.';
        parts.add(part);
      }
      i = end;
    }
    return new WrittenDate(parts, dotted);
  }

  /** Which part is the year, or -1. */
  int yearAt() {
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i).isYear()) {
        return i;
      }
    }
    return -1;
  }

  /** Which part is the name of a month, or -1. */
  int monthNameAt() {
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i).isMonthName()) {
        return i;
      }
    }
    return -1;
  }

  int value(int part) {
    return parts.get(part).value();
  }

  @Override
  public String toString() {
    return "WrittenDate[]";
  }

  private static @Nullable Part part(String text, int start, int end) {
    if (Texts.isDigit(text.charAt(start))) {
      // of a longer number nothing is used but that it is too long
      int digits = Math.min(end - start, MOST_DIGITS + 1);
      return new Part(Integer.parseInt(text, start, start + digits, 10), digits);
    }
    Integer month = end - start < 3 ? null : month(text.substring(start, end));
    return month == null ? null : new Part(month, 0);
  }

  private static @Nullable Integer month(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    return lower.length() == 3 || FULL_NAMES.contains(" " + lower + " ")
        ? MONTHS.get(lower.substring(0, 3))
        : null;
  }

  /** Behind the digits, letters or single sign that start here. */
  private static int endOfRun(String text, int start) {
    int kind = kind(text.charAt(start));
    int end = start + 1;
    while (kind != 0 && end < text.length() && kind(text.charAt(end)) == kind) {
      end++;
    }
    return end;
  }

  private static int kind(char c) {
    return Texts.isDigit(c) ? 1 : Character.isLetter(c) ? 2 : 0;
  }
}
