package dev.uploadgateway.matchkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.conversion.Identifier;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a shop sends, each value is either sent or dropped with a reason. */
class AnyTextTest {

  private static final String ALPHABET =
      " \t\u00a0\u200b\ufeff+-()./#@:;,'’x0123456789abcdefABCDEFlIİıßéÉ\u0301\u0323정北Σς٠٥１＋";

  @ParameterizedTest
  @EnumSource(Identifier.class)
  void aRandomValueIsSentOrDroppedAndReadsTheSameTwice(Identifier identifier) {
    var random = new Random(identifier.ordinal());
    String[] countries = {null, "US", "GB", "IT", "DE", "BR"};
    for (int i = 0; i < 4_000; i++) {
      String value = text(random);
      MatchKeyRules rules = Matching.rules(countries[random.nextInt(countries.length)]);

      NormalizedCustomer customer = Matching.read(Map.of(identifier, List.of(value)), rules);

      assertThat(customer.identity().size() + customer.dropped().size()).isEqualTo(1);
      assertThat(customer.hash().values().values().stream().flatMap(List::stream))
          .hasSize(customer.identity().size())
          .allMatch(key -> identifier.form() == Identifier.Form.PLAIN || isSha256(key))
          .noneMatch(Matching.sha256("")::equals);
      assertThat(Matching.read(Map.of(identifier, List.of(value)), rules).identity())
          .isEqualTo(customer.identity());
    }
  }

  @ParameterizedTest
  @EnumSource(Identifier.class)
  void aHugeValueTakesNoLongerThanItsLength(Identifier identifier) {
    List<String> huge =
        List.of(
            "a".repeat(100_000),
            "1".repeat(100_000),
            "+(0".repeat(30_000),
            " ".repeat(100_000),
            "e\u0301\u0323".repeat(30_000),
            "a" + "\u0301\u0323".repeat(50_000),
            "\ud83d\ude00".repeat(50_000),
            "x ".repeat(50_000),
            "(0".repeat(500));

    NormalizedCustomer customer =
        Assertions.assertTimeout(
            Duration.ofSeconds(2), () -> Matching.read(Map.of(identifier, huge)));

    assertThat(customer.identity().size() + customer.dropped().size()).isEqualTo(huge.size());
  }

  @Test
  void manyValuesAreComparedInNoSquareTime() {
    List<String> emails = IntStream.range(0, 100_000).mapToObj(i -> i + "@example.com").toList();

    NormalizedCustomer customer =
        Assertions.assertTimeout(
            Duration.ofSeconds(5), () -> Matching.read(Map.of(Identifier.EMAIL, emails)));

    assertThat(customer.identity()).hasSize(100_000);
  }

  private static boolean isSha256(String key) {
    return key.length() == 64 && key.chars().allMatch(c -> Character.digit(c, 16) >= 0);
  }

  private static String text(Random random) {
    var text = new StringBuilder();
    int length = random.nextInt(24);
    for (int i = 0; i < length; i++) {
      switch (random.nextInt(12)) {
        case 0 -> text.append((char) random.nextInt(Character.MAX_VALUE + 1));
        case 1 -> text.appendCodePoint(random.nextInt(Character.MAX_CODE_POINT + 1));
        default -> text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
      }
    }
    return text.toString();
  }
}
