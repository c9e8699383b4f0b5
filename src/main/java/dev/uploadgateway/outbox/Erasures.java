package dev.uploadgateway.outbox;

import dev.uploadgateway.seal.SealBroken;
import dev.uploadgateway.seal.Sealed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Takes events out of what waits and of quarantine for good: their data, their keys and their place
 * in the batch. One batch at a time, and only one that holds such an event is locked.
 */
@Component
public class Erasures {

  /** Batches move while they are looked through: what comes up behind is looked for again. */
  private static final int MOST_ROUNDS = 3;

  /**
   * What an erasure came to.
   *
   * @param pending events that waited
   * @param quarantined events that were in quarantine
   * @param batches how many batches were looked through
   * @param inCall batches with such events that a call is carrying right now: nothing was taken out
   *     of them
   * @param unopened batches whose envelope cannot be opened, so that nobody knows what they hold
   */
  public record Erased(
      long pending, long quarantined, int batches, List<Long> inCall, List<Long> unopened) {
    public Erased {
      inCall = List.copyOf(inCall);
      unopened = List.copyOf(unopened);
    }
  }

  private record Row(
      BatchPlace place, boolean pending, @Nullable String wire, boolean inCall, Sealed sealed) {}

  private record Cursor(OffsetDateTime deadline, long id) {
    static final Cursor BEGINNING = new Cursor(Sql.time(Instant.EPOCH), -1);
  }

  private enum Fate {
    SEARCHED,
    IN_CALL,
    UNOPENED,
    GONE
  }

  private final JdbcClient jdbc;
  private final TransactionOperations transactions;
  private final Batches batches;
  private final Clock clock;

  Erasures(JdbcClient jdbc, TransactionOperations transactions, Batches batches, Clock clock) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.batches = batches;
    this.clock = clock;
  }

  /**
   * @param dataset the dataset's number
   * @param wanted whether an event is to go; asked several times of the same
   */
  public Erased erase(int dataset, Predicate<Lookout.Found> wanted) {
    Search search = new Search(dataset, wanted);
    int before;
    int round = 0;
    do {
      before = search.searched.size();
      search.inCall.clear();
      search.walk(ErasureSql.NEXT_PENDING);
      search.walk(ErasureSql.NEXT_QUARANTINED);
      round++;
    } while (round < MOST_ROUNDS && (search.searched.size() > before || !search.inCall.isEmpty()));
    return new Erased(
        search.pending,
        search.quarantined,
        search.searched.size(),
        List.copyOf(search.inCall),
        List.copyOf(search.unopened));
  }

  private final class Search {

    private final int dataset;
    private final Predicate<Lookout.Found> wanted;
    private final Set<Long> searched = new HashSet<>();
    private final Set<Long> inCall = new TreeSet<>();
    private final Set<Long> unopened = new TreeSet<>();
    private long pending;
    private long quarantined;

    Search(int dataset, Predicate<Lookout.Found> wanted) {
      this.dataset = dataset;
      this.wanted = wanted;
    }

    void walk(String next) {
      List<Cursor> page = page(next, Cursor.BEGINNING);
      while (!page.isEmpty()) {
        page.stream().map(Cursor::id).filter(id -> !searched.contains(id)).forEach(this::search);
        page = page(next, page.getLast());
      }
    }

    private List<Cursor> page(String next, Cursor after) {
      return jdbc.sql(next)
          .param("dataset", dataset)
          .param("deadline", after.deadline())
          .param("id", after.id())
          .query((row, number) ->
              new Cursor(row.getObject("deadline", OffsetDateTime.class), row.getLong("id")))
          .list();
    }

    private void search(long id) {
      switch (fate(id)) {
        case SEARCHED -> searched.add(id);
        case IN_CALL -> inCall.add(id);
        case UNOPENED -> {
          searched.add(id);
          unopened.add(id);
        }
        case GONE -> {}
      }
    }

    /** Without a lock: an event never comes into a batch, so one that has none will have none. */
    private Fate fate(long id) {
      Optional<Row> row = read(ErasureSql.READ, id);
      if (row.isEmpty()) {
        return Fate.GONE;
      }
      List<StoredEvent> events = open(row.get());
      if (events == null) {
        return Fate.UNOPENED;
      }
      return events.stream().noneMatch(event -> isWanted(event, row.get()))
          ? Fate.SEARCHED
          : Objects.requireNonNull(transactions.execute(status -> takeOut(id)));
    }

    private Fate takeOut(long id) {
      Optional<Row> locked = read(ErasureSql.LOCK, id);
      if (locked.isEmpty()) {
        return Fate.GONE;
      }
      Row row = locked.get();
      if (row.inCall()) {
        return Fate.IN_CALL;
      }
      List<StoredEvent> events = open(row);
      if (events == null) {
        return Fate.UNOPENED;
      }
      List<StoredEvent> taken = new ArrayList<>();
      List<StoredEvent> left = new ArrayList<>();
      events.forEach(event -> (isWanted(event, row) ? taken : left).add(event));
      remove(row, taken, left);
      return Fate.SEARCHED;
    }

    private void remove(Row row, List<StoredEvent> taken, List<StoredEvent> left) {
      BatchPlace place = row.place();
      if (left.isEmpty()) {
        jdbc.sql(ErasureSql.DELETE).param("dataset", dataset).param("id", place.batch()).update();
      } else {
        shrink(place, left);
      }
      jdbc.sql(QuarantineSql.DELETE_KEYS)
          .param("dataset", dataset)
          .param("ids", Sql.array("int8", place.batch()))
          .params(Batches.keys(taken))
          .update();
      jdbc.sql(ErasureSql.COUNT)
          .param("dataset", dataset)
          .param("upload", place.upload())
          .param("events", taken.size())
          .param("quarantined", row.pending() ? 0 : taken.size())
          .param(
              "changes",
              row.pending()
                  ? Sql.array("text", "quarantined", "discarded")
                  : Sql.array("text", "discarded"))
          .params(TallyLines.of(taken).parameters())
          .update();
      if (row.pending()) {
        pending += taken.size();
      } else {
        quarantined += taken.size();
      }
    }

    private void shrink(BatchPlace place, List<StoredEvent> left) {
      Sealed sealed = batches.seal(place, left);
      jdbc.sql(ErasureSql.SHRINK)
          .param("dataset", dataset)
          .param("id", place.batch())
          .param("events", left.size())
          .param("deadline", Sql.time(Batches.deadline(left)))
          .param("sealKeyId", sealed.keyId())
          .param("dataKey", sealed.wrappedKey())
          .param("envelope", sealed.envelope())
          .param("anotherLease", UUID.randomUUID())
          .param("content", TallyLines.of(left).value())
          .update();
    }

    private boolean isWanted(StoredEvent event, Row row) {
      return wanted.test(new Lookout.Found(event, row.wire()));
    }

    private Optional<Row> read(String statement, long id) {
      return jdbc.sql(statement)
          .param("dataset", dataset)
          .param("id", id)
          .param("now", Sql.time(clock.instant()))
          .query((row, number) -> row(row, id))
          .optional();
    }

    private Row row(ResultSet row, long id) throws SQLException {
      return new Row(
          new BatchPlace(dataset, row.getLong("upload_id"), id),
          row.getString("state").equals("pending"),
          row.getString("wire"),
          row.getBoolean("in_call"),
          new Sealed(
              row.getString("seal_key_id"), row.getBytes("data_key"), row.getBytes("envelope")));
    }
  }

  private @Nullable List<StoredEvent> open(Row row) {
    try {
      return batches.open(row.place(), row.sealed());
    } catch (SealBroken | IllegalArgumentException e) {
      return null;
    }
  }
}
