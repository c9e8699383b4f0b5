package dev.uploadgateway.outbox;

import dev.uploadgateway.seal.Sealed;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Records what became of a claim. Only the holder of the lease settles: where it has been lost,
 * nothing changes, the other holder sends the events again, and Meta recognises the repeat.
 */
@Component
public class Settlement {

  private static final Logger log = LoggerFactory.getLogger(Settlement.class);

  private final JdbcClient jdbc;
  private final TransactionOperations transactions;
  private final Batches batches;
  private final Clock clock;

  Settlement(JdbcClient jdbc, TransactionOperations transactions, Batches batches, Clock clock) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.batches = batches;
    this.clock = clock;
  }

  /**
   * Meta has them: counts them and destroys their personal data in the same statement.
   *
   * @param traits what was sent of each event, in the claim's order: names of match keys and {@code
   *     field:reason} of what was dropped, with a blank between; an empty text, or an empty list,
   *     where that is not known
   */
  public void delivered(Claim claim, CallRecord call, List<String> traits) {
    Instant now = clock.instant();
    long settled =
        jdbc.sql(OutboxSql.DELIVERED)
            .params(held(claim))
            .params(recorded(claim, call))
            .params(QualityLines.of(claim.events(), traits, now).parameters())
            .param("now", Sql.time(now))
            .query(Long.class)
            .single();
    warnIfLost(claim, settled);
  }

  /**
   * Sends them round again later.
   *
   * @param attempt whether the call counts as one
   * @param call the call, or null where none was made
   */
  public void giveBack(Claim claim, Instant due, boolean attempt, @Nullable CallRecord call) {
    transactions.executeWithoutResult(status -> giveBackNow(claim, due, attempt, call));
  }

  /**
   * Sends them round again later with exactly the bytes that may have reached Meta already.
   *
   * @param wire the dialect of those bytes
   * @param frozen the claim's events with those bytes, in the claim's order
   */
  public void freeze(
      Claim claim, Instant due, CallRecord call, String wire, List<StoredEvent> frozen) {
    transactions.executeWithoutResult(status -> {
      int from = 0;
      for (Claim.Batch batch : claim.batches()) {
        int to = from + batch.events().size();
        Sealed sealed = batches.seal(batch.place(), frozen.subList(from, to));
        jdbc.sql(OutboxSql.FREEZE)
            .param("dataset", claim.lane().dataset())
            .param("id", batch.place().batch())
            .param("lease", claim.lease())
            .param("wire", wire)
            .param("sentAt", Sql.time(call.startedAt()))
            .param("sealKeyId", sealed.keyId())
            .param("dataKey", sealed.wrappedKey())
            .param("envelope", sealed.envelope())
            .update();
        from = to;
      }
      giveBackNow(claim, due, true, call);
    });
  }

  /** Stops all of them here until a human decides. */
  public void quarantine(Claim claim, Reason reason, @Nullable CallRecord call) {
    transactions.executeWithoutResult(status -> {
      Long callId = call == null ? null : recordCall(claim, call);
      long settled =
          jdbc.sql(OutboxSql.QUARANTINE)
              .params(held(claim))
              .param("now", Sql.time(clock.instant()))
              .param("calls", call == null ? 0 : 1)
              .param("call", Sql.nullable(Types.BIGINT, callId))
              .param("reasonCode", reason.code())
              .param("reason", reason.sentence())
              .query(Long.class)
              .single();
      warnIfLost(claim, settled);
    });
  }

  /**
   * Takes a claim apart: each part becomes batches of its own, which go on or stop.
   *
   * @param parts together all events of the claim, each once
   */
  public void sort(Claim claim, List<Part> parts, @Nullable CallRecord call) {
    Boolean sorted = transactions.execute(status -> sortNow(claim, parts, call, status));
    if (!Boolean.TRUE.equals(sorted) && call != null) {
      // The claim is somebody else's now; the call was made all the same.
      transactions.executeWithoutResult(status -> {
        recordCall(claim, call);
        count(claim, call, 0);
      });
    }
  }

  private boolean sortNow(
      Claim claim, List<Part> parts, @Nullable CallRecord call, TransactionStatus status) {
    int taken = jdbc.sql(OutboxSql.TAKE_APART).params(held(claim)).update();
    if (taken < claim.batches().size()) {
      warnIfLost(claim, taken);
      status.setRollbackOnly();
      return false;
    }
    Long callId = call == null ? null : recordCall(claim, call);
    Map<StoredEvent, Claim.Batch> sources = new IdentityHashMap<>();
    claim.batches().forEach(batch -> batch.events().forEach(event -> sources.put(event, batch)));
    int quarantined = 0;
    for (Part part : parts) {
      insert(claim, part, callId, sources);
      quarantined += part.quarantine() == null ? 0 : part.events().size();
    }
    count(claim, call, quarantined);
    return true;
  }

  /**
   * Events that other calls have carried before become batches of their own, or else a receipt
   * would be told of calls that never carried it. Nearly always all have the same behind them.
   */
  private void insert(
      Claim claim, Part part, @Nullable Long call, Map<StoredEvent, Claim.Batch> sources) {
    Map<List<Long>, List<StoredEvent>> byCalls = new LinkedHashMap<>();
    for (StoredEvent event : part.events()) {
      byCalls
          .computeIfAbsent(source(event, sources).calls(), calls -> new ArrayList<>())
          .add(event);
    }
    byCalls.forEach((before, events) -> {
      Set<History.Accepted> accepted = new HashSet<>();
      events.forEach(event -> accepted.add(source(event, sources).accepted()));
      List<Long> calls = new ArrayList<>(before);
      if (call != null) {
        calls.add(call);
      }
      insert(
          claim,
          new Part(events, part.quarantine(), part.alone()),
          new History(
              History.Accepted.of(accepted),
              claim.attempts(),
              claim.wire(),
              claim.firstSentAt(),
              calls,
              source(events.getFirst(), sources).traceparent()));
    });
  }

  private static History source(StoredEvent event, Map<StoredEvent, Claim.Batch> sources) {
    return Objects.requireNonNull(sources.get(event), "An event of the claim").history();
  }

  private void insert(Claim claim, Part part, History history) {
    Instant now = clock.instant();
    Reason reason = part.quarantine();
    Batches.State state =
        reason == null ? Batches.State.PENDING : Batches.State.quarantined(reason, now);
    Batches.Row row =
        new Batches.Row(claim.lane().namespaceId(), history, state, now, part.alone());
    for (int from = 0; from < part.events().size(); from += Outbox.BATCH_LIMIT) {
      int to = Math.min(from + Outbox.BATCH_LIMIT, part.events().size());
      List<StoredEvent> events = part.events().subList(from, to);
      BatchPlace place = new BatchPlace(claim.lane().dataset(), claim.upload(), batches.nextId());
      batches.insert(place, row, events);
      batches.moveKeys(place, events);
    }
  }

  private void giveBackNow(Claim claim, Instant due, boolean attempt, @Nullable CallRecord call) {
    Long callId = call == null ? null : recordCall(claim, call);
    int settled =
        jdbc.sql(OutboxSql.GIVE_BACK)
            .params(held(claim))
            .param("dueAt", Sql.time(due))
            .param("attempts", attempt ? 1 : 0)
            .param("sentAt", Sql.nullableTime(call == null ? null : call.startedAt()))
            .param("call", Sql.nullable(Types.BIGINT, callId))
            .update();
    count(claim, call, 0);
    warnIfLost(claim, settled);
  }

  private long recordCall(Claim claim, CallRecord call) {
    return jdbc.sql(OutboxSql.RECORD_CALL)
        .param("dataset", claim.lane().dataset())
        .param("upload", claim.upload())
        .params(recorded(claim, call))
        .query(Long.class)
        .single();
  }

  /** Last of all, so that appends to the same upload wait for the moment of the commit only. */
  private void count(Claim claim, @Nullable CallRecord call, int quarantined) {
    jdbc.sql(OutboxSql.COUNT_SETTLED)
        .param("dataset", claim.lane().dataset())
        .param("upload", claim.upload())
        .param("calls", call == null ? 0 : 1)
        .param("quarantined", quarantined)
        .update();
  }

  private static Map<String, Object> held(Claim claim) {
    return Map.of(
        "dataset", claim.lane().dataset(),
        "upload", claim.upload(),
        "ids", Sql.array("int8", claim.ids()),
        "lease", claim.lease());
  }

  private static Map<String, Object> recorded(Claim claim, CallRecord call) {
    CallRecord.Answer answer = call.answer();
    return Map.of(
        "startedAt", Sql.time(call.startedAt()),
        "millis", call.millis(),
        "events", claim.events().size(),
        "bytes", call.bytes(),
        "outcome", call.outcome(),
        "httpStatus", Sql.nullable(Types.INTEGER, answer.httpStatus()),
        "code", Sql.nullable(Types.INTEGER, answer.code()),
        "subcode", Sql.nullable(Types.INTEGER, answer.subcode()),
        "fbtraceId", Sql.nullable(Types.VARCHAR, answer.fbtraceId()),
        "message", Sql.nullable(Types.VARCHAR, answer.message()));
  }

  private static void warnIfLost(Claim claim, long settled) {
    if (settled < claim.batches().size()) {
      log.warn(
          "The lease on {} of {} batches of dataset number {} was lost before they were settled",
          claim.batches().size() - settled,
          claim.batches().size(),
          claim.lane().dataset());
    }
  }
}
