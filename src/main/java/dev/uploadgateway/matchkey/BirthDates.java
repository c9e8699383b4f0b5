package dev.uploadgateway.matchkey;

import java.time.LocalDate;
import java.time.YearMonth;

/**
 * Birth dates: YYYYMMDD, a day of the calendar between 1900 and today. A date is taken as written,
 * whatever its time zone. The order of day and month is the dataset's where it decides; behind dots
 * it is day, month, year.
 */
final class BirthDates {

  private static final int FIRST_YEAR = 1900;
  private static final int COMPACT = 8;

  private BirthDates() {}

  static Reading read(String trimmed, DateOrder order, LocalDate today) {
    if (isIso(trimmed)) {
      return of(number(trimmed, 0, 4), number(trimmed, 5, 7), number(trimmed, 8, 10), today);
    }
    WrittenDate date = WrittenDate.read(trimmed);
    if (!date.parts().isEmpty() && date.parts().getFirst().digits() == COMPACT) {
      return compact(date.value(0), order, today);
    }
    if (date.parts().size() < 3) {
      return new Reading.Dropped(DropReason.NOT_A_DATE);
    }
    int year = date.yearAt();
    if (year < 0) {
      return new Reading.Dropped(
          date.parts().stream().allMatch(part -> part.digits() <= 2)
              ? DropReason.TWO_DIGIT_YEAR
              : DropReason.NOT_A_DATE);
    }
    int month = monthAt(date, year, order);
    if (year == 1 || month == year) {
      return new Reading.Dropped(DropReason.NOT_A_DATE);
    }
    int day = 3 - year - month;
    return of(date.value(year), date.value(month), date.value(day), today);
  }

  /** The date of these numbers, if it is one on which a customer can be born. */
  static Reading of(int year, int month, int day, LocalDate today) {
    if (month < 1 || month > 12 || day < 1) {
      return new Reading.Dropped(DropReason.NOT_A_DATE);
    }
    if (day > 28 && day > YearMonth.of(year, month).lengthOfMonth()) {
      return new Reading.Dropped(DropReason.NOT_A_DATE);
    }
    int date = (year * 100 + month) * 100 + day;
    return year < FIRST_YEAR || date > number(today)
        ? new Reading.Dropped(DropReason.DATE_OUT_OF_RANGE)
        : Reading.toHash(Integer.toString(date));
  }

  /** The number that YYYYMMDD is. */
  static int number(LocalDate date) {
    return (date.getYear() * 100 + date.getMonthValue()) * 100 + date.getDayOfMonth();
  }

  /** A number with leading zeros. */
  static String digits(int number, int length) {
    String digits = Integer.toString(number);
    return "0".repeat(Math.max(0, length - digits.length())) + digits;
  }

  /** 1990-02-16, of which no order of day and month has another opinion. */
  private static boolean isIso(String text) {
    if (text.length() != 10 || text.charAt(4) != '-' || text.charAt(7) != '-') {
      return false;
    }
    for (int i = 0; i < 10; i++) {
      if (i != 4 && i != 7 && !Texts.isDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }

  private static int monthAt(WrittenDate date, int year, DateOrder order) {
    if (date.monthNameAt() >= 0) {
      return date.monthNameAt();
    }
    if (year == 0) {
      return 1;
    }
    boolean onlyDayFirst = date.value(0) > 12;
    boolean onlyMonthFirst = date.value(1) > 12;
    boolean dayFirst = order == DateOrder.DMY || date.dotted();
    return onlyDayFirst || (dayFirst && !onlyMonthFirst) ? 1 : 0;
  }

  /**
   * Eight digits are year, month, day. What cannot be that, as 16021997, is a day and a month
   * before their year.
   */
  private static Reading compact(int number, DateOrder order, LocalDate today) {
    Reading yearFirst = of(number / 10_000, number / 100 % 100, number % 100, today);
    if (yearFirst instanceof Reading.Kept) {
      return yearFirst;
    }
    int first = number / 1_000_000;
    int second = number / 10_000 % 100;
    boolean dayFirst = first > 12 || (order == DateOrder.DMY && second <= 12);
    Reading yearLast =
        dayFirst
            ? of(number % 10_000, second, first, today)
            : of(number % 10_000, first, second, today);
    return yearLast instanceof Reading.Kept ? yearLast : yearFirst;
  }
}
