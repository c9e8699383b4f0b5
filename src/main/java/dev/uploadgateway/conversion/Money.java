package dev.uploadgateway.conversion;

import java.math.BigDecimal;
import java.util.Currency;

/**
 * What a conversion was worth. Meta takes a value only with its currency.
 *
 * @param value zero or more, in units of the currency (not in cents)
 * @param currency ISO 4217
 */
public record Money(BigDecimal value, Currency currency) {

  public Money {
    if (value.signum() < 0) {
      throw new IllegalArgumentException("A value is zero or more");
    }
  }
}
