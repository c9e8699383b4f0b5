package dev.uploadgateway.outbox;

import dev.uploadgateway.conversion.EventKey;
import dev.uploadgateway.outbox.QuarantinedBatches.DayKey;
import dev.uploadgateway.seal.SealBroken;
import dev.uploadgateway.seal.Sealed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.util.ArrayList;
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
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Looks up what became of the events of an order. */
@Component
public class Orders {

  private static final int MOST_CALLS = 100;

  /** For as many days keys are kept. */
  private static final int MOST_DAYS = 63;

  /**
   * How many events of an order there are in each state.
   *
   * @param quarantined those that wait for a human
   */
  public record Counts(long pending, long delivered, long quarantined) {

    public long events() {
      return pending + delivered + quarantined;
    }
  }

  /**
   * @param counts of all events of the order, whatever the page
   * @param more whether there are lines after these
   */
  public record Found(Counts counts, List<Line> lines, boolean more) {
    public Found {
      lines = List.copyOf(lines);
    }
  }

  private record Row(
      BatchPlace batch, Line.Place place, Line.Received received, Line.State state, Ids calls) {}

  private record Opened(boolean frozen, List<StoredEvent> events) {}

  private record Ids(List<Long> listed, int omitted) {}

  private final JdbcClient jdbc;
  private final QuarantinedBatches keys;
  private final Batches batches;
  private final TransactionTemplate snapshot;

  Orders(
      JdbcClient jdbc,
      QuarantinedBatches keys,
      Batches batches,
      PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    this.keys = keys;
    this.batches = batches;
    // Or an event that is delivered between two statements would be shown as waiting and empty.
    this.snapshot = new TransactionTemplate(transactions);
    this.snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    this.snapshot.setReadOnly(true);
  }

  /**
   * The events of an order as long as their keys are kept: 63 days from the day of the event.
   *
   * @param dataset the dataset's number
   * @param orderHash as {@link EventKey#orderHash} makes it
   * @param after lines behind this place; null begins with the first
   */
  public Found find(int dataset, long orderHash, Line.@Nullable Place after, int limit) {
    return Objects.requireNonNull(
        snapshot.execute(
            status -> look(dataset, new Quarantine.Events(null, orderHash), after, limit)));
  }

  /**
   * The events of one key: several only where a client's own id came on several days. They are
   * found as long as those of an order.
   *
   * @param dataset the dataset's number
   */
  public List<Line> find(int dataset, EventKey key) {
    return Objects.requireNonNull(
            snapshot.execute(
                status -> look(dataset, new Quarantine.Events(key, null), null, MOST_DAYS)))
        .lines();
  }

  private Found look(int dataset, Quarantine.Events wanted, Line.@Nullable Place after, int limit) {
    Map<String, Object> order = keys.found(wanted);
    Counts counts =
        jdbc.sql(ReceiptSql.COUNT)
            .param("dataset", dataset)
            .params(order)
            .query((row, number) ->
                new Counts(
                    row.getLong("pending"), row.getLong("delivered"), row.getLong("quarantined")))
            .single();
    List<Row> rows =
        jdbc.sql(ReceiptSql.LINES)
            .param("dataset", dataset)
            .params(order)
            .param(
                "afterDay",
                Sql.nullable(
                    Types.INTEGER,
                    after == null ? null : Math.toIntExact(after.day().toEpochDay())))
            .param(
                "afterKey", Sql.nullable(Types.OTHER, after == null ? null : after.key().value()))
            // One more than asked for tells whether there is a next page.
            .param("limit", limit + 1)
            .query((row, number) -> row(dataset, row))
            .list();
    boolean more = rows.size() > limit;
    List<Row> page = more ? rows.subList(0, limit) : rows;
    return new Found(counts, lines(dataset, page), more);
  }

  private List<Line> lines(int dataset, List<Row> rows) {
    Map<Long, Line.Call> calls = calls(dataset, rows);
    Map<DayKey, Line.Contents> contents = contents(rows);
    List<Line> lines = new ArrayList<>(rows.size());
    for (Row row : rows) {
      List<Line.Call> listed =
          row.calls().listed().stream().map(calls::get).filter(Objects::nonNull).toList();
      lines.add(
          new Line(
              row.place(),
              row.received(),
              row.state(),
              new Line.Calls(listed, row.calls().omitted()),
              row.state() instanceof Line.State.Delivered
                  ? new Line.Contents.Erased()
                  : contents.getOrDefault(dayKey(row.place()), new Line.Contents.Unreadable())));
    }
    return lines;
  }

  private Map<Long, Line.Call> calls(int dataset, List<Row> rows) {
    Set<Long> ids = new HashSet<>();
    rows.forEach(row -> ids.addAll(row.calls().listed()));
    Map<Long, Line.Call> calls = new HashMap<>();
    jdbc.sql(ReceiptSql.CALLS)
        .param("dataset", dataset)
        .param("ids", Sql.array("int8", ids.toArray()))
        .query(row -> {
          long id = row.getLong("id");
          calls.put(id, new Line.Call(id, row.getInt("events"), facts(row)));
        });
    return calls;
  }

  /** Batch by batch, as an envelope may be large. */
  private Map<DayKey, Line.Contents> contents(List<Row> rows) {
    Map<BatchPlace, Set<DayKey>> wanted = new HashMap<>();
    for (Row row : rows) {
      if (!(row.state() instanceof Line.State.Delivered)) {
        wanted.computeIfAbsent(row.batch(), place -> new HashSet<>()).add(dayKey(row.place()));
      }
    }
    Map<DayKey, Line.Contents> contents = new HashMap<>();
    wanted.forEach((place, lines) -> {
      Opened batch = open(place);
      for (StoredEvent event : batch.events()) {
        DayKey key = new DayKey(Append.day(event.time()), event.key().value());
        if (lines.contains(key)) {
          contents.put(key, Disclosure.of(event, batch.frozen()));
        }
      }
    });
    return contents;
  }

  private Opened open(BatchPlace place) {
    return jdbc.sql(ReceiptSql.ENVELOPE)
        .param("dataset", place.dataset())
        .param("id", place.batch())
        .query((row, number) -> opened(place, row))
        .single();
  }

  private Opened opened(BatchPlace place, ResultSet row) throws SQLException {
    Sealed sealed =
        new Sealed(
            row.getString("seal_key_id"), row.getBytes("data_key"), row.getBytes("envelope"));
    try {
      return new Opened(row.getBoolean("frozen"), batches.open(place, sealed));
    } catch (SealBroken | IllegalArgumentException e) {
      // Its lines are shown as unreadable, which is a reason to be in quarantine.
      return new Opened(false, List.of());
    }
  }

  private static Row row(int dataset, ResultSet row) throws SQLException {
    History.Accepted accepted = History.accepted(row);
    List<Long> calls = History.calls(row);
    int omitted = Math.max(0, calls.size() - MOST_CALLS);
    return new Row(
        new BatchPlace(dataset, row.getLong("upload_id"), row.getLong("id")),
        new Line.Place(
            LocalDate.ofEpochDay(row.getInt("day")),
            new EventKey(row.getObject("event_key", UUID.class))),
        new Line.Received(row.getString("upload_tag"), accepted.at(), accepted.untilIfLater()),
        state(row),
        new Ids(calls.subList(omitted, calls.size()), omitted));
  }

  private static Line.State state(ResultSet row) throws SQLException {
    String state = row.getString("state");
    return switch (state) {
      case "pending" ->
          new Line.State.Pending(
              Objects.requireNonNull(Sql.instant(row, "due_at")),
              Objects.requireNonNull(Sql.instant(row, "deadline")),
              row.getBoolean("claimed"),
              row.getInt("attempts"));
      case "delivered" ->
          new Line.State.Delivered(Objects.requireNonNull(Sql.instant(row, "settled_at")));
      case "quarantined" ->
          new Line.State.Quarantined(
              new Reason(row.getString("reason_code"), row.getString("reason")),
              Objects.requireNonNull(Sql.instant(row, "settled_at")),
              Objects.requireNonNull(Sql.instant(row, "deadline")),
              row.getInt("attempts"));
      default -> throw new IllegalStateException("No state of this release: " + state);
    };
  }

  private static CallRecord facts(ResultSet row) throws SQLException {
    return new CallRecord(
        Objects.requireNonNull(Sql.instant(row, "started_at")),
        row.getLong("millis"),
        row.getLong("bytes"),
        row.getString("outcome"),
        CallRecord.Answer.of(row));
  }

  private static DayKey dayKey(Line.Place place) {
    return new DayKey(Math.toIntExact(place.day().toEpochDay()), place.key().value());
  }
}
