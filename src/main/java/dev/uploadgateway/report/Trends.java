package dev.uploadgateway.report;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/** How things went, day by day (UTC), over several datasets at once. */
@Component
public class Trends {

  private final JdbcClient jdbc;

  Trends(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** New events of a name that happened on a day. */
  public record DayCount(LocalDate day, String event, long events) {}

  /**
   * How late the events of a day's uploads came.
   *
   * @param seconds from the conversion to its upload, on average
   */
  public record DayDelay(LocalDate day, long seconds) {}

  /**
   * By the day of the conversion; days and names without events are left out.
   *
   * @param datasets their numbers
   */
  public List<DayCount> eventsByDay(Collection<Integer> datasets, LocalDate from) {
    return statement(ReportSql.EVENTS_BY_DAY, datasets, from)
        .query((row, number) ->
            new DayCount(
                row.getObject("day", LocalDate.class),
                row.getString("event_name"),
                row.getLong("events")))
        .list();
  }

  /** By the day of the upload; days without uploads are left out. */
  public List<DayDelay> delayByDay(Collection<Integer> datasets, LocalDate from) {
    return statement(ReportSql.DELAY_BY_DAY, datasets, from)
        .query((row, number) ->
            new DayDelay(row.getObject("day", LocalDate.class), row.getLong("seconds")))
        .list();
  }

  private JdbcClient.StatementSpec statement(
      String sql, Collection<Integer> datasets, LocalDate from) {
    OffsetDateTime start = from.atStartOfDay().atOffset(ZoneOffset.UTC);
    return jdbc.sql(sql)
        .param("datasets", new SqlArrayValue("int4", datasets.toArray()))
        .param("start", start);
  }
}
