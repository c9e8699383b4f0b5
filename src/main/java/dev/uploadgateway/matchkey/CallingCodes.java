package dev.uploadgateway.matchkey;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The codes of countries in the international numbering plan; no code is the beginning of another.
 */
final class CallingCodes {

  static final String NORTH_AMERICA = "1";
  static final String ITALY = "39";

  private static final boolean[] KNOWN = new boolean[1000];
  private static final Map<String, String> BY_COUNTRY = new HashMap<>();

  static {
    PhoneNumberUtil phones = PhoneNumberUtil.getInstance();
    phones.getSupportedCallingCodes().forEach(code -> KNOWN[code] = true);
    for (String region : phones.getSupportedRegions()) {
      BY_COUNTRY.put(
          region.toLowerCase(Locale.ROOT),
          Integer.toString(phones.getCountryCodeForRegion(region)));
    }
  }

  private CallingCodes() {}

  /** Whether a number is a code. */
  static boolean isCode(int number) {
    return KNOWN[number];
  }

  /** The code of a country, or an empty text for the few that have no phones. */
  static String of(String country) {
    return BY_COUNTRY.getOrDefault(country, "");
  }

  /** Whether digits without leading zeros are a code and nothing more. */
  static boolean isCode(CharSequence digits) {
    return digits.length() == lengthIn(digits);
  }

  /** How many of these digits are the code, 0 where they begin with none. */
  static int lengthIn(CharSequence digits) {
    int code = 0;
    for (int i = 0; i < digits.length() && i < 3; i++) {
      code = code * 10 + (digits.charAt(i) - '0');
      if (code > 0 && KNOWN[code]) {
        return i + 1;
      }
    }
    return 0;
  }
}
