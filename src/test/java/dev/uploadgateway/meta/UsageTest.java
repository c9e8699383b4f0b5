package dev.uploadgateway.meta;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpHeaders;

class UsageTest {

  private static final Instant NOW = Instant.parse("2026-11-02T10:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "X-App-Usage | {\"call_count\":28,\"total_time\":31.5,\"total_cputime\":7} | 31.5 | 0",
        "X-App-Usage | {\"call_count\":99} | 99 | 0",
        "X-Business-Use-Case-Usage | {\"1\":[{\"call_count\":5,\"total_cputime\":81,\"total_time\":9}],\"2\":[{\"call_count\":80}]} | 81 | 0",
        "X-Business-Use-Case-Usage | {\"1\":[{\"call_count\":100,\"estimated_time_to_regain_access\":19}]} | 100 | 1140",
        "X-Business-Use-Case-Usage | {\"1\":[]} | 0 | 0",
        "X-Ad-Account-Usage | {\"acc_id_util_pct\":9.67,\"reset_time_duration\":100} | 9.67 | 0",
        "X-Ad-Account-Usage | {\"acc_id_util_pct\":100,\"reset_time_duration\":100} | 100 | 100",
        "Retry-After | 30 | 0 | 30",
        "Retry-After | Mon, 02 Nov 2026 10:01:00 GMT | 0 | 60",
        "Retry-After | Mon, 02 Nov 2026 09:00:00 GMT | 0 | 0",
        "Retry-After | 999999999999 | 0 | 86400",
        "Retry-After | soon | 0 | 0",
        "X-App-Usage | {\"call_count\": | 0 | 0",
        "X-App-Usage | [1, 2] | 0 | 0",
        "X-Business-Use-Case-Usage | 7 | 0 | 0",
        "X-Unknown | {\"call_count\":99} | 0 | 0",
      })
  void aHeaderIsReadForWhatItSays(String name, String value, double percent, long seconds) {
    HttpHeaders headers = new HttpHeaders();
    headers.add(name, value);

    assertThat(Usage.of(headers, NOW)).isEqualTo(new Usage(percent, Duration.ofSeconds(seconds)));
  }

  @Test
  void ofSeveralLimitsTheNearestCounts() {
    HttpHeaders headers = new HttpHeaders();
    headers.add("X-App-Usage", "{\"call_count\":40}");
    headers.add("X-Ad-Account-Usage", "{\"acc_id_util_pct\":77}");
    headers.add("Retry-After", "5");

    assertThat(Usage.of(headers, NOW)).isEqualTo(new Usage(77, Duration.ofSeconds(5)));
  }

  @ParameterizedTest
  @CsvSource({
    "75, 0, 0",
    "75, 74.9, 0",
    "75, 75, 2308",
    "75, 88, 32308",
    "75, 99, 57692",
    "75, 100, 60000",
    "75, 150, 60000",
    "100, 99.9, 0",
    "100, 100, 60000",
  })
  void thePauseGrowsFromTheShareOnAndIsAMinuteAtTheLimit(
      int slowDownFrom, double percent, long millis) {
    Instant next = new Pace(slowDownFrom).next(new Usage(percent, Duration.ZERO), NOW).orElse(NOW);

    assertThat(Duration.between(NOW, next)).isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void atTheLimitThePauseIsAsLongAsMetaSays() {
    assertThat(new Pace(75).next(new Usage(100, Duration.ofMinutes(19)), NOW))
        .contains(NOW.plus(Duration.ofMinutes(19)));
  }
}
