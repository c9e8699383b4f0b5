package dev.uploadgateway.matchkey;

import org.jspecify.annotations.Nullable;

/**
 * Phone numbers: the digits of the international number, 7 to 15 of them, no leading zeros. A
 * number written with a plus or 00 has its country code already; any other gets that of the
 * customer's country, and where no country is known it is taken as it stands.
 */
final class Phones {

  static final int SHORTEST = 7;
  static final int LONGEST = 15;

  private Phones() {}

  static Reading read(String trimmed, @Nullable String country) {
    WrittenPhone written = WrittenPhone.read(trimmed);
    if (written.vanity()) {
      return new Reading.Dropped(DropReason.VANITY_PHONE);
    }
    String digits = written.digits();
    String code = country == null ? "" : CallingCodes.of(country);
    if (country != null && !code.isEmpty() && !written.international()) {
      return withinLimits(NationalPhones.international(digits, country, code));
    }
    String international = withoutLeadingZeros(digits);
    return withinLimits(written.international() ? withoutTrunkZero(international) : international);
  }

  /** Whether a number begins with a zero that is dialled within a country only. */
  static boolean isDialledAtHome(String trimmed) {
    WrittenPhone written = WrittenPhone.read(trimmed);
    return !written.international() && written.digits().startsWith("0");
  }

  static String withoutLeadingZeros(String digits) {
    int start = 0;
    while (start < digits.length() && digits.charAt(start) == '0') {
      start++;
    }
    return digits.substring(start);
  }

  /**
   * +44 020…: the zero is there where nobody dials it, and only the numbering plan knows where it
   * belongs.
   */
  private static String withoutTrunkZero(String international) {
    int code = CallingCodes.lengthIn(international);
    boolean zeroFollows =
        code > 0 && code < international.length() && international.charAt(code) == '0';
    return zeroFollows ? NationalPhones.replan(international, code) : international;
  }

  private static Reading withinLimits(String digits) {
    if (digits.length() < SHORTEST) {
      return new Reading.Dropped(DropReason.PHONE_TOO_SHORT);
    }
    return digits.length() > LONGEST
        ? new Reading.Dropped(DropReason.PHONE_TOO_LONG)
        : Reading.toHash(digits);
  }
}
