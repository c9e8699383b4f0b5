package dev.uploadgateway.console;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Currency;
import java.util.Locale;

/** Numbers and times as people read them. Times are UTC and say so. */
final class Say {

  private static final DateTimeFormatter THIS_YEAR =
      DateTimeFormatter.ofPattern("d MMM, HH:mm 'UTC'", Locale.ENGLISH).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter ANY_YEAR =
      DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private static final DateTimeFormatter TO_THE_SECOND =
      DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm:ss 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH);

  private static final String SIZES = "kMGT";

  private Say() {}

  /** Such as {@code 1,204}. */
  static String number(long number) {
    return String.format(Locale.ENGLISH, "%,d", number);
  }

  /** Such as {@code 1 event} or {@code 1,204 events}. */
  static String count(long number, String thing) {
    return number(number) + " " + thing + (number == 1 ? "" : "s");
  }

  /** The same of what makes its plural in another way. */
  static String count(long number, String one, String many) {
    return number(number) + " " + (number == 1 ? one : many);
  }

  /** Such as {@code 1.4 MB}; as settings count it, in steps of 1,024. */
  static String bytes(long bytes) {
    if (bytes < 1_024) {
      return count(bytes, "byte");
    }
    double size = bytes;
    int unit = -1;
    while (size >= 1_023.95 && unit < SIZES.length() - 1) {
      size /= 1_024;
      unit++;
    }
    String digits = String.format(Locale.ENGLISH, "%.1f", size);
    return digits.replaceFirst("\\.0$", "") + " " + SIZES.charAt(unit) + "B";
  }

  /** In the largest unit that there are two of, such as {@code 3 minutes}. */
  static String duration(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds == 0) {
      return "a moment";
    }
    if (seconds < 120) {
      return count(seconds, "second");
    }
    if (seconds < 2 * 3_600) {
      return count(seconds / 60, "minute");
    }
    return seconds < 2 * 86_400 ? count(seconds / 3_600, "hour") : count(seconds / 86_400, "day");
  }

  /** Such as {@code 3 May, 14:05 UTC}, with the year where it is another one. */
  static String time(Instant time, Instant now) {
    boolean thisYear =
        time.atZone(ZoneOffset.UTC).getYear() == now.atZone(ZoneOffset.UTC).getYear();
    return (thisYear ? THIS_YEAR : ANY_YEAR).format(time);
  }

  /** Such as {@code 3 May 2026, 14:05:09 UTC}, for who compares it with a log. */
  static String moment(Instant time) {
    return TO_THE_SECOND.format(time);
  }

  /** Such as {@code 3 May 2026}. */
  static String day(LocalDate day) {
    return DAY.format(day);
  }

  /** Such as {@code EUR 1,204.50}: with the decimals that the currency has, or more where given. */
  static String money(BigDecimal amount, String currency) {
    int usual = Currency.getInstance(currency).getDefaultFractionDigits();
    int scale = Math.max(usual, Math.max(0, amount.stripTrailingZeros().scale()));
    return currency + " " + String.format(Locale.ENGLISH, "%,." + scale + "f", amount);
  }
}
