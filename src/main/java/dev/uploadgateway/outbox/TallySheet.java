package dev.uploadgateway.outbox;

import dev.uploadgateway.conversion.Money;
import java.math.BigDecimal;
import java.sql.Types;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Counts an append event by event, to be added to the upload and its tally in one statement. */
final class TallySheet {

  private record Line(long hour, String name, String currency) implements Comparable<Line> {
    @Override
    public int compareTo(Line other) {
      int byHour = Long.compare(hour, other.hour);
      int byName = byHour != 0 ? byHour : name.compareTo(other.name);
      return byName != 0 ? byName : currency.compareTo(other.currency);
    }
  }

  private static final class Sums {
    private long events;
    private long duplicates;
    private BigDecimal value = BigDecimal.ZERO;
    private long delaySeconds;
  }

  private final Map<Line, Sums> lines = new TreeMap<>();
  private long accepted;
  private long duplicates;
  private long timeMin = Long.MAX_VALUE;
  private long timeMax = Long.MIN_VALUE;

  void countAccepted(Entry.Facts facts, long now) {
    Sums sums = sums(facts);
    sums.events++;
    sums.delaySeconds += Math.max(0, now - facts.time());
    Money money = facts.money();
    if (money != null) {
      sums.value = sums.value.add(money.value());
    }
    accepted++;
    timeMin = Math.min(timeMin, facts.time());
    timeMax = Math.max(timeMax, facts.time());
  }

  void countDuplicate(Entry.Facts facts) {
    sums(facts).duplicates++;
    duplicates++;
  }

  Map<String, Object> parameters() {
    return Map.ofEntries(
        Map.entry("accepted", accepted),
        Map.entry("duplicates", duplicates),
        Map.entry("timeMin", bigint(accepted == 0 ? null : timeMin)),
        Map.entry("timeMax", bigint(accepted == 0 ? null : timeMax)),
        Map.entry("hours", Sql.array("int8", each((line, sums) -> line.hour()))),
        Map.entry("names", Sql.array("text", each((line, sums) -> line.name()))),
        Map.entry("currencies", Sql.array("text", each((line, sums) -> line.currency()))),
        Map.entry("counts", Sql.array("int8", each((line, sums) -> sums.events))),
        Map.entry("duplicateCounts", Sql.array("int8", each((line, sums) -> sums.duplicates))),
        Map.entry("values", Sql.array("numeric", each((line, sums) -> sums.value))),
        Map.entry("delays", Sql.array("numeric", each((line, sums) -> sums.delaySeconds))));
  }

  private Sums sums(Entry.Facts facts) {
    Money money = facts.money();
    String currency = money == null ? "" : money.currency().getCurrencyCode();
    return lines.computeIfAbsent(
        new Line(Math.floorDiv(facts.time(), 3600), facts.name(), currency), line -> new Sums());
  }

  private Object[] each(BiFunction<Line, Sums, Object> column) {
    return lines.entrySet().stream()
        .map(entry -> column.apply(entry.getKey(), entry.getValue()))
        .toArray();
  }

  private static Object bigint(@Nullable Long value) {
    return Sql.nullable(Types.BIGINT, value);
  }
}
