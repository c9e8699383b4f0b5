package dev.uploadgateway.outbox;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.support.SqlArrayValue;

/** Java values as the parameters that PostgreSQL's driver understands, and back. */
final class Sql {

  private Sql() {}

  static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  /** A value that may be null, and whose type the database cannot guess then. */
  static SqlParameterValue nullable(int type, @Nullable Object value) {
    return new SqlParameterValue(type, value);
  }

  static SqlParameterValue nullableTime(@Nullable Instant instant) {
    return new SqlParameterValue(
        java.sql.Types.TIMESTAMP_WITH_TIMEZONE, instant == null ? null : time(instant));
  }

  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  /**
   * An array of one of PostgreSQL's types; {@link Array} needs a {@link Connection}, so it is made
   * when bound.
   */
  static SqlArrayValue array(String type, Object... elements) {
    return new SqlArrayValue(type, elements);
  }
}
