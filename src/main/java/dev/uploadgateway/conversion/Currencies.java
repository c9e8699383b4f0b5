package dev.uploadgateway.conversion;

import java.util.Currency;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The currencies that money is paid in today. */
public final class Currencies {

  private static final Map<String, Currency> BY_CODE = new HashMap<>();

  static {
    // the JDK also knows marks, gold and test codes; a currency that a country pays in is a current
    // one
    for (String country : Locale.getISOCountries()) {
      Currency currency = Currency.getInstance(Locale.of("", country));
      if (currency != null) {
        BY_CODE.put(currency.getCurrencyCode(), currency);
      }
    }
  }

  private Currencies() {}

  /**
   * The currency of an ISO 4217 code in any case and with blanks around it, or empty where none has
   * it today.
   */
  public static Optional<Currency> currency(String code) {
    return Optional.ofNullable(BY_CODE.get(withoutBlanks(code).toUpperCase(Locale.ROOT)));
  }

  private static String withoutBlanks(String code) {
    int start = 0;
    int end = code.length();
    while (start < end && isBlank(code.charAt(start))) {
      start++;
    }
    while (start < end && isBlank(code.charAt(end - 1))) {
      end--;
    }
    return code.substring(start, end);
  }

  private static boolean isBlank(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }
}
