package dev.uploadgateway.report;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Rows of {@code /uploads}, with the field names of Meta's {@code OfflineConversionDataSetUpload}.
 * Which of the events Meta matched is known to Meta only: {@code matched_entries} is null and
 * {@code match_rate_approx} -1, its word for "not available".
 */
@Component
class Uploads {

  /** Meta's first, then the gateway's own. */
  static final List<String> SORTS =
      List.of(
          "API_CALLS",
          "CREATION_TIME",
          "EVENT_TIME_MAX",
          "EVENT_TIME_MIN",
          "FIRST_UPLOAD_TIME",
          "IS_EXCLUDED_FOR_LIFT",
          "LAST_UPLOAD_TIME",
          "VALID_ENTRIES",
          "DUPLICATE_ENTRIES",
          "PENDING_ENTRIES",
          "DELIVERED_ENTRIES",
          "QUARANTINED_ENTRIES",
          "DISCARDED_ENTRIES",
          "REJECTED_ENTRIES");

  /** Meta's fields first, then the gateway's own. */
  static final List<String> FIELDS =
      List.of(
          "id",
          "upload_tag",
          "creation_time",
          "first_upload_time",
          "last_upload_time",
          "event_time_min",
          "event_time_max",
          "api_calls",
          "valid_entries",
          "matched_entries",
          "duplicate_entries",
          "match_rate_approx",
          "event_stats",
          "is_excluded_for_lift",
          "pending_entries",
          "delivered_entries",
          "quarantined_entries",
          "discarded_entries",
          "rejected_entries",
          "amounts",
          "usd_amount");

  /** A field of the facade only, as it is an edge at Meta. */
  static final String PROGRESS = "progress";

  /** Which uploads, in which order, from where. */
  record Query(
      Which which, SqlParameterValue start, SqlParameterValue end, Order order, Page page) {

    /** Of one upload. */
    static Query of(long id) {
      return new Query(
          new Which(id, null, null),
          Parameters.time(null),
          Parameters.time(null),
          new Order("LAST_UPLOAD_TIME", false),
          new Page(null, false, 1));
    }
  }

  /**
   * All uploads, or those of an id or a tag.
   *
   * @param search a part of the tag, whatever its case
   */
  record Which(@Nullable Long id, @Nullable String uploadTag, @Nullable String search) {}

  record Order(String sortBy, boolean ascending) {}

  /** From a cursor on, if any, or back from it, so many rows. */
  record Page(@Nullable Cursor from, boolean back, int limit) {}

  /** A row and the cursor that stands on it. */
  record Row(Map<String, @Nullable Object> fields, Cursor cursor) {}

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final ReportProperties properties;

  Uploads(JdbcClient jdbc, JsonMapper json, ReportProperties properties) {
    this.jdbc = jdbc;
    this.json = json;
    this.properties = properties;
  }

  List<Row> list(int dataset, Query query) {
    Cursor from = query.page().from();
    List<Row> rows =
        jdbc.sql(ReportSql.UPLOADS)
            .param("dataset", dataset)
            .param("uploadTag", new SqlParameterValue(Types.VARCHAR, query.which().uploadTag()))
            .param("search", new SqlParameterValue(Types.VARCHAR, query.which().search()))
            .param("upload", new SqlParameterValue(Types.BIGINT, query.which().id()))
            .param("start", query.start())
            .param("end", query.end())
            .param("sortBy", query.order().sortBy())
            .param("sign", query.order().ascending() ? 1 : -1)
            .param("step", query.page().back() ? -1 : 1)
            .param(
                "fromKey", new SqlParameterValue(Types.NUMERIC, from == null ? null : from.key()))
            .param("fromId", new SqlParameterValue(Types.BIGINT, from == null ? null : from.id()))
            .param("limit", query.page().limit())
            .query((row, number) -> row(row))
            .list();
    addTallies(dataset, rows);
    return rows;
  }

  /** The number of the dataset whose upload has that id. */
  Optional<Integer> datasetOf(long id) {
    return jdbc.sql(ReportSql.DATASET_OF_UPLOAD)
        .param("upload", id)
        .query(Integer.class)
        .optional();
  }

  Map<String, @Nullable Object> totals(int dataset) {
    return jdbc.sql(ReportSql.TOTALS)
        .param("dataset", dataset)
        .query((row, number) -> {
          Map<String, @Nullable Object> totals = new LinkedHashMap<>();
          totals.put("valid_entries", row.getLong("accepted"));
          totals.put("duplicate_entries", row.getLong("duplicates"));
          totals.put("match_rate_approx", -1);
          totals.put("event_stats", row.getString("event_stats"));
          totals.put("event_time_min", row.getObject("event_time_min"));
          totals.put("event_time_max", row.getObject("event_time_max"));
          OffsetDateTime last = row.getObject("last_upload_at", OffsetDateTime.class);
          totals.put("last_upload_time", last == null ? null : last.toEpochSecond());
          return totals;
        })
        .single();
  }

  List<Map<String, Long>> progress(long upload) {
    return progress(new SqlArrayValue("int8", upload)).getOrDefault(upload, List.of());
  }

  /** Adds which of their own rows clients said they had uploaded, as {@link #PROGRESS}. */
  void addProgress(List<Row> rows) {
    Map<Long, List<Map<String, Long>>> ranges = progress(ids(rows));
    for (Row row : rows) {
      row.fields().put(PROGRESS, Map.of("data", ranges.getOrDefault(row.cursor().id(), List.of())));
    }
  }

  private Map<Long, List<Map<String, Long>>> progress(SqlArrayValue uploads) {
    Map<Long, List<Map<String, Long>>> ranges = new HashMap<>();
    jdbc.sql(ReportSql.UPLOAD_PROGRESS)
        .param("uploads", uploads)
        .query(row -> {
          ranges
              .computeIfAbsent(row.getLong("upload_id"), id -> new ArrayList<>())
              .add(
                  Map.of(
                      "start_inclusive", row.getLong("start_inclusive"),
                      "end_exclusive", row.getLong("end_exclusive")));
        });
    return ranges;
  }

  /** Leaves of each row what was asked for. */
  static List<Map<String, @Nullable Object>> only(Set<String> fields, List<Row> rows) {
    return rows.stream()
        .map(row -> {
          Map<String, @Nullable Object> asked = new LinkedHashMap<>(row.fields());
          asked.keySet().retainAll(fields);
          return asked;
        })
        .toList();
  }

  private void addTallies(int dataset, List<Row> rows) {
    Map<Long, Map<String, Long>> counts = new HashMap<>();
    Map<Long, Amounts> amounts = new HashMap<>();
    jdbc.sql(ReportSql.UPLOAD_TALLIES)
        .param("dataset", dataset)
        .param("uploads", ids(rows))
        .query(row -> {
          long upload = row.getLong("upload_id");
          counts
              .computeIfAbsent(upload, id -> new TreeMap<>())
              .merge(row.getString("event_name"), row.getLong("events"), Long::sum);
          amounts
              .computeIfAbsent(upload, id -> new Amounts())
              .add(row.getString("currency"), row.getBigDecimal("value"));
        });
    for (Row row : rows) {
      long id = row.cursor().id();
      row.fields().put("event_stats", json.writeValueAsString(counts.getOrDefault(id, Map.of())));
      Amounts sums = amounts.getOrDefault(id, new Amounts());
      row.fields().put("amounts", sums.byCurrency());
      row.fields().put("usd_amount", sums.inDollars(properties));
    }
  }

  private static SqlArrayValue ids(List<Row> rows) {
    return new SqlArrayValue("int8", rows.stream().map(row -> row.cursor().id()).toArray());
  }

  private static Row row(ResultSet row) throws SQLException {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    FIELDS.forEach(field -> fields.put(field, null));
    fields.put("id", Long.toString(row.getLong("id")));
    fields.put("upload_tag", row.getString("upload_tag"));
    fields.put("creation_time", seconds(row, "created_at"));
    fields.put("first_upload_time", seconds(row, "created_at"));
    fields.put("last_upload_time", seconds(row, "last_upload_at"));
    fields.put("event_time_min", row.getObject("event_time_min"));
    fields.put("event_time_max", row.getObject("event_time_max"));
    fields.put("api_calls", row.getLong("calls"));
    fields.put("valid_entries", row.getLong("accepted"));
    fields.put("duplicate_entries", row.getLong("duplicates"));
    fields.put("match_rate_approx", -1);
    fields.put("pending_entries", row.getLong("pending"));
    fields.put("delivered_entries", row.getLong("delivered"));
    fields.put("quarantined_entries", row.getLong("quarantined"));
    fields.put("discarded_entries", row.getLong("discarded"));
    fields.put("rejected_entries", row.getLong("rejected"));
    BigDecimal key = row.getBigDecimal("sort_key");
    return new Row(fields, new Cursor(key, row.getLong("id")));
  }

  private static long seconds(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toEpochSecond();
  }
}
