package dev.uploadgateway.matchkey;

import static dev.uploadgateway.conversion.Identifier.COUNTRY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.conversion.Currencies;
import dev.uploadgateway.conversion.Identifier;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** The project's vectors, whose region may be known from the dataset or from the customer. */
class NormalizationVectorsTest {

  @ParameterizedTest(name = "{0} {1} «{2}» is {3}: {4}")
  @CsvFileSource(
      resources = "normalization.csv",
      numLinesToSkip = 1,
      emptyValue = "",
      ignoreLeadingAndTrailingWhitespace = false)
  void aValueIsReadAsTheVectorSays(
      String key, String region, String input, String outcome, String expected) {
    if (key.equals("currency")) {
      assertThat(Currencies.currency(input).map(Currency::getCurrencyCode).orElse(null))
          .isEqualTo(expected);
      return;
    }
    Identifier identifier = Identifier.named(key);
    assertRead(
        identifier,
        Matching.read(Map.of(identifier, List.of(input)), Matching.rules(region)),
        outcome,
        expected);
    if (region != null) {
      var customer = Map.of(identifier, List.of(input), COUNTRY, List.of(region));
      assertRead(identifier, Matching.read(customer), outcome, expected);
    }
  }

  private static void assertRead(
      Identifier identifier, NormalizedCustomer customer, String outcome, String expected) {
    List<String> sent = customer.hash().values().get(identifier);
    switch (outcome) {
      case "normalized" -> assertThat(sent).containsExactly(Matching.sha256(expected));
      case "hashed" -> assertThat(sent).containsExactly(expected);
      case "dropped" -> {
        assertThat(sent).isNull();
        assertThat(customer.dropped())
            .extracting(DroppedIdentifier::identifier)
            .containsExactly(identifier);
      }
      default -> throw new IllegalArgumentException(outcome);
    }
  }
}
