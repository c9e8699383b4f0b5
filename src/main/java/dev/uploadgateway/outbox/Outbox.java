package dev.uploadgateway.outbox;

import dev.uploadgateway.outbox.QuarantinedBatches.DayKey;
import java.time.Clock;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Where accepted events are kept until Meta has them. Events go in by appends; an append is one
 * transaction, so that after it returns all of its events survive, and if it fails none was stored.
 */
@Component
public class Outbox {

  /** The most events that a batch, and so an envelope, holds. */
  public static final int BATCH_LIMIT = 1_000;

  private final JdbcClient jdbc;
  private final TransactionOperations transactions;
  private final Uploads uploads;
  private final Batches batches;
  private final ApplicationEventPublisher publisher;
  private final Clock clock;

  Outbox(
      JdbcClient jdbc,
      TransactionOperations transactions,
      Batches batches,
      ApplicationEventPublisher publisher,
      Clock clock) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.uploads = new Uploads(jdbc, clock);
    this.batches = batches;
    this.publisher = publisher;
    this.clock = clock;
  }

  /** The id of the upload of that tag, which is opened if there is none. */
  public long open(int dataset, String uploadTag) {
    return uploads.idOf(dataset, uploadTag);
  }

  /** The tag of the dataset's upload of that id. */
  public Optional<String> uploadTag(int dataset, long id) {
    return jdbc.sql(UploadSql.UPLOAD_TAG)
        .param("dataset", dataset)
        .param("upload", id)
        .query(String.class)
        .optional();
  }

  /**
   * Stores events for good.
   *
   * @param linger how long a batch that is not full waits for others before it is due
   * @param rejected how many events of the same request were refused, to be counted with the upload
   * @return the positions of those entries that were stored before and are only counted now
   */
  public BitSet append(Lane lane, List<Entry> entries, Duration linger, long rejected) {
    return append(
        lane,
        linger,
        append -> {
          append.reject(rejected);
          return append.add(entries);
        });
  }

  /**
   * Stores events piece by piece, all of them or none. The work runs inside a transaction: it
   * throws to store nothing.
   */
  public <T> T append(Lane lane, Duration linger, Function<Append, T> work) {
    long upload = uploads.idOf(lane.dataset(), lane.uploadTag());
    Append append = new Append(jdbc, batches, new Append.Terms(lane, upload, linger, clock));
    T result;
    try {
      result =
          transactions.execute(status -> {
            T answer = work.apply(append);
            append.count();
            return answer;
          });
    } catch (Append.UploadGone e) {
      uploads.forget(lane.dataset(), lane.uploadTag());
      throw e;
    }
    append.firstDue().ifPresent(due -> publish(new Waiting(lane.dataset(), due)));
    return result;
  }

  /** After the commit, which is not over yet where the append is part of a larger transaction. */
  private void publish(Waiting waiting) {
    if (!TransactionSynchronizationManager.isActualTransactionActive()) {
      publisher.publishEvent(waiting);
      return;
    }
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            publisher.publishEvent(waiting);
          }
        });
  }

  /**
   * Looks which entries are stored already, and changes nothing.
   *
   * @return their positions
   */
  public BitSet stored(int dataset, List<Entry> entries) {
    Set<DayKey> known =
        new HashSet<>(
            jdbc.sql(OutboxSql.FIND_KEYS)
                .param("dataset", dataset)
                .param("days", Sql.array("int4", entries.stream().map(Outbox::day).toArray()))
                .param(
                    "keys", Sql.array("uuid", entries.stream().map(e -> e.key().value()).toArray()))
                .query((row, number) ->
                    new DayKey(row.getInt("day"), row.getObject("event_key", UUID.class)))
                .list());
    BitSet stored = new BitSet(entries.size());
    for (int i = 0; i < entries.size(); i++) {
      stored.set(i, known.contains(new DayKey(day(entries.get(i)), entries.get(i).key().value())));
    }
    return stored;
  }

  private static int day(Entry entry) {
    return Append.day(entry.facts().time());
  }
}
