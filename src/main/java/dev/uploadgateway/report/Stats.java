package dev.uploadgateway.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Rows of {@code /stats}: accepted events by name and time. Names of parameters and fields are
 * those of the Offline Conversions API ("View Upload Stats"); what of the events Meta matched or
 * attributed is known to Meta only and null here.
 */
@Component
class Stats {

  static final List<String> DEFAULT_FIELDS = List.of("count", "event", "time");

  /** Meta's fields first, then the gateway's own. */
  static final List<String> FIELDS =
      List.of(
          "event",
          "time",
          "count",
          "duplicate_count",
          "matched_count",
          "attributed_count",
          "usd_amount",
          "matched_usd_amount",
          "attributed_usd_amount",
          "amounts");

  private static final int MOST_WITH_EMPTY = 50_000;

  static final List<String> GRANULARITIES = List.of("hourly", "six_hourly", "daily");

  /**
   * @param byUploadTime by the time of the upload instead of the conversion
   * @param steps how time is cut
   */
  record Query(SqlParameterValue start, SqlParameterValue end, boolean byUploadTime, Steps steps) {}

  /**
   * @param seconds width of a bucket; a multiple of an hour
   * @param empty whether buckets without events are listed, between the first and the last that
   *     have some
   */
  record Steps(long seconds, boolean empty) {}

  /**
   * @param averageDelay seconds from the conversion to its upload; null where there were no events
   */
  record Result(List<Row> rows, @Nullable BigDecimal averageDelay) {}

  /** A row and the name of its place. */
  record Row(Map<String, @Nullable Object> fields, String cursor) {}

  private static final class Bucket {
    private long events;
    private long duplicates;
    private final Amounts amounts = new Amounts();
  }

  private record Key(long time, String event) {

    String cursor() {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString((time + " " + event).getBytes(StandardCharsets.UTF_8));
    }
  }

  private final JdbcClient jdbc;

  Stats(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  static long stepSeconds(String granularity) {
    return switch (granularity) {
      case "hourly" -> 3_600;
      case "six_hourly" -> 6 * 3_600;
      default -> 24 * 3_600;
    };
  }

  Result list(int dataset, Query query, Set<String> fields) {
    Map<Key, Bucket> buckets = new LinkedHashMap<>();
    BigDecimal[] delay = {BigDecimal.ZERO};
    jdbc.sql(query.byUploadTime() ? ReportSql.STATS_BY_UPLOAD_TIME : ReportSql.STATS_BY_EVENT_TIME)
        .param("dataset", dataset)
        .param("start", query.start())
        .param("end", query.end())
        .param("step", query.steps().seconds())
        .query(row -> {
          Bucket bucket =
              buckets.computeIfAbsent(
                  new Key(row.getLong("time"), row.getString("event_name")), key -> new Bucket());
          bucket.events += row.getLong("events");
          bucket.duplicates += row.getLong("duplicates");
          bucket.amounts.add(row.getString("currency"), row.getBigDecimal("value"));
          delay[0] = delay[0].add(row.getBigDecimal("delay"));
        });
    List<Row> rows = new ArrayList<>();
    (query.steps().empty() ? withEmpty(buckets, query.steps().seconds()) : buckets)
        .forEach((key, bucket) -> rows.add(row(key, bucket, fields)));
    long events = buckets.values().stream().mapToLong(bucket -> bucket.events).sum();
    return new Result(
        rows,
        events == 0 ? null : delay[0].divide(BigDecimal.valueOf(events), 0, RoundingMode.HALF_UP));
  }

  /** With one for each event name and step from the first to the last. */
  private static Map<Key, Bucket> withEmpty(Map<Key, Bucket> buckets, long step) {
    LongSummaryStatistics times =
        buckets.keySet().stream().mapToLong(Key::time).summaryStatistics();
    SortedSet<String> names = new TreeSet<>();
    buckets.keySet().forEach(key -> names.add(key.event()));
    Map<Key, Bucket> all = new LinkedHashMap<>();
    for (long time = times.getMin(); time <= times.getMax(); time += step) {
      for (String name : names) {
        Key key = new Key(time, name);
        all.put(key, buckets.getOrDefault(key, new Bucket()));
        if (all.size() > MOST_WITH_EMPTY) {
          throw Parameters.invalid(
              "skip_empty_values",
              "would list more than %d rows: ask for a coarser granularity or a shorter time"
                  .formatted(MOST_WITH_EMPTY));
        }
      }
    }
    return all;
  }

  private static Row row(Key key, Bucket bucket, Set<String> fields) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    FIELDS.forEach(field -> row.put(field, null));
    row.put("event", key.event());
    row.put("time", key.time());
    row.put("count", bucket.events);
    row.put("duplicate_count", bucket.duplicates);
    row.put("usd_amount", bucket.amounts.inDollars());
    row.put("amounts", bucket.amounts.byCurrency());
    row.keySet().retainAll(fields);
    return new Row(row, key.cursor());
  }
}
