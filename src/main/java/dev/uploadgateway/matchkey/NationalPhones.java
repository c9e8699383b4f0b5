package dev.uploadgateway.matchkey;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Phone numbers as they are dialled inside a country: libphonenumber knows which leading digits are
 * for dialling only (a trunk 0 or 8, Hungary's 06), which belong to the number (Italy's 0), and
 * when the country's own code is there already. It makes a customer four times as slow to read, so
 * numbers for which that takes no knowledge do not go through it: those of North America, those
 * behind a trunk 0 without exceptions, and those that begin as nothing for dialling does.
 */
final class NationalPhones {

  /** Where the trunk 0 goes and the rest stays; a test holds it against libphonenumber. */
  static final Set<String> PLAIN_TRUNK_ZERO =
      words(
          """
          ae af al am at au az ba bd be bg bl cd ch cn de dz ec eg eh er et fi fr gb ge
          gf gh gp hr id ie in iq ir jo kg ki la lb lk lr ly ma mc md me mf mk mm mq mw
          my na ng nl np ph pk pm ps py re ro rs sa sd se sk sl so ss sy th tr ua ve vn
          xk ye yt za zm zw
          """);

  /**
   * The digits of a country that nothing for dialling begins with, neither within it nor abroad: a
   * number that begins with one of them is whole. They are read off libphonenumber's patterns, and
   * the same test holds them against it.
   */
  static final Map<String, String> WHOLE_FROM = new HashMap<>();

  static {
    String table =
        """
        123456789 ac ad ae af al am ao at aw az ba bd be bf bg bh bi bj bl bn bo bq bt bw bz cd cf
        123456789 cg ch ci ck cm co cv cw cy cz de dj dk dz ec ee eg eh er es et fj fk fm fr ga ge
        123456789 gf gh gi gl gm gn gp gq gr gt gw gy hk hn hr ht hu id ie il in io iq ir it jo jp
        123456789 ke kg kh ki km kr kw la lb lk lr ls lv ly ma mc md me mf mk ml mm mn mo mq mr mt
        123456789 mu mv mw mx my mz na nc ne ng ni nl no np nr nu nz om pa pf ph pk pl pm ps pt pw
        123456789 py qa re ro rs rw sa sb sc sd se sg sh sj sk sl sn so sr ss st sv sy sz ta tg th
        123456789 tk tl tn to tr tv tw tz ua ug uy uz va ve vn vu wf ws xk ye yt za zm zw
        12345678 br fi
        23456789 au gb
        12345679 ru
        """;
    table
        .lines()
        .map(line -> line.strip().split(" "))
        .forEach(words ->
            Arrays.stream(words).skip(1).forEach(country -> WHOLE_FROM.put(country, words[0])));
  }

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
    if (isWhole(digits, country, code)) {
      return code + digits;
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

  /** Behind the country's own code there may be a number or chance; that is for the plan to say. */
  private static boolean isWhole(String digits, String country, String code) {
    return !digits.isEmpty()
        && !digits.startsWith(code)
        && WHOLE_FROM.getOrDefault(country, "").indexOf(digits.charAt(0)) >= 0;
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

  private static Set<String> words(String text) {
    return Set.of(text.strip().split("\\s+"));
  }

  private static @Nullable PhoneNumber parse(String digits, @Nullable String region) {
    try {
      return PLANS.parse(digits, region);
    } catch (NumberParseException notInThePlan) {
      return null;
    }
  }
}
