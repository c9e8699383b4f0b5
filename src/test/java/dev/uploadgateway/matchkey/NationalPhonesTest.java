package dev.uploadgateway.matchkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NationalPhonesTest {

  static Stream<String> countriesOnTheFastPath() {
    return Stream.concat(
        NationalPhones.PLAIN_TRUNK_ZERO.stream().sorted(), Stream.of("us", "ca", "pr", "jm"));
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

  private static String number(Random random, int length) {
    var digits = new StringBuilder().append((char) ('1' + random.nextInt(9)));
    while (digits.length() < length) {
      digits.append((char) ('0' + random.nextInt(10)));
    }
    return digits.toString();
  }
}
