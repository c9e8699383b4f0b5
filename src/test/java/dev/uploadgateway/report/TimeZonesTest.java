package dev.uploadgateway.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.uploadgateway.problem.Problem;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeZonesTest {

  @ParameterizedTest
  @CsvSource({
    "1, America/Los_Angeles",
    "12, Europe/Vienna",
    "47, Europe/Berlin",
    "58, Europe/London",
    "71, Asia/Kolkata",
    "132, Asia/Bangkok",
    "140, Asia/Ho_Chi_Minh",
    "145, Asia/Kathmandu",
    "474, UTC",
    "475, WET"
  })
  void metasNumbersNameZones(String id, String zone) {
    assertThat(TimeZones.of(Map.of("user_timezone_id", id))).isEqualTo(ZoneId.of(zone));
  }

  @Test
  void everyNumberOfMetasNamesAZone() {
    for (int id = 1; id <= 475; id++) {
      assertThat(TimeZones.of(Map.of("user_timezone_id", Integer.toString(id)))).isNotNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "476", "99999", "Europe/Vienna", "-1"})
  void anyOtherNumberIsRefused(String id) {
    assertThatThrownBy(() -> TimeZones.of(Map.of("user_timezone_id", id)))
        .isInstanceOfSatisfying(
            Problem.class,
            problem ->
                assertThat(problem.members()).containsEntry("parameter", "user_timezone_id"));
  }

  @ParameterizedTest
  @CsvSource({"Europe/Vienna, Europe/Vienna", "+05:45, +05:45", " 05:45, +05:45", "Z, Z"})
  void zonesHaveNamesToo(String name, String zone) {
    assertThat(TimeZones.of(Map.of("time_zone", name))).isEqualTo(ZoneId.of(zone));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Vienna", "+01:07", "CEST", "Europe/Wien", "12"})
  void aNameThatNoZoneHasIsRefused(String name) {
    assertThatThrownBy(() -> TimeZones.of(Map.of("time_zone", name)))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> assertThat(problem.members()).containsEntry("parameter", "time_zone"));
  }

  @Test
  void withoutEitherItIsUtc() {
    assertThat(TimeZones.of(Map.of())).isEqualTo(ZoneOffset.UTC);
    assertThat(TimeZones.of(Map.of("time_zone", " ", "user_timezone_id", "")))
        .isEqualTo(ZoneOffset.UTC);
  }

  @Test
  void bothMustNameTheSame() {
    assertThat(TimeZones.of(Map.of("time_zone", "Europe/Vienna", "user_timezone_id", "12")))
        .isEqualTo(ZoneId.of("Europe/Vienna"));
    assertThatThrownBy(
            () -> TimeZones.of(Map.of("time_zone", "Europe/Paris", "user_timezone_id", "12")))
        .isInstanceOf(Problem.class);
  }
}
