package dev.uploadgateway.report;

import dev.uploadgateway.setup.MetaFigures.Told;
import dev.uploadgateway.setup.MetaHour;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/**
 * Rows of {@code /stats}: accepted events by name and time, and what became of them. Names of
 * parameters and fields are those of the Offline Conversions API ("View Upload Stats"); what of the
 * events Meta matched or attributed is what Meta told, or null.
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
          "amounts",
          "pending_count",
          "delivered_count",
          "quarantined_count",
          "discarded_count",
          "meta_count");

  private static final Set<String> AMOUNTS = Set.of("amounts", "usd_amount");
  private static final Set<String> OUTCOMES =
      Set.of("pending_count", "delivered_count", "quarantined_count", "discarded_count");

  private static final int MOST_WITH_EMPTY = 50_000;

  /**
   * @param range what is counted
   * @param byUploadTime by the time of the upload instead of the conversion
   * @param empty whether steps without events are listed, between the first and the last that have
   *     some
   * @param fields what the rows are to have
   * @param delay whether the average delay is asked for
   */
  record Query(
      Range range,
      boolean byUploadTime,
      Steps steps,
      ZoneId zone,
      boolean empty,
      Set<String> fields,
      boolean delay) {

    private boolean has(Set<String> some) {
      return !Collections.disjoint(fields, some);
    }
  }

  /**
   * @param averageDelay seconds from the conversion to its upload; null where there were no events,
   *     and where it was not asked for
   */
  record Result(List<Row> rows, @Nullable BigDecimal averageDelay) {}

  /** A row, whose fields are made when they are asked for: a page may have few of many. */
  static final class Row {

    private final Key key;
    private final Bucket bucket;
    private final Map<String, BigDecimal> ofMeta;

    private Row(Key key, Bucket bucket, Map<String, BigDecimal> ofMeta) {
      this.key = key;
      this.bucket = bucket;
      this.ofMeta = ofMeta;
    }

    /** The name of its place. */
    String cursor() {
      return key.cursor();
    }
  }

  private static final class Bucket {
    private long events;
    private long duplicates;
    private @Nullable Long delivered = 0L;
    private @Nullable Long quarantined = 0L;
    private @Nullable Long discarded = 0L;
    private final Amounts amounts = new Amounts();

    void add(ResultSet row) throws SQLException {
      events += row.getLong("events");
      duplicates += row.getLong("duplicates");
      delivered = sum(delivered, row, "delivered");
      quarantined = sum(quarantined, row, "quarantined");
      discarded = sum(discarded, row, "discarded");
      BigDecimal value = row.getBigDecimal("value");
      if (value != null) {
        amounts.add(row.getString("currency"), value);
      }
    }

    @Nullable Long pending() {
      return delivered == null || quarantined == null || discarded == null
          ? null
          : Long.valueOf(events - delivered - quarantined - discarded);
    }

    private static @Nullable Long sum(@Nullable Long sum, ResultSet row, String column)
        throws SQLException {
      long more = row.getLong(column);
      return sum == null || row.wasNull() ? null : Long.valueOf(sum + more);
    }
  }

  /** A step and an event name; in the order of the rows. */
  record Key(long time, String event) implements Comparable<Key> {

    @Override
    public int compareTo(Key other) {
      int byTime = Long.compare(time, other.time);
      return byTime == 0 ? event.compareTo(other.event) : byTime;
    }

    String cursor() {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString((time + " " + event).getBytes(StandardCharsets.UTF_8));
    }
  }

  private final JdbcClient jdbc;
  private final ReportProperties properties;

  Stats(JdbcClient jdbc, ReportProperties properties) {
    this.jdbc = jdbc;
    this.properties = properties;
  }

  /**
   * @param told what Meta counted; null where that was not asked for
   */
  Result list(int dataset, Query query, @Nullable Told<List<MetaHour>> told) {
    Map<String, Object> asked =
        Map.of(
            "dataset",
            dataset,
            "clock",
            query.byUploadTime() ? "upload" : "event",
            "from",
            query.range().from(),
            "to",
            query.range().to());
    long[] edges = edges(asked, query);
    SortedMap<Key, Bucket> buckets = new TreeMap<>();
    BigDecimal[] delay = {BigDecimal.ZERO};
    jdbc.sql(ReportSql.STATS)
        .params(asked)
        .param("edges", new SqlArrayValue("int4", Range.quarters(edges)))
        .param("amounts", query.has(AMOUNTS))
        .param("outcomes", query.has(OUTCOMES))
        .param("delays", query.delay())
        .query(row -> {
          int step = row.getInt("step");
          // Beyond the edges is what came in since these were looked up.
          if (step > 0 && step < edges.length) {
            Key key = new Key(edges[step - 1], row.getString("event_name"));
            buckets.computeIfAbsent(key, none -> new Bucket()).add(row);
            BigDecimal more = row.getBigDecimal("delay");
            delay[0] = more == null ? delay[0] : delay[0].add(more);
          }
        });
    Map<Key, Bucket> all = query.empty() ? withEmpty(buckets, edges) : buckets;
    Map<Key, Map<String, BigDecimal>> columns =
        query.byUploadTime() || told == null ? Map.of() : MetaColumns.bySteps(edges, told);
    List<Row> rows =
        all.entrySet().stream()
            .map(entry ->
                new Row(
                    entry.getKey(),
                    entry.getValue(),
                    columns.getOrDefault(entry.getKey(), Map.of())))
            .toList();
    long events = buckets.values().stream().mapToLong(bucket -> bucket.events).sum();
    return new Result(
        rows,
        !query.delay() || events == 0
            ? null
            : delay[0].divide(BigDecimal.valueOf(events), 0, RoundingMode.HALF_UP));
  }

  /** Where the steps begin, from that of the first event to the end of that of the last. */
  private long[] edges(Map<String, Object> asked, Query query) {
    return jdbc.sql(ReportSql.STATS_SPAN)
        .params(asked)
        .query((row, number) -> {
          int first = row.getInt("first");
          return row.wasNull()
              ? new long[0]
              : query
                  .steps()
                  .edges(Range.begin(first), Range.begin(row.getInt("last") + 1) - 1, query.zone());
        })
        .single();
  }

  /** With one for each event name and step from the first to the last. */
  private static Map<Key, Bucket> withEmpty(Map<Key, Bucket> buckets, long[] edges) {
    SortedSet<String> names = new TreeSet<>();
    buckets.keySet().forEach(key -> names.add(key.event()));
    if ((long) names.size() * edges.length > MOST_WITH_EMPTY) {
      throw Parameters.invalid(
          "skip_empty_values",
          "would list more than %d rows: ask for a coarser granularity or a shorter time"
              .formatted(MOST_WITH_EMPTY));
    }
    Map<Key, Bucket> all = new LinkedHashMap<>();
    for (long time : Arrays.copyOf(edges, Math.max(0, edges.length - 1))) {
      for (String name : names) {
        Key key = new Key(time, name);
        all.put(key, buckets.getOrDefault(key, new Bucket()));
      }
    }
    return all;
  }

  /** Those fields of the row, in their order. */
  Map<String, @Nullable Object> fields(Row row, Set<String> fields) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    for (String field : FIELDS) {
      if (fields.contains(field)) {
        shown.put(field, value(row, field));
      }
    }
    return shown;
  }

  private @Nullable Object value(Row row, String field) {
    Bucket bucket = row.bucket;
    return switch (field) {
      case "event" -> row.key.event();
      case "time" -> row.key.time();
      case "count" -> bucket.events;
      case "duplicate_count" -> bucket.duplicates;
      case "usd_amount" -> bucket.amounts.inDollars(properties);
      case "amounts" -> bucket.amounts.byCurrency();
      case "pending_count" -> bucket.pending();
      case "delivered_count" -> bucket.delivered;
      case "quarantined_count" -> bucket.quarantined;
      case "discarded_count" -> bucket.discarded;
      default -> row.ofMeta.get(field);
    };
  }
}
