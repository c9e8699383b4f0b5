package dev.uploadgateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SayTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0 bytes",
    "1, 1 byte",
    "1023, '1,023 bytes'",
    "1024, 1 kB",
    "5033165, 4.8 MB",
    "2147483648, 2 GB",
    "1099511627776, 1 TB"
  })
  void aSizeIsToldInTheStepsOfTheSettings(long bytes, String words) {
    assertThat(Say.bytes(bytes)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({
    "1234.5, EUR, 'EUR 1,234.50'",
    "0, EUR, EUR 0.00",
    "1.005, EUR, EUR 1.005",
    "1500, JPY, 'JPY 1,500'"
  })
  void moneyHasTheDecimalsOfItsCurrency(BigDecimal amount, String currency, String words) {
    assertThat(Say.money(amount, currency)).isEqualTo(words);
  }
}
