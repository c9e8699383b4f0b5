package dev.uploadgateway.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepsTest {

  private static final long HOUR = 3_600;

  @ParameterizedTest
  @CsvSource({
    "Europe/Vienna,       2026-03-28T23:00:00Z, 23",
    "Europe/Vienna,       2026-10-24T22:00:00Z, 25",
    "America/Los_Angeles, 2026-03-08T08:00:00Z, 23",
    "America/Los_Angeles, 2026-11-01T07:00:00Z, 25",
    "Asia/Kolkata,        2026-03-28T18:30:00Z, 24",
    "Asia/Kathmandu,      2026-03-28T18:15:00Z, 24",
    "UTC,                 2026-03-29T00:00:00Z, 24",
  })
  void aDayIsAsLongAsTheClocksOfItsZoneMakeIt(String zone, Instant begin, int hours) {
    long first = begin.getEpochSecond();

    long[] days = Steps.DAILY.edges(first, first, ZoneId.of(zone));
    long[] inHours = Steps.HOURLY.edges(first, first + hours * HOUR - 1, ZoneId.of(zone));

    assertThat(days).containsExactly(first, first + hours * HOUR);
    assertThat(inHours).hasSize(hours + 1);
    assertThat(widths(inHours)).allMatch(width -> width == HOUR);
  }

  @Test
  void aQuarterOfADayHasFiveOrSevenHoursWhereClocksAreChanged() {
    ZoneId vienna = ZoneId.of("Europe/Vienna");
    long spring = Instant.parse("2026-03-28T23:00:00Z").getEpochSecond();
    long autumn = Instant.parse("2026-10-24T22:00:00Z").getEpochSecond();

    assertThat(widths(Steps.SIX_HOURLY.edges(spring, spring + 23 * HOUR - 1, vienna)))
        .containsExactly(5 * HOUR, 6 * HOUR, 6 * HOUR, 6 * HOUR);
    assertThat(widths(Steps.SIX_HOURLY.edges(autumn, autumn + 25 * HOUR - 1, vienna)))
        .containsExactly(7 * HOUR, 6 * HOUR, 6 * HOUR, 6 * HOUR);
  }

  @Test
  void anHourIsAnHourAndAHalfWhereClocksArePutBackByHalfAnHour() {
    long begin = Instant.parse("2026-04-04T13:00:00Z").getEpochSecond();

    assertThat(
            widths(Steps.HOURLY.edges(begin, begin + 4 * HOUR, ZoneId.of("Australia/Lord_Howe"))))
        .containsExactly(HOUR, HOUR + HOUR / 2, HOUR, HOUR);
  }

  @Test
  void everyZoneOfTheWorldBeginsItsStepsOnAQuarterHour() {
    long first = Instant.parse("2026-01-01T00:00:00Z").getEpochSecond();
    for (String zone : ZoneId.getAvailableZoneIds()) {
      for (Steps steps : List.of(Steps.SIX_HOURLY, Steps.DAILY)) {
        long[] edges = steps.edges(first, first + 366 * 24 * HOUR, ZoneId.of(zone));
        assertThat(Arrays.stream(edges).allMatch(edge -> edge % 900 == 0)).as(zone).isTrue();
        assertThat(widths(edges)).as(zone).allMatch(width -> width > 0);
        assertThat(edges[0]).as(zone).isLessThanOrEqualTo(first);
      }
    }
  }

  private static List<Long> widths(long[] edges) {
    return IntStream.range(1, edges.length).mapToObj(i -> edges[i] - edges[i - 1]).toList();
  }
}
