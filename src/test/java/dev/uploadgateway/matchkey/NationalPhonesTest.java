package dev.uploadgateway.matchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonemetadata.PhoneMetadata;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NationalPhonesTest {

  static Stream<String> countriesOnTheFastPath() {
    return Stream.of(
            NationalPhones.PLAIN_TRUNK_ZERO.stream(),
            NationalPhones.WHOLE_FROM.keySet().stream(),
            Stream.of("us", "ca", "pr", "jm"))
        .flatMap(countries -> countries)
        .distinct()
        .sorted();
  }

  @ParameterizedTest
  @MethodSource("countriesOnTheFastPath")
  void theFastPathAgreesWithTheNumberingPlan(String country) {
    var random = new Random(country.hashCode());
    String code = CallingCodes.of(country);
    for (String first : List.of("0", "", "1", code)) {
      for (int i = 0; i < 300; i++) {
        String digits = first + number(random, 6 + random.nextInt(7));

        assertThat(NationalPhones.international(digits, country, code))
            .isEqualTo(NationalPhones.planned(digits, country, code));
      }
    }
  }

  static Stream<String> countriesWithATrunkZero() {
    return NationalPhones.PLAIN_TRUNK_ZERO.stream().sorted();
  }

  /**
   * What libphonenumber's patterns begin with is looked at, not tried: a pattern that a digit can
   * begin asks for more of them.
   */
  @ParameterizedTest
  @MethodSource("countriesWithATrunkZero")
  void theZeroIsForDiallingOnlyAndNothingElseBeginsWithIt(String country) throws Exception {
    PhoneMetadata plan = plan(country);

    for (char second = '1'; second <= '9'; second++) {
      String digits = "0" + second;
      Matcher prefix = Pattern.compile(plan.getNationalPrefixForParsing()).matcher(digits);

      assertThat(prefix.lookingAt() && prefix.end() == 1 && !prefix.hitEnd()).isTrue();
      assertThat(canBegin(plan.getGeneralDesc().getNationalNumberPattern(), digits)).isFalse();
      assertThat(canBegin(plan.getInternationalPrefix(), digits)).isFalse();
    }
  }

  static Stream<String> countriesWithWholeNumbers() {
    return NationalPhones.WHOLE_FROM.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("countriesWithWholeNumbers")
  void nothingForDiallingBeginsAsAWholeNumberDoes(String country) throws Exception {
    PhoneMetadata plan = plan(country);

    for (String first : NationalPhones.WHOLE_FROM.get(country).split("")) {
      assertThat(canBegin(plan.getInternationalPrefix(), first)).isFalse();
      assertThat(canBegin(plan.getNationalPrefixForParsing(), first)).isFalse();
    }
  }

  private static boolean canBegin(String pattern, String digits) {
    Matcher matcher = Pattern.compile(pattern).matcher(digits);
    return !pattern.isEmpty() && (matcher.lookingAt() || matcher.hitEnd());
  }

  private static PhoneMetadata plan(String country) throws Exception {
    Method plan = PhoneNumberUtil.class.getDeclaredMethod("getMetadataForRegion", String.class);
    plan.setAccessible(true);
    return (PhoneMetadata)
        plan.invoke(PhoneNumberUtil.getInstance(), country.toUpperCase(Locale.ROOT));
  }

  private static String number(Random random, int length) {
    var digits = new StringBuilder().append((char) ('1' + random.nextInt(9)));
    while (digits.length() < length) {
      digits.append((char) ('0' + random.nextInt(10)));
    }
    return digits.toString();
  }
}
