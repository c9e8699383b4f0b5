package dev.uploadgateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DatasetStateTest {

  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

  @Test
  void aDatasetThatLacksNothingSendsItsEvents() {
    assertThat(state(Map.of("access_token_set", true), false))
        .isEqualTo(new DatasetState("good", "Events go out", null, null));
  }

  @Test
  void whatMetaThrottlesWaitsUntilATimeThatIsSaid() {
    Map<String, Object> throttled =
        Map.of("access_token_set", true, "throttled_until", NOW.plusSeconds(3_600));

    assertThat(state(throttled, false).level()).isEqualTo("warn");
    assertThat(state(throttled, false).words()).contains("until 25 Nov, 13:00 UTC");
    assertThat(
            state(Map.of("access_token_set", true, "throttled_until", NOW.minusSeconds(1)), false)
                .level())
        .isEqualTo("good");
  }

  @Test
  void anOutageAtMetaNeedsNobody() {
    DatasetState state = state(Map.of("access_token_set", true), true);

    assertThat(state.words()).contains("Meta does not answer", "tries again by itself");
    assertThat(state.repair()).isNull();
  }

  @Test
  void aTokenThatEndsSoonIsToldWhileEventsGoOut() {
    Map<String, Object> soon =
        Map.of("access_token_set", true, "token_expires_at", NOW.plus(Duration.ofDays(9)));
    Map<String, Object> later =
        Map.of("access_token_set", true, "token_expires_at", NOW.plus(Duration.ofDays(15)));

    assertThat(state(soon, false).level()).isEqualTo("warn");
    assertThat(state(soon, false).words()).contains("Events go out", "ends in 9 days");
    assertThat(state(soon, false).repair()).isEqualTo("Replace it");
    assertThat(state(later, false).level()).isEqualTo("good");
  }

  @Test
  void anExpiredTokenIsToldInPlainWordsAndSinceWhen() {
    DatasetState state =
        blocked("Error 190/463: Session has expired. Put an access_token that is valid");

    assertThat(state.words())
        .isEqualTo("Meta says the access token has expired (since 3 May 2025, 14:05 UTC)");
    assertThat(state.repair()).isEqualTo("Replace it");
  }

  @Test
  void whatIsNotKnownIsToldInMetasWords() {
    DatasetState state = blocked("Error 200: Permissions error. Give the token's system user …");

    assertThat(state.words()).isEqualTo("Nothing is sent (since 3 May 2025, 14:05 UTC)");
    assertThat(state.detail()).startsWith("Error 200: Permissions error");
  }

  private static DatasetState blocked(String reason) {
    return state(
        Map.of(
            "access_token_set",
            true,
            "blocked_reason",
            reason,
            "blocked_at",
            Instant.parse("2025-05-03T14:05:00Z")),
        false);
  }

  private static DatasetState state(Map<String, Object> dataset, boolean pausing) {
    return DatasetState.of(dataset, pausing, NOW);
  }
}
