package dev.uploadgateway.outbox;

import java.sql.Types;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts an append, to be recorded with its upload. */
final class AppendCount {

  private final TallyLines lines = new TallyLines();
  private long accepted;
  private long duplicates;
  private long rejected;
  private long timeMin = Long.MAX_VALUE;
  private long timeMax = Long.MIN_VALUE;

  /** Counts a batch. */
  void countAccepted(List<StoredEvent> events, TallyLines linesOfThem) {
    lines.add(linesOfThem);
    accepted += events.size();
    for (StoredEvent event : events) {
      timeMin = Math.min(timeMin, event.time());
      timeMax = Math.max(timeMax, event.time());
    }
  }

  void countDuplicate(Entry.Facts facts, long now) {
    lines.countDuplicate(facts.time(), now, facts.name(), facts.money());
    duplicates++;
  }

  void countRejected(long events) {
    rejected += events;
  }

  boolean hasDuplicates() {
    return duplicates > 0;
  }

  /** What is counted of the upload. */
  Map<String, Object> sums(Instant now) {
    Map<String, Object> sums = new HashMap<>();
    sums.put("accepted", accepted);
    sums.put("duplicates", duplicates);
    sums.put("rejected", rejected);
    sums.put("now", Sql.time(now));
    sums.put("timeMin", bigint(accepted == 0 ? null : timeMin));
    sums.put("timeMax", bigint(accepted == 0 ? null : timeMax));
    return sums;
  }

  /** What the reports count. */
  TallyLines lines() {
    return lines;
  }

  private static Object bigint(@Nullable Long value) {
    return Sql.nullable(Types.BIGINT, value);
  }
}
