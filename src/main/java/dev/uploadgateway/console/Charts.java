package dev.uploadgateway.console;

import dev.uploadgateway.report.Trends;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The last four weeks as the columns that a chart draws and a table shows. */
@Component
class Charts {

  private static final int DAYS = 28;

  /** As many lines as can be told apart; what is rarer is one line. */
  private static final int MOST_NAMES = 4;

  private static final String OTHERS = "Other events";

  private final Trends trends;
  private final Clock clock;

  Charts(Trends trends, Clock clock) {
    this.trends = trends;
    this.clock = clock;
  }

  /**
   * @param days oldest first, none left out
   * @param events for each name, the events of each day
   * @param delayHours for each day, how late its uploads came on average; null where there were
   *     none
   */
  record Columns(
      List<LocalDate> days, Map<String, List<Long>> events, List<@Nullable Double> delayHours) {}

  Columns columns(Collection<Integer> datasets) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    LocalDate from = today.minusDays(DAYS - 1L);
    List<LocalDate> days = from.datesUntil(today.plusDays(1)).toList();
    List<Trends.DayCount> counts =
        trends.eventsByDay(datasets, from).stream()
            .filter(count -> !count.day().isAfter(today))
            .toList();
    List<String> frequent =
        counts.stream()
            .collect(
                Collectors.groupingBy(
                    Trends.DayCount::event, Collectors.summingLong(Trends.DayCount::events)))
            .entrySet()
            .stream()
            .sorted(
                Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(MOST_NAMES)
            .map(Map.Entry::getKey)
            .toList();
    Map<String, Map<LocalDate, Long>> byName = new LinkedHashMap<>();
    frequent.forEach(name -> byName.put(name, new HashMap<>()));
    counts.forEach(count ->
        byName
            .computeIfAbsent(
                frequent.contains(count.event()) ? count.event() : OTHERS, name -> new HashMap<>())
            .merge(count.day(), count.events(), Long::sum));
    Map<String, List<Long>> events = new LinkedHashMap<>();
    byName.forEach((name, byDay) ->
        events.put(name, days.stream().map(day -> byDay.getOrDefault(day, 0L)).toList()));
    return new Columns(days, events, delays(datasets, from, days));
  }

  private List<@Nullable Double> delays(
      Collection<Integer> datasets, LocalDate from, List<LocalDate> days) {
    Map<LocalDate, Long> seconds =
        trends.delayByDay(datasets, from).stream()
            .collect(Collectors.toMap(Trends.DayDelay::day, Trends.DayDelay::seconds));
    List<@Nullable Double> hours = new ArrayList<>();
    days.forEach(day -> hours.add(hours(seconds.get(day))));
    return hours;
  }

  private static @Nullable Double hours(@Nullable Long seconds) {
    return seconds == null ? null : Math.round(seconds / 360.0) / 10.0;
  }
}
