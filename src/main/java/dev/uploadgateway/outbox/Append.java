package dev.uploadgateway.outbox;

import dev.uploadgateway.conversion.EventKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One transaction's worth of events going in, a thousand or fewer at a time. */
public final class Append {

  /** What holds for all events of the append. */
  record Terms(Lane lane, long upload, Duration linger, Clock clock) {}

  /** The upload's row is not there any more; the next append opens the upload once more. */
  static final class UploadGone extends RuntimeException {
    private static final long serialVersionUID = 1;

    UploadGone(long upload) {
      super("Upload " + upload + " is not in the database any more");
    }
  }

  private final JdbcClient jdbc;
  private final Batches batches;
  private final Terms terms;
  private final AppendCount count = new AppendCount();
  private @Nullable Instant firstDue;

  /** The batch that came last, which is stored with the count where it is all there is. */
  private Batches.@Nullable Fresh last;

  private boolean several;

  Append(JdbcClient jdbc, Batches batches, Terms terms) {
    this.jdbc = jdbc;
    this.batches = batches;
    this.terms = terms;
  }

  /**
   * Adds at most {@link Outbox#BATCH_LIMIT} events as one batch.
   *
   * @return the positions of those that were stored before
   */
  public BitSet add(List<Entry> entries) {
    if (entries.size() > Outbox.BATCH_LIMIT) {
      throw new IllegalArgumentException("A batch holds " + Outbox.BATCH_LIMIT + " events");
    }
    Instant now = terms.clock().instant();
    // In order of their keys: two appends of the same events must wait for each other, never in a
    // circle.
    Map<EventKey, Entry> firsts = new LinkedHashMap<>();
    entries.stream()
        .sorted((a, b) -> a.key().compareTo(b.key()))
        .forEach(entry -> firsts.putIfAbsent(entry.key(), entry));

    long batch = batches.nextId();
    Set<EventKey> stored = appendKeys(batch, List.copyOf(firsts.values()));

    BitSet duplicates = new BitSet(entries.size());
    List<Entry> fresh = new ArrayList<>(stored.size());
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      if (stored.remove(entry.key())) {
        fresh.add(entry);
      } else {
        duplicates.set(i);
        count.countDuplicate(entry.facts(), now.getEpochSecond());
      }
    }
    if (!fresh.isEmpty()) {
      addBatch(batch, fresh, now);
    }
    return duplicates;
  }

  /**
   * Says which of the client's rows these events are, once all of them have been added.
   *
   * @throws Progress.Overlap if some of them were stored before
   */
  public void record(Progress progress) {
    Map<String, Object> upload =
        Map.of("dataset", terms.lane().dataset(), "upload", terms.upload());
    jdbc.sql(UploadSql.LOCK_UPLOAD).params(upload).query(Long.class).single();
    int recorded =
        jdbc.sql(UploadSql.RECORD_PROGRESS)
            .params(upload)
            .param("start", progress.startInclusive())
            .param("end", progress.endExclusive())
            .param("now", Sql.time(terms.clock().instant()))
            .update();
    if (recorded == 0) {
      throw new Progress.Overlap();
    }
  }

  /** Counts events of the same upload that were refused. */
  public void reject(long events) {
    count.countRejected(events);
  }

  /** When the first of the appended events are due; empty where none was new. */
  Optional<Instant> firstDue() {
    return Optional.ofNullable(firstDue);
  }

  /** Last of all, so that the counters' rows are locked for the moment of the commit only. */
  void count() {
    Map<String, Object> sums = count.sums(terms.clock().instant());
    Batches.Fresh batch = last;
    if (batch != null && !several && !count.hasDuplicates()) {
      batches.append(batch, sums);
      return;
    }
    if (batch != null) {
      batches.append(batch);
    }
    jdbc.sql(OutboxSql.COUNT_APPENDED)
        .param("dataset", terms.lane().dataset())
        .param("upload", terms.upload())
        .params(sums)
        .params(count.lines().parameters())
        .update();
  }

  private Set<EventKey> appendKeys(long batch, List<Entry> entries) {
    Map<String, Object> keys =
        Map.of(
            "dataset", terms.lane().dataset(),
            "batch", batch,
            "days", Sql.array("int4", entries.stream().map(e -> day(e.facts().time())).toArray()),
            "keys", Sql.array("uuid", entries.stream().map(e -> e.key().value()).toArray()));
    int inserted =
        jdbc.sql(OutboxSql.APPEND_KEYS)
            .params(keys)
            .param("upload", terms.upload())
            .param(
                "orderHashes", Sql.array("int8", entries.stream().map(Entry::orderHash).toArray()))
            .update();
    Set<EventKey> stored = new HashSet<>();
    if (inserted == entries.size()) {
      entries.forEach(entry -> stored.add(entry.key()));
    } else if (inserted > 0) {
      jdbc.sql(OutboxSql.FIND_APPENDED_KEYS)
          .params(keys)
          .query(UUID.class)
          .list()
          .forEach(key -> stored.add(new EventKey(key)));
    } else {
      requireUpload();
    }
    return stored;
  }

  /**
   * Keys are stored beside the row of their upload: without it they are not, and must not be taken
   * for repeats. It is gone where the database was replaced under a running gateway.
   */
  private void requireUpload() {
    boolean gone =
        jdbc.sql(UploadSql.UPLOAD_TAG)
            .param("dataset", terms.lane().dataset())
            .param("upload", terms.upload())
            .query(String.class)
            .optional()
            .isEmpty();
    if (gone) {
      throw new UploadGone(terms.upload());
    }
  }

  private void addBatch(long id, List<Entry> entries, Instant now) {
    boolean full = entries.size() == Outbox.BATCH_LIMIT;
    Instant due = full ? now : now.plus(terms.linger());
    if (firstDue == null || due.isBefore(firstDue)) {
      firstDue = due;
    }
    List<StoredEvent> events = entries.stream().map(entry -> stored(entry, now)).toList();
    Batches.Row row = Batches.Row.fresh(terms.lane().namespaceId(), now, due);
    TallyLines lines = TallyLines.of(events);
    count.countAccepted(events, lines);
    if (last != null) {
      batches.append(last);
      several = true;
    }
    var place = new BatchPlace(terms.lane().dataset(), terms.upload(), id);
    last = new Batches.Fresh(place, row, events, lines);
  }

  private static StoredEvent stored(Entry entry, Instant now) {
    Entry.Facts facts = entry.facts();
    StoredFacts kept = new StoredFacts(facts.name(), facts.money(), now.getEpochSecond(), null);
    return new StoredEvent(entry.key(), facts.time(), facts.deadline(), entry.payload(), kept);
  }

  /** Days since 1970 (UTC): the partition of an event's key. */
  static int day(long time) {
    return Math.toIntExact(Math.floorDiv(time, 86_400));
  }
}
