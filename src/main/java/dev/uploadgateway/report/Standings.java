package dev.uploadgateway.report;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How things stand at this moment: what waits, what goes out, what will soon be too late. */
@Component
public class Standings {

  /** The time that deliveries are counted over. */
  public static final Duration LATELY = Duration.ofMinutes(15);

  /** The time before Meta refuses an event in which it is said to expire soon. */
  public static final Duration SOON = Duration.ofDays(1);

  private static final Duration LAST_DELIVERY_WITHIN = Duration.ofDays(7);
  private static final int MOST_BATCHES = 10_000;

  private final JdbcClient jdbc;
  private final Clock clock;

  Standings(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * How a dataset stands.
   *
   * @param dataset its number
   * @param waiting events that are accepted and not yet with Meta
   * @param oldest since when the oldest of them has waited; null where none waits
   * @param expiring events that Meta will refuse within {@link #SOON}; of 10,000 batches at most
   * @param moreExpiring whether there are more than those
   * @param quarantined events that wait for a human
   * @param delivered events that Meta took within {@link #LATELY}
   * @param lastDelivery when it last took any; null where it was over a week ago
   * @param deadline when Meta refuses the first of those that wait; null where none waits
   */
  public record Standing(
      int dataset,
      long waiting,
      @Nullable Instant oldest,
      long expiring,
      boolean moreExpiring,
      long quarantined,
      long delivered,
      @Nullable Instant lastDelivery,
      @Nullable Instant deadline) {}

  /** How many events of a dataset wait for a human, for one reason. */
  public record Quarantined(int dataset, String reason, long events) {}

  /** One for each of those datasets, by their numbers; each is asked for where its rows are. */
  public List<Standing> of(Collection<Integer> datasets) {
    return datasets.stream().map(this::of).toList();
  }

  /** That of one dataset, by its number. */
  public Standing of(int dataset) {
    OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
    return jdbc.sql(ReportSql.STANDING)
        .param("dataset", dataset)
        .param("soon", now.plus(SOON))
        .param("most", MOST_BATCHES)
        .param("since", now.minus(LATELY))
        .param("lately", now.minus(LAST_DELIVERY_WITHIN))
        .query((row, number) -> standing(dataset, row))
        .single();
  }

  private static Standing standing(int dataset, ResultSet row) throws SQLException {
    return new Standing(
        dataset,
        row.getLong("waiting"),
        instant(row, "oldest"),
        row.getLong("expiring"),
        row.getLong("batches") == MOST_BATCHES,
        row.getLong("quarantined"),
        row.getLong("delivered"),
        instant(row, "last_delivery"),
        instant(row, "deadline"));
  }

  /** What is in quarantine, of all datasets; nothing of one where nothing is. */
  public List<Quarantined> quarantined() {
    return jdbc.sql(ReportSql.QUARANTINED)
        .query((row, number) ->
            new Quarantined(
                row.getInt("dataset"), row.getString("reason_code"), row.getLong("events")))
        .list();
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
