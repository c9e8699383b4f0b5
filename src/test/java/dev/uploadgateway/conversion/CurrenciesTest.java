package dev.uploadgateway.conversion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Currency;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CurrenciesTest {

  @ParameterizedTest
  @ValueSource(strings = {"EUR", "eur", " Eur\t", "\u00a0EUR"})
  void aCurrencyIsFoundInAnySpellingOfItsCode(String code) {
    assertThat(Currencies.currency(code)).contains(Currency.getInstance("EUR"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "€", "Euro", "RMB", "ABC", "USD!", "DEM", "XAU", "XXX", "\ud800"})
  void whatNobodyPaysInIsNoCurrency(String code) {
    assertThat(Currencies.currency(code)).isEmpty();
  }
}
