package dev.uploadgateway.report;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the reports are told from outside.
 *
 * @param usdRates US dollars for one unit of a currency (ISO 4217), such as {@code EUR: 1.08}; used
 *     for all times alike. Without one, amounts in that currency have no sum in dollars
 */
@ConfigurationProperties("gateway.reports")
record ReportProperties(@DefaultValue Map<String, BigDecimal> usdRates) {

  ReportProperties {
    Map<String, BigDecimal> rates = new TreeMap<>();
    usdRates.forEach((given, rate) -> {
      // a variable of the environment arrives in lower case
      String currency = given.toUpperCase(Locale.ROOT);
      if (!currency.matches("[A-Z]{3}") || rate.signum() <= 0) {
        throw new IllegalArgumentException(
            "gateway.reports.usd-rates.%s takes a positive number, and the currency three letters"
                .formatted(given));
      }
      rates.put(currency, rate);
    });
    rates.put("USD", BigDecimal.ONE);
    usdRates = Map.copyOf(rates);
  }

  /** Null where it is not known. */
  @Nullable BigDecimal usdRate(String currency) {
    return usdRates.get(currency);
  }
}
