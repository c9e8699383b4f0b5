package dev.uploadgateway.report;

import dev.uploadgateway.outbox.CallRecord;
import dev.uploadgateway.outbox.Line;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The calls to Meta that carried an upload: the audit trail, and what of it went wrong. */
@Component
public class Calls {

  private static final int MOST_FAILURES = 20;

  private final JdbcClient jdbc;

  Calls(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Calls that failed alike.
   *
   * @param outcome {@code deferred}, {@code throttled}, {@code refused} or {@code blocked}
   * @param code Meta's; null where it gave none
   * @param subcode Meta's; null where it gave none
   * @param message Meta's words, or why there were none
   * @param lastAt when the last of them was sent
   */
  public record Failure(
      String outcome,
      @Nullable Integer code,
      @Nullable Integer subcode,
      @Nullable String message,
      long calls,
      Instant lastAt) {}

  /**
   * The newest first.
   *
   * @param dataset the dataset's number
   * @param upload the upload's id
   * @param before calls with a lower id than this; null begins with the newest
   */
  public List<Line.Call> of(int dataset, long upload, @Nullable Long before, int limit) {
    return jdbc.sql(ReportSql.CALLS_OF_UPLOAD)
        .param("dataset", dataset)
        .param("upload", upload)
        .param("before", new SqlParameterValue(Types.BIGINT, before))
        .param("limit", limit)
        .query((row, number) -> call(row))
        .list();
  }

  /** What went wrong with calls of an upload, the most frequent first, 20 kinds at most. */
  public List<Failure> failures(int dataset, long upload) {
    return jdbc.sql(ReportSql.FAILURES_OF_UPLOAD)
        .param("dataset", dataset)
        .param("upload", upload)
        .param("limit", MOST_FAILURES)
        .query((row, number) ->
            new Failure(
                row.getString("outcome"),
                row.getObject("code", Integer.class),
                row.getObject("subcode", Integer.class),
                row.getString("message"),
                row.getLong("calls"),
                instant(row, "last_at")))
        .list();
  }

  private static Line.Call call(ResultSet row) throws SQLException {
    CallRecord.Answer answer =
        new CallRecord.Answer(
            row.getObject("http_status", Integer.class),
            row.getObject("code", Integer.class),
            row.getObject("subcode", Integer.class),
            row.getString("fbtrace_id"),
            row.getString("message"));
    return new Line.Call(
        row.getLong("id"),
        row.getInt("events"),
        new CallRecord(
            instant(row, "started_at"),
            row.getLong("millis"),
            row.getLong("bytes"),
            row.getString("outcome"),
            answer));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return Objects.requireNonNull(row.getObject(column, OffsetDateTime.class)).toInstant();
  }
}
