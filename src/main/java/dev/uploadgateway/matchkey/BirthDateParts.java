package dev.uploadgateway.matchkey;

import java.time.LocalDate;

/** Year, month and day of birth where they come one by one: YYYY, MM, DD. */
final class BirthDateParts {

  private BirthDateParts() {}

  static Reading year(String trimmed, LocalDate today) {
    int year = number(trimmed, 4);
    if (year < 0) {
      return new Reading.Dropped(DropReason.NOT_A_DATE);
    }
    if (year < 100) {
      return new Reading.Dropped(DropReason.TWO_DIGIT_YEAR);
    }
    return year < 1900 || year > today.getYear()
        ? new Reading.Dropped(DropReason.DATE_OUT_OF_RANGE)
        : Reading.toHash(Integer.toString(year));
  }

  /** A month may come by its English name. */
  static Reading month(String trimmed) {
    WrittenDate written = WrittenDate.read(trimmed);
    return written.parts().size() == 1 && written.monthNameAt() == 0
        ? Reading.toHash(BirthDates.digits(written.value(0), 2))
        : upTo(12, trimmed);
  }

  static Reading day(String trimmed) {
    return upTo(31, trimmed);
  }

  private static Reading upTo(int last, String trimmed) {
    int number = number(trimmed, 2);
    return number < 1 || number > last
        ? new Reading.Dropped(DropReason.NOT_A_DATE)
        : Reading.toHash(BirthDates.digits(number, 2));
  }

  /** The number that this is, or -1. */
  private static int number(String trimmed, int mostDigits) {
    String digits = Texts.plainForms(trimmed);
    return Texts.isDigits(digits) && digits.length() <= mostDigits ? Integer.parseInt(digits) : -1;
  }
}
