package dev.uploadgateway.outbox;

import java.sql.Types;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts an append event by event, to be recorded with its upload in one statement. */
final class AppendCount {

  private final TallyLines lines = new TallyLines();
  private long accepted;
  private long duplicates;
  private long timeMin = Long.MAX_VALUE;
  private long timeMax = Long.MIN_VALUE;

  void countAccepted(Entry.Facts facts, long now) {
    lines.countAccepted(facts.time(), now, facts.name(), facts.money());
    accepted++;
    timeMin = Math.min(timeMin, facts.time());
    timeMax = Math.max(timeMax, facts.time());
  }

  void countDuplicate(Entry.Facts facts, long now) {
    lines.countDuplicate(facts.time(), now, facts.name(), facts.money());
    duplicates++;
  }

  Map<String, Object> parameters() {
    Map<String, Object> parameters = new HashMap<>(lines.parameters());
    parameters.put("accepted", accepted);
    parameters.put("duplicates", duplicates);
    parameters.put("timeMin", bigint(accepted == 0 ? null : timeMin));
    parameters.put("timeMax", bigint(accepted == 0 ? null : timeMax));
    return parameters;
  }

  private static Object bigint(@Nullable Long value) {
    return Sql.nullable(Types.BIGINT, value);
  }
}
