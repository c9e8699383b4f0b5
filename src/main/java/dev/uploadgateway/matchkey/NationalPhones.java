package dev.uploadgateway.matchkey;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Phone numbers as they are dialled inside a country: libphonenumber knows which leading digits are
 * for dialling only (a trunk 0 or 8, Hungary's 06), which belong to the number (Italy's 0), and
 * when the country's own code is there already. It makes a customer four times as slow to read, so
 * the plans in which that takes no knowledge do not go through it: North America, and countries
 * with a trunk 0 and no exceptions.
 */
final class NationalPhones {

  /** Where the trunk 0 goes and the rest stays; a test holds it against libphonenumber. */
  static final Set<String> PLAIN_TRUNK_ZERO =
      Set.of(
          "ae", "at", "au", "be", "bg", "ch", "cn", "de", "fi", "fr", "gb", "hr", "id", "ie", "in",
          "my", "ng", "nl", "ph", "pk", "ro", "rs", "se", "sk", "th", "tr", "ua", "vn", "za");

  private static final PhoneNumberUtil PLANS = PhoneNumberUtil.getInstance();

  private NationalPhones() {}

  /**
   * The digits to dial from abroad. A number that the country's plan does not know, because it is
   * old, incomplete or wrong, gets the country's code in front of what is left without leading
   * zeros.
   *
   * @param code the country's calling code
   */
  static String international(String digits, String country, String code) {
    if (code.equals(CallingCodes.NORTH_AMERICA) && isNorthAmerican(digits)) {
      return digits.length() == 10 ? code + digits : digits;
    }
    if (PLAIN_TRUNK_ZERO.contains(country) && hasTrunkZero(digits, code)) {
      return code + digits.substring(1);
    }
    return planned(digits, country, code);
  }

  /** What the country's plan makes of the digits. */
  static String planned(String digits, String country, String code) {
    String region = country.toUpperCase(Locale.ROOT);
    PhoneNumber number = parse(digits, region);
    if (number == null || !PLANS.isPossibleNumber(number)) {
      PhoneNumber withoutZeros = parse(Phones.withoutLeadingZeros(digits), region);
      number = withoutZeros != null && PLANS.isPossibleNumber(withoutZeros) ? withoutZeros : number;
    }
    return number == null ? code + Phones.withoutLeadingZeros(digits) : digits(number);
  }

  /** The same number as its plan has it; unchanged where no plan does. */
  static String replan(String international, int codeLength) {
    PhoneNumber number = parse("+" + international, null);
    return number == null
            || number.getCountryCode() != Integer.parseInt(international, 0, codeLength, 10)
        ? international
        : digits(number);
  }

  /** Area codes begin with 2 to 9, so a 1 in front can only be the country's code. */
  private static boolean isNorthAmerican(String digits) {
    int start = digits.startsWith("1") ? 1 : 0;
    return digits.length() == start + 10 && digits.charAt(start) >= '2';
  }

  /**
   * The country's own code behind the zero is a plus mistyped, or chance; that is for the plan to
   * say.
   */
  private static boolean hasTrunkZero(String digits, String code) {
    return digits.length() >= 7
        && digits.charAt(0) == '0'
        && digits.charAt(1) != '0'
        && !digits.startsWith(code, 1);
  }

  private static String digits(PhoneNumber number) {
    String national = PLANS.getNationalSignificantNumber(number);
    boolean zeroBelongs =
        national.startsWith("0") && (number.getCountryCode() == 39 || PLANS.isValidNumber(number));
    return number.getCountryCode()
        + (zeroBelongs ? national : Phones.withoutLeadingZeros(national));
  }

  private static @Nullable PhoneNumber parse(String digits, @Nullable String region) {
    try {
      return PLANS.parse(digits, region);
    } catch (NumberParseException notInThePlan) {
      return null;
    }
  }
}
