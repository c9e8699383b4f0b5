package dev.uploadgateway.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Sums of money by currency, in units of the currency. */
final class Amounts {

  private final Map<String, BigDecimal> byCurrency = new TreeMap<>();

  /**
   * @param currency ISO 4217, or empty for events without a value
   */
  void add(String currency, BigDecimal value) {
    if (!currency.isEmpty()) {
      byCurrency.merge(currency, value, BigDecimal::add);
    }
  }

  Map<String, BigDecimal> byCurrency() {
    return byCurrency;
  }

  /**
   * The sum in US dollars, to the cent where some of it was converted; null where the rate of a
   * currency is not known.
   */
  @Nullable BigDecimal inDollars(ReportProperties properties) {
    BigDecimal sum = BigDecimal.ZERO;
    boolean converted = false;
    for (Map.Entry<String, BigDecimal> amount : byCurrency.entrySet()) {
      BigDecimal rate = properties.usdRate(amount.getKey());
      if (rate == null) {
        return null;
      }
      sum = sum.add(amount.getValue().multiply(rate));
      converted |= !amount.getKey().equals("USD");
    }
    return converted ? sum.setScale(2, RoundingMode.HALF_UP) : sum;
  }
}
