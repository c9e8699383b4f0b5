package dev.uploadgateway.outbox;

import dev.uploadgateway.conversion.EventKey;
import dev.uploadgateway.seal.SealBroken;
import dev.uploadgateway.seal.Sealed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds quarantined batches, by what they are or by the events that they hold. */
@Component
class QuarantinedBatches {

  /** An event's place in the table of keys. */
  record DayKey(int day, UUID key) {}

  /**
   * A filter whose events, if any, have been looked up.
   *
   * @param among null where every batch of the dataset comes into question
   */
  record Lookup(int dataset, Quarantine.Filter filter, @Nullable List<Long> among) {

    private Map<String, Object> parameters() {
      Map<String, Object> parameters = new HashMap<>();
      parameters.put("dataset", dataset);
      parameters.put("reasonCode", Sql.nullable(Types.VARCHAR, filter.reasonCode()));
      parameters.put("uploadTag", Sql.nullable(Types.VARCHAR, filter.uploadTag()));
      parameters.put("batch", Sql.nullable(Types.BIGINT, filter.batch()));
      parameters.put(
          "among",
          among == null ? Sql.nullable(Types.ARRAY, null) : Sql.array("int8", among.toArray()));
      return parameters;
    }
  }

  private final JdbcClient jdbc;
  private final Batches batches;
  private final Clock clock;

  QuarantinedBatches(JdbcClient jdbc, Batches batches, Clock clock) {
    this.jdbc = jdbc;
    this.batches = batches;
    this.clock = clock;
  }

  Lookup select(int dataset, Quarantine.Filter filter) {
    if (filter.events() == null) {
      return new Lookup(dataset, filter, null);
    }
    List<Long> holders =
        jdbc.sql(QuarantineSql.FIND_BATCHES_OF_EVENTS)
            .param("dataset", dataset)
            .params(found(filter.events()))
            .query((row, number) -> row.getLong("id"))
            .list();
    return new Lookup(dataset, filter, holders);
  }

  List<Quarantine.Row> list(int dataset, Quarantine.Filter filter, long after, int limit) {
    return jdbc.sql(QuarantineSql.LIST)
        .params(select(dataset, filter).parameters())
        .param("after", after)
        .param("limit", limit)
        .query((row, number) -> row(dataset, row))
        .list();
  }

  List<Quarantine.Group> groups(int dataset, @Nullable String uploadTag, int limit) {
    return jdbc.sql(QuarantineSql.GROUPS)
        .param("dataset", dataset)
        .param("uploadTag", Sql.nullable(Types.VARCHAR, uploadTag))
        .param("limit", limit)
        .query((row, number) ->
            new Quarantine.Group(
                new Reason(row.getString("reason_code"), row.getString("reason")),
                row.getLong("batches"),
                row.getLong("events"),
                Objects.requireNonNull(Sql.instant(row, "since")),
                Objects.requireNonNull(Sql.instant(row, "deadline"))))
        .list();
  }

  /** The ids of the next batches that a transaction takes; empty at the end. */
  List<Long> next(Lookup lookup, Instant asked, Decision decision, long after) {
    return jdbc.sql(QuarantineSql.NEXT)
        .params(lookup.parameters())
        .param("asked", Sql.time(asked))
        .param("events", decision.most())
        .param("after", after)
        .query((row, number) -> row.getLong("id"))
        .list();
  }

  /** Those of the events that the batch holds now. */
  Set<DayKey> find(BatchPlace place, Quarantine.Events events) {
    return new HashSet<>(
        jdbc.sql(QuarantineSql.FIND_EVENTS_OF_BATCH)
            .param("dataset", place.dataset())
            .param("batch", place.batch())
            .params(found(events))
            .query((row, number) ->
                new DayKey(row.getInt("day"), row.getObject("event_key", UUID.class)))
            .list());
  }

  /** Keys of an order's events begin with its hash, or else they carry it beside. */
  Map<String, Object> found(Quarantine.Events events) {
    UUID key = events.key() == null ? null : events.key().value();
    Long orderHash = events.orderHash();
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("days", Sql.array("date", Partitions.daysAt(clock.instant())));
    parameters.put(
        "from", orderHash == null ? Objects.requireNonNull(key) : new UUID(orderHash, 0));
    parameters.put("to", orderHash == null ? Objects.requireNonNull(key) : new UUID(orderHash, -1));
    parameters.put("orderHash", Sql.nullable(Types.BIGINT, orderHash));
    parameters.put("key", Sql.nullable(Types.OTHER, key));
    return parameters;
  }

  private Quarantine.Row row(int dataset, ResultSet row) throws SQLException {
    Instant calledAt = Sql.instant(row, "started_at");
    CallRecord.Answer answer = CallRecord.Answer.of(row);
    return new Quarantine.Row(
        row.getLong("id"),
        row.getString("upload_tag"),
        row.getInt("events"),
        new Reason(row.getString("reason_code"), row.getString("reason")),
        Objects.requireNonNull(Sql.instant(row, "settled_at")),
        Objects.requireNonNull(Sql.instant(row, "deadline")),
        new Quarantine.Details(
            row.getInt("attempts"),
            calledAt == null ? null : new Quarantine.LastCall(calledAt, answer),
            eventKeys(dataset, row)));
  }

  private @Nullable List<EventKey> eventKeys(int dataset, ResultSet row) throws SQLException {
    byte[] envelope = row.getBytes("envelope");
    if (envelope == null) {
      return null;
    }
    BatchPlace place = new BatchPlace(dataset, row.getLong("upload_id"), row.getLong("id"));
    Sealed sealed = new Sealed(row.getString("seal_key_id"), row.getBytes("data_key"), envelope);
    try {
      return batches.open(place, sealed).stream().map(StoredEvent::key).toList();
    } catch (SealBroken | IllegalArgumentException e) {
      // Shown all the same: that it is there and why is what a human needs first.
      return null;
    }
  }
}
