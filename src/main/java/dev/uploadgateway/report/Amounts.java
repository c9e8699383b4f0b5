package dev.uploadgateway.report;

import java.math.BigDecimal;
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
   * The sum in US dollars; null where some of it is in another currency, whose rate is not known
   * here.
   */
  @Nullable BigDecimal inDollars() {
    return switch (byCurrency.size()) {
      case 0 -> BigDecimal.ZERO;
      case 1 -> byCurrency.get("USD");
      default -> null;
    };
  }
}
