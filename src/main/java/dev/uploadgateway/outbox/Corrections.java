package dev.uploadgateway.outbox;

import dev.uploadgateway.conversion.EventKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Puts a corrected event in the place of one in quarantine. Both or neither: the one is discarded
 * in the transaction that stores the other.
 */
@Component
public class Corrections {

  /** What became of a correction; only one that is done has changed anything. */
  public enum Corrected {
    DONE,
    /** No event of that key is in quarantine, or somebody has decided on it meanwhile. */
    GONE,
    /** It shares an envelope that cannot be opened with others. */
    UNOPENED,
    /** The corrected event is stored already, as another one. */
    DUPLICATE,
    /** Several events of that key are in quarantine, of different days. */
    SEVERAL
  }

  private final JdbcClient jdbc;
  private final TransactionOperations transactions;
  private final Decisions decisions;
  private final Outbox outbox;
  private final Clock clock;

  Corrections(
      JdbcClient jdbc,
      TransactionOperations transactions,
      Decisions decisions,
      Outbox outbox,
      Clock clock) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.decisions = decisions;
    this.outbox = outbox;
    this.clock = clock;
  }

  private record Place(long batch, Lane lane) {}

  /**
   * What an event in quarantine travels with, and so does its correction; empty where none of that
   * key is there.
   */
  public Optional<Lane> laneOf(int dataset, EventKey key) {
    return places(dataset, key).stream().map(Place::lane).findFirst();
  }

  /**
   * Discards an event in quarantine and stores another.
   *
   * @param lane as {@link #laneOf} tells it
   * @param linger how long the corrected event waits for others before it is due
   */
  public Corrected correct(Lane lane, EventKey wrong, Entry corrected, Duration linger) {
    return Objects.requireNonNull(
        transactions.execute(status -> correct(lane, wrong, corrected, linger, status)));
  }

  private Corrected correct(
      Lane lane, EventKey wrong, Entry corrected, Duration linger, TransactionStatus status) {
    Instant now = clock.instant();
    List<Long> batches =
        places(lane.dataset(), wrong).stream().map(Place::batch).distinct().toList();
    Quarantine.Decided discarded =
        decisions.replaced(lane.dataset(), new Quarantine.Events(wrong, null), batches, now);
    Corrected outcome;
    if (!discarded.unopened().isEmpty()) {
      outcome = Corrected.UNOPENED;
    } else if (discarded.events() != 1) {
      outcome = discarded.events() == 0 ? Corrected.GONE : Corrected.SEVERAL;
    } else {
      boolean stored = outbox.append(lane, List.of(corrected), linger, 0).get(0);
      outcome = stored ? Corrected.DUPLICATE : Corrected.DONE;
    }
    if (outcome == Corrected.DONE) {
      decisions.recordCorrection(lane.dataset());
    } else {
      status.setRollbackOnly();
    }
    return outcome;
  }

  private List<Place> places(int dataset, EventKey key) {
    Instant now = clock.instant();
    return jdbc.sql(QuarantineSql.FIND_PLACES)
        .param("dataset", dataset)
        .param("days", Sql.array("date", Partitions.daysAt(now)))
        .param("key", key.value())
        .query((row, number) ->
            new Place(
                row.getLong("id"),
                new Lane(dataset, row.getString("upload_tag"), row.getString("namespace_id"))))
        .list();
  }
}
