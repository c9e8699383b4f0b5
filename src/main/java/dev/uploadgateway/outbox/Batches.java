package dev.uploadgateway.outbox;

import dev.uploadgateway.seal.Seal;
import dev.uploadgateway.seal.SealBroken;
import dev.uploadgateway.seal.Sealed;
import dev.uploadgateway.trace.Traces;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Batch rows and their envelopes: packs and seals on the way in, opens and unpacks on the way out.
 */
@Component
class Batches {

  /** The open half of a batch's row, beside its place and its events. */
  record Row(
      @Nullable String namespaceId, History history, State state, Instant dueAt, boolean alone) {

    static Row fresh(@Nullable String namespaceId, Instant now, Instant due) {
      return new Row(namespaceId, History.begun(now), State.PENDING, due, false);
    }

    Row traced(@Nullable String parent) {
      return new Row(namespaceId, history.traced(parent), state, dueAt, alone);
    }
  }

  /** Pending, or quarantined for a reason since a time. */
  record State(@Nullable Reason reason, @Nullable Instant settledAt) {
    static final State PENDING = new State(null, null);

    static State quarantined(Reason reason, Instant since) {
      return new State(reason, since);
    }
  }

  private final JdbcClient jdbc;
  private final BatchIds ids;
  private final Seal seal;
  private final Traces traces;
  private final DistributionSummary fill;

  Batches(JdbcClient jdbc, BatchIds ids, Seal seal, Traces traces, MeterRegistry meters) {
    this.jdbc = jdbc;
    this.ids = ids;
    this.seal = seal;
    this.traces = traces;
    this.fill = meters.summary("gateway.batch.events");
  }

  long nextId() {
    return ids.next();
  }

  /**
   * A batch of events that just came in.
   *
   * @param lines what the reports count of them
   */
  record Fresh(BatchPlace place, Row row, List<StoredEvent> events, TallyLines lines) {}

  void append(Fresh batch) {
    statement(OutboxSql.APPEND_BATCH, batch).update();
    fill.record(batch.events().size());
  }

  /** Stores a batch which is all that is appended, with the count of that. */
  void append(Fresh batch, Map<String, Object> count) {
    statement(OutboxSql.APPEND_AND_COUNT, batch).params(count).update();
    fill.record(batch.events().size());
  }

  private JdbcClient.StatementSpec statement(String sql, Fresh batch) {
    Row traced = batch.row().traced(traces.current());
    return statement(sql, batch.place(), traced, batch.events(), batch.lines());
  }

  void insert(BatchPlace place, Row row, List<StoredEvent> events) {
    statement(OutboxSql.APPEND_BATCH, place, row, events, TallyLines.of(events)).update();
  }

  private JdbcClient.StatementSpec statement(
      String sql, BatchPlace place, Row row, List<StoredEvent> events, TallyLines lines) {
    Sealed sealed = seal(place, events);
    History history = row.history();
    History.Accepted accepted = history.accepted();
    Reason reason = row.state().reason();
    return jdbc.sql(sql)
        .param("dataset", place.dataset())
        .param("id", place.batch())
        .param("upload", place.upload())
        .param("namespace", Sql.nullable(Types.VARCHAR, row.namespaceId()))
        .param("state", reason == null ? "pending" : "quarantined")
        .param("events", events.size())
        .param("acceptedAt", Sql.time(accepted.at()))
        .param("acceptedUntil", Sql.nullableTime(accepted.untilIfLater()))
        .param("deadline", Sql.time(deadline(events)))
        .param("dueAt", Sql.time(row.dueAt()))
        .param("attempts", history.attempts())
        .param("alone", row.alone())
        .param("wire", Sql.nullable(Types.VARCHAR, history.wire()))
        .param("firstSentAt", Sql.nullableTime(history.firstSentAt()))
        .param("reasonCode", Sql.nullable(Types.VARCHAR, reason == null ? null : reason.code()))
        .param("reason", Sql.nullable(Types.VARCHAR, reason == null ? null : reason.sentence()))
        .param("call", Sql.nullable(Types.BIGINT, history.lastCall()))
        .param(
            "earlierCalls",
            history.earlierCalls().isEmpty()
                ? Sql.nullable(Types.ARRAY, null)
                : Sql.array("int8", history.earlierCalls().toArray()))
        .param("settledAt", Sql.nullableTime(row.state().settledAt()))
        .param("traceparent", Sql.nullable(Types.VARCHAR, history.traceparent()))
        .param("sealKeyId", sealed.keyId())
        .param("dataKey", sealed.wrappedKey())
        .param("envelope", sealed.envelope())
        .param("content", lines.value());
  }

  /** Lets the keys of events say that these are in another batch now. */
  void moveKeys(BatchPlace place, List<StoredEvent> events) {
    jdbc.sql(OutboxSql.MOVE_KEYS)
        .param("dataset", place.dataset())
        .param("batch", place.batch())
        .params(keys(events))
        .update();
  }

  /** Where the keys of events stand in their table. */
  static Map<String, Object> keys(List<StoredEvent> events) {
    return Map.of(
        "days", Sql.array("int4", events.stream().map(e -> Append.day(e.time())).toArray()),
        "keys", Sql.array("uuid", events.stream().map(e -> e.key().value()).toArray()));
  }

  /** From here on Meta refuses the oldest of the events. */
  static Instant deadline(List<StoredEvent> events) {
    return events.stream().map(StoredEvent::deadline).min(Instant::compareTo).orElseThrow();
  }

  Sealed seal(BatchPlace place, List<StoredEvent> events) {
    return seal.seal(Envelope.pack(events), place.sealedFor());
  }

  /**
   * @throws SealBroken if the envelope does not open or does not hold events
   */
  List<StoredEvent> open(BatchPlace place, Sealed sealed) {
    return Envelope.unpack(seal.open(sealed, place.sealedFor()));
  }
}
