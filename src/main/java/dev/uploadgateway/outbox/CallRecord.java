package dev.uploadgateway.outbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One call to Meta, for the audit trail.
 *
 * @param startedAt when it was sent
 * @param millis until its outcome was known
 * @param bytes length of the body
 * @param outcome {@code accepted}, {@code deferred}, {@code throttled}, {@code refused} or {@code
 *     blocked}
 * @param answer what Meta said
 */
public record CallRecord(
    Instant startedAt, long millis, long bytes, String outcome, Answer answer) {

  /**
   * Meta's answer; everything is null where none came.
   *
   * @param message Meta's words, or why there were none
   */
  public record Answer(
      @Nullable Integer httpStatus,
      @Nullable Integer code,
      @Nullable Integer subcode,
      @Nullable String fbtraceId,
      @Nullable String message) {

    /** Of a row that says all of it; null everywhere where it says nothing. */
    static Answer of(ResultSet row) throws SQLException {
      return new Answer(
          row.getObject("http_status", Integer.class),
          row.getObject("code", Integer.class),
          row.getObject("subcode", Integer.class),
          row.getString("fbtrace_id"),
          row.getString("message"));
    }
  }
}
