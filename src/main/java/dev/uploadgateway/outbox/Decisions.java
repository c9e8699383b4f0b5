package dev.uploadgateway.outbox;

import dev.uploadgateway.audit.Action;
import dev.uploadgateway.audit.Audit;
import dev.uploadgateway.outbox.Quarantine.Decided;
import dev.uploadgateway.outbox.QuarantinedBatches.DayKey;
import dev.uploadgateway.seal.SealBroken;
import dev.uploadgateway.seal.Sealed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Carries out what a human decided of quarantined events. The batches are locked first, and only
 * what is still in quarantine then is touched.
 */
@Component
class Decisions {

  /** A batch whose row nobody else changes until the transaction ends. */
  private record Locked(BatchPlace place, int events, Batches.Row released, Sealed sealed) {}

  private final JdbcClient jdbc;
  private final TransactionOperations transactions;
  private final Batches batches;
  private final QuarantinedBatches quarantined;
  private final Audit audit;

  Decisions(
      JdbcClient jdbc,
      TransactionOperations transactions,
      Batches batches,
      QuarantinedBatches quarantined,
      Audit audit) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.batches = batches;
    this.quarantined = quarantined;
    this.audit = audit;
  }

  /** Decides on whole batches, in one transaction, which records it. */
  Decided ofBatches(
      Decision decision, int dataset, Quarantine.Filter filter, List<Long> ids, Instant asked) {
    return decided(
        () -> recorded(decision, dataset, filter.criteria(), whole(decision, dataset, ids, asked)));
  }

  /** Discards whole batches that nobody decided on in time, as {@link #ofBatches} does. */
  Decided overdue(int dataset, List<Long> ids, Instant asked) {
    return decided(() ->
        recorded(
            Decision.DISCARD,
            dataset,
            List.of("age"),
            whole(Decision.DISCARD, dataset, ids, asked)));
  }

  /** Decides on certain events only, in a transaction for each batch that holds some. */
  Decided ofEvents(
      Decision decision, int dataset, Quarantine.Filter filter, List<Long> ids, Instant asked) {
    Quarantine.Events wanted = Objects.requireNonNull(filter.events());
    Decided decided = Decided.NOTHING;
    for (long id : ids) {
      decided =
          decided.and(
              decided(() ->
                  recorded(
                      decision,
                      dataset,
                      filter.criteria(),
                      part(decision, dataset, wanted, id, asked))));
    }
    return decided;
  }

  /** Discards certain events that others are about to replace; who calls records that. */
  Decided replaced(int dataset, Quarantine.Events wanted, List<Long> ids, Instant asked) {
    Decided decided = Decided.NOTHING;
    for (long id : ids) {
      decided = decided.and(decided(() -> part(Decision.DISCARD, dataset, wanted, id, asked)));
    }
    return decided;
  }

  private Decided recorded(Decision decision, int dataset, List<String> criteria, Decided decided) {
    if (decided.events() > 0) {
      audit.record(
          decision.action(),
          datasetId(dataset),
          null,
          Map.of("events", decided.events(), "by", criteria));
    }
    return decided;
  }

  void recordCorrection(int dataset) {
    audit.record(
        Action.QUARANTINE_CORRECTED,
        datasetId(dataset),
        null,
        Map.of("events", 1, "by", List.of("event")));
  }

  /** What the audit knows it by. */
  private String datasetId(int dataset) {
    return jdbc.sql(QuarantineSql.DATASET_ID)
        .param("dataset", dataset)
        .query(String.class)
        .single();
  }

  private Decided decided(Supplier<Decided> work) {
    return Objects.requireNonNull(transactions.execute(status -> work.get()));
  }

  private Decided whole(Decision decision, int dataset, List<Long> ids, Instant asked) {
    long events =
        switch (decision) {
          case RELEASE -> release(dataset, ids, asked);
          case DISCARD -> discard(dataset, ids, asked);
        };
    return new Decided(events, List.of());
  }

  private long release(int dataset, List<Long> ids, Instant asked) {
    return jdbc.sql(QuarantineSql.RELEASE)
        .param("dataset", dataset)
        .param("ids", Sql.array("int8", ids.toArray()))
        .param("asked", Sql.time(asked))
        .query(Long.class)
        .single();
  }

  private long discard(int dataset, List<Long> ids, Instant asked) {
    List<Long> held = new ArrayList<>();
    List<Long> unopened = new ArrayList<>();
    List<StoredEvent> events = new ArrayList<>();
    for (Locked batch : lock(dataset, ids, asked)) {
      held.add(batch.place().batch());
      List<StoredEvent> opened = open(batch);
      if (opened == null) {
        unopened.add(batch.place().batch());
      } else {
        events.addAll(opened);
      }
    }
    deleteKeys(dataset, held, events);
    if (!unopened.isEmpty()) {
      jdbc.sql(QuarantineSql.DELETE_KEYS_OF_BATCHES)
          .param("dataset", dataset)
          .param("ids", Sql.array("int8", unopened.toArray()))
          .update();
    }
    return jdbc.sql(QuarantineSql.DISCARD)
        .param("dataset", dataset)
        .param("ids", Sql.array("int8", held.toArray()))
        .query(Long.class)
        .single();
  }

  private Decided part(
      Decision decision, int dataset, Quarantine.Events wanted, long id, Instant asked) {
    List<Locked> locked = lock(dataset, List.of(id), asked);
    if (locked.isEmpty()) {
      return Decided.NOTHING;
    }
    Locked batch = locked.getFirst();
    // Looked up once more: until the lock somebody may have taken them out.
    Set<DayKey> keys = quarantined.find(batch.place(), wanted);
    if (keys.isEmpty()) {
      return Decided.NOTHING;
    }
    if (keys.size() == batch.events()) {
      return whole(decision, dataset, List.of(id), asked);
    }
    List<StoredEvent> events = open(batch);
    if (events == null) {
      return new Decided(0, List.of(id));
    }
    List<StoredEvent> taken = new ArrayList<>();
    List<StoredEvent> left = new ArrayList<>();
    events.forEach(event -> (keys.contains(dayKey(event)) ? taken : left).add(event));
    return new Decided(takeOut(decision, batch, taken, left), List.of());
  }

  /** What is left stays where it is, under the same id and with the same reason. */
  private long takeOut(
      Decision decision, Locked batch, List<StoredEvent> taken, List<StoredEvent> left) {
    int dataset = batch.place().dataset();
    shrink(batch.place(), left);
    int discarded =
        switch (decision) {
          case RELEASE -> {
            long upload = batch.place().upload();
            BatchPlace place = new BatchPlace(dataset, upload, batches.nextId());
            batches.insert(place, batch.released(), taken);
            batches.moveKeys(place, taken);
            yield 0;
          }
          case DISCARD -> {
            deleteKeys(dataset, List.of(batch.place().batch()), taken);
            yield taken.size();
          }
        };
    jdbc.sql(QuarantineSql.COUNT_TAKEN_OUT)
        .param("dataset", dataset)
        .param("upload", batch.place().upload())
        .param("events", taken.size())
        .param("discarded", discarded)
        .params(TallyLines.of(taken).parameters())
        .update();
    return taken.size();
  }

  private void shrink(BatchPlace place, List<StoredEvent> left) {
    Sealed sealed = batches.seal(place, left);
    jdbc.sql(QuarantineSql.SHRINK)
        .param("dataset", place.dataset())
        .param("id", place.batch())
        .param("events", left.size())
        .param("deadline", Sql.time(Batches.deadline(left)))
        .param("sealKeyId", sealed.keyId())
        .param("dataKey", sealed.wrappedKey())
        .param("envelope", sealed.envelope())
        .param("content", TallyLines.of(left).value())
        .update();
  }

  private void deleteKeys(int dataset, List<Long> ids, List<StoredEvent> events) {
    jdbc.sql(QuarantineSql.DELETE_KEYS)
        .param("dataset", dataset)
        .param("ids", Sql.array("int8", ids.toArray()))
        .params(Batches.keys(events))
        .update();
  }

  private List<Locked> lock(int dataset, List<Long> ids, Instant asked) {
    return jdbc.sql(QuarantineSql.LOCK)
        .param("dataset", dataset)
        .param("ids", Sql.array("int8", ids.toArray()))
        .param("asked", Sql.time(asked))
        .query((row, number) -> locked(dataset, row, asked))
        .list();
  }

  /** Null where the envelope cannot be opened, which is a reason to be in quarantine. */
  private @Nullable List<StoredEvent> open(Locked batch) {
    try {
      return batches.open(batch.place(), batch.sealed());
    } catch (SealBroken | IllegalArgumentException e) {
      return null;
    }
  }

  private static Locked locked(int dataset, ResultSet row, Instant asked) throws SQLException {
    boolean ambiguous = ReasonCode.AMBIGUOUS.code().equals(row.getString("reason_code"));
    History history =
        new History(
            History.accepted(row),
            0,
            row.getString("wire"),
            // As RELEASE has it.
            ambiguous ? null : Sql.instant(row, "first_sent_at"),
            History.calls(row),
            row.getString("traceparent"));
    return new Locked(
        new BatchPlace(dataset, row.getLong("upload_id"), row.getLong("id")),
        row.getInt("events"),
        new Batches.Row(
            row.getString("namespace_id"),
            history,
            Batches.State.PENDING,
            asked,
            row.getBoolean("alone")),
        new Sealed(
            row.getString("seal_key_id"), row.getBytes("data_key"), row.getBytes("envelope")));
  }

  private static DayKey dayKey(StoredEvent event) {
    return new DayKey(Append.day(event.time()), event.key().value());
  }
}
