package dev.uploadgateway.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountsTest {

  private static final ReportProperties RATES =
      new ReportProperties(
          Map.of("EUR", new BigDecimal("1.08"), "JPY", new BigDecimal("0.006789")));

  @ParameterizedTest
  @CsvSource({
    "USD=20,                  20",
    "USD=1.005,               1.005",
    "EUR=100,                 108.00",
    "EUR=100 USD=1,           109.00",
    "JPY=1000,                6.79",
    "GBP=1,                   ",
    "GBP=1 USD=5,             ",
    "'',                      0",
  })
  void aSumInDollarsTakesARateForEachCurrency(String amounts, BigDecimal dollars) {
    Amounts sums = new Amounts();
    for (String amount : amounts.isEmpty() ? new String[0] : amounts.split(" ")) {
      sums.add(amount.substring(0, 3), new BigDecimal(amount.substring(4)));
    }

    assertThat(sums.inDollars(RATES)).isEqualTo(dollars);
  }

  @Test
  void aRateOfTheEnvironmentHasItsCurrencyInLowerCase() {
    assertThat(new ReportProperties(Map.of("eur", new BigDecimal("1.08"))).usdRate("EUR"))
        .isEqualTo("1.08");
  }

  @Test
  void aRateThatIsNoneStopsTheStart() {
    assertThatThrownBy(() -> new ReportProperties(Map.of("euro", BigDecimal.ONE)))
        .hasMessageContaining("gateway.reports.usd-rates.euro");
    assertThatThrownBy(() -> new ReportProperties(Map.of("EUR", BigDecimal.ZERO)))
        .hasMessageContaining("gateway.reports.usd-rates.EUR");
  }
}
