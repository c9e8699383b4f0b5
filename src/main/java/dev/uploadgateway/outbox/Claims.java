package dev.uploadgateway.outbox;

import dev.uploadgateway.seal.SealBroken;
import dev.uploadgateway.seal.Sealed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Takes what is due. A claim pushes the due time of its batches one lease ahead and holds no lock
 * afterwards, so a node that dies needs no rescuer, and several nodes never take the same batch.
 */
@Component
public class Claims {

  private static final Logger log = LoggerFactory.getLogger(Claims.class);

  /** What a batch's row holds, before its envelope is opened. */
  private record Row(BatchPlace place, History history, boolean alone, Lane lane, Sealed sealed) {}

  private final JdbcClient jdbc;
  private final Batches batches;
  private final Settlement settlement;
  private final Clock clock;

  Claims(JdbcClient jdbc, Batches batches, Settlement settlement, Clock clock) {
    this.jdbc = jdbc;
    this.batches = batches;
    this.settlement = settlement;
    this.clock = clock;
  }

  /**
   * Claims batches of one lane for one call, the oldest deadline first.
   *
   * @param dataset the dataset's number
   * @param limit how many events a call takes
   * @return empty where nothing is due
   */
  public Optional<Claim> claim(int dataset, int limit, Duration leased) {
    while (true) {
      UUID lease = UUID.randomUUID();
      List<Row> rows = take(dataset, limit, leased, lease);
      if (rows.isEmpty()) {
        return Optional.empty();
      }
      List<Claim.Batch> opened = new ArrayList<>();
      rows.forEach(row -> open(row, lease).ifPresent(opened::add));
      if (!opened.isEmpty()) {
        Row first = rows.getFirst();
        return Optional.of(new Claim(first.lane(), first.place().upload(), lease, opened));
      }
    }
  }

  private List<Row> take(int dataset, int limit, Duration leased, UUID lease) {
    Instant now = clock.instant();
    return jdbc
        .sql(OutboxSql.CLAIM)
        .param("dataset", dataset)
        .param("limit", limit)
        .param("now", Sql.time(now))
        .param("leasedUntil", Sql.time(now.plus(leased)))
        .param("leaseSeconds", leased.toMillis() / 1000.0)
        .param("lease", lease)
        .query((row, number) -> row(dataset, row))
        .list()
        .stream()
        .sorted(Comparator.comparing(row -> row.place().batch()))
        .toList();
  }

  private Optional<Claim.Batch> open(Row row, UUID lease) {
    try {
      List<StoredEvent> events = batches.open(row.place(), row.sealed());
      return Optional.of(new Claim.Batch(row.place(), row.history(), row.alone(), events));
    } catch (SealBroken | IllegalArgumentException e) {
      log.error(
          "Batch {} of dataset number {} cannot be opened and is quarantined: {}",
          row.place().batch(),
          row.place().dataset(),
          e.getMessage());
      Claim.Batch unopened = new Claim.Batch(row.place(), row.history(), row.alone(), List.of());
      settlement.quarantine(
          new Claim(row.lane(), row.place().upload(), lease, List.of(unopened)),
          ReasonCode.SEAL_BROKEN.with("The stored envelope cannot be opened: " + e.getMessage()),
          null);
      return Optional.empty();
    }
  }

  private static Row row(int dataset, ResultSet row) throws SQLException {
    return new Row(
        new BatchPlace(dataset, row.getLong("upload_id"), row.getLong("id")),
        History.of(row),
        row.getBoolean("alone"),
        new Lane(dataset, row.getString("upload_tag"), row.getString("namespace_id")),
        new Sealed(
            row.getString("seal_key_id"), row.getBytes("data_key"), row.getBytes("envelope")));
  }
}
