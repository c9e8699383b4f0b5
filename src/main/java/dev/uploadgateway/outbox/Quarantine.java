package dev.uploadgateway.outbox;

import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Where events wait for a human, with the reason. */
@Component
public class Quarantine {

  /**
   * Which quarantined batches; null means any.
   *
   * @param batch a batch's id
   */
  public record Filter(
      @Nullable String reasonCode, @Nullable String uploadTag, @Nullable Long batch) {}

  /**
   * A quarantined batch.
   *
   * @param deadline from here on Meta refuses it even when released
   */
  public record Row(
      long batch, String uploadTag, int events, Reason reason, Instant since, Instant deadline) {}

  private final JdbcClient jdbc;
  private final ApplicationEventPublisher publisher;
  private final Clock clock;

  Quarantine(JdbcClient jdbc, ApplicationEventPublisher publisher, Clock clock) {
    this.jdbc = jdbc;
    this.publisher = publisher;
    this.clock = clock;
  }

  /**
   * @param after batches with a higher id than this, in the order of their ids
   */
  public List<Row> list(int dataset, Filter filter, long after, int limit) {
    return jdbc.sql(OutboxSql.QUARANTINED)
        .param("dataset", dataset)
        .param("reasonCode", Sql.nullable(Types.VARCHAR, filter.reasonCode()))
        .param("uploadTag", Sql.nullable(Types.VARCHAR, filter.uploadTag()))
        .param("after", after)
        .param("limit", limit)
        .query((row, number) ->
            new Row(
                row.getLong("id"),
                row.getString("upload_tag"),
                row.getInt("events"),
                new Reason(row.getString("reason_code"), row.getString("reason")),
                row.getObject("settled_at", OffsetDateTime.class).toInstant(),
                row.getObject("deadline", OffsetDateTime.class).toInstant()))
        .list();
  }

  /**
   * Sends quarantined batches round again, with all attempts before them: one statement for any
   * number.
   *
   * @return how many events were released
   */
  public long release(int dataset, Filter filter) {
    Instant now = clock.instant();
    long released =
        jdbc.sql(OutboxSql.RELEASE)
            .param("dataset", dataset)
            .param("now", Sql.time(now))
            .param("reasonCode", Sql.nullable(Types.VARCHAR, filter.reasonCode()))
            .param("uploadTag", Sql.nullable(Types.VARCHAR, filter.uploadTag()))
            .param("batch", Sql.nullable(Types.BIGINT, filter.batch()))
            .query(Long.class)
            .single();
    if (released > 0) {
      publisher.publishEvent(new Waiting(dataset, now));
    }
    return released;
  }
}
