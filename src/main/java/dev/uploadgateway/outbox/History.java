package dev.uploadgateway.outbox;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What happened to the events of a batch so far.
 *
 * @param wire the dialect of the frozen bytes; null while they are raw
 * @param firstSentAt the first call of unknown outcome
 * @param calls every call that carried them, in their order
 * @param traceparent where they came from, for those who follow it; null where nobody does
 */
record History(
    Accepted accepted,
    int attempts,
    @Nullable String wire,
    @Nullable Instant firstSentAt,
    List<Long> calls,
    @Nullable String traceparent) {

  /** When the first and the last of them were accepted; alike where they came together. */
  record Accepted(Instant at, Instant until) {

    /** Of all of them together. */
    static Accepted of(Collection<Accepted> parts) {
      return new Accepted(
          parts.stream().map(Accepted::at).min(Comparator.naturalOrder()).orElseThrow(),
          parts.stream().map(Accepted::until).max(Comparator.naturalOrder()).orElseThrow());
    }

    /** Null where all came at once. */
    @Nullable Instant untilIfLater() {
      return until.isAfter(at) ? until : null;
    }
  }

  History {
    calls = List.copyOf(calls);
  }

  static History begun(Instant now) {
    return new History(new Accepted(now, now), 0, null, null, List.of(), null);
  }

  /** Of a row that says all of it. */
  static History of(ResultSet row) throws SQLException {
    return new History(
        accepted(row),
        row.getInt("attempts"),
        row.getString("wire"),
        Sql.instant(row, "first_sent_at"),
        calls(row),
        row.getString("traceparent"));
  }

  History traced(@Nullable String parent) {
    return new History(accepted, attempts, wire, firstSentAt, calls, parent);
  }

  static Accepted accepted(ResultSet row) throws SQLException {
    Instant at = Objects.requireNonNull(Sql.instant(row, "accepted_at"));
    Instant until = Sql.instant(row, "accepted_until");
    return new Accepted(at, until == null ? at : until);
  }

  static List<Long> calls(ResultSet row) throws SQLException {
    Long last = row.getObject("call_id", Long.class);
    if (last == null) {
      return List.of();
    }
    List<Long> calls = new ArrayList<>();
    Array earlier = row.getArray("earlier_calls");
    if (earlier != null) {
      calls.addAll(Arrays.asList((Long[]) earlier.getArray()));
    }
    calls.add(last);
    return calls;
  }

  /** The call that delivered or last carried them; null where there was none. */
  @Nullable Long lastCall() {
    return calls.isEmpty() ? null : calls.getLast();
  }

  List<Long> earlierCalls() {
    return calls.isEmpty() ? List.of() : calls.subList(0, calls.size() - 1);
  }
}
