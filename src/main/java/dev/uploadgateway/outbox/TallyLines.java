package dev.uploadgateway.outbox;

import dev.uploadgateway.conversion.Money;
import java.math.BigDecimal;
import java.sql.Types;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Events by quarter hour, name and currency, as {@code tally_line} has them. */
final class TallyLines {

  private static final long QUARTER_SECONDS = 900;

  private record Line(long eventQuarter, long uploadQuarter, String name, String currency)
      implements Comparable<Line> {
    @Override
    public int compareTo(Line other) {
      int order = Long.compare(eventQuarter, other.eventQuarter);
      order = order != 0 ? order : Long.compare(uploadQuarter, other.uploadQuarter);
      order = order != 0 ? order : name.compareTo(other.name);
      return order != 0 ? order : currency.compareTo(other.currency);
    }
  }

  private static final class Sums {
    private long events;
    private long duplicates;
    private BigDecimal value = BigDecimal.ZERO;
    private long delaySeconds;
  }

  private final Map<Line, Sums> lines = new TreeMap<>();

  /** Those events whose facts are known. */
  static TallyLines of(List<StoredEvent> events) {
    TallyLines lines = new TallyLines();
    for (StoredEvent event : events) {
      StoredFacts facts = event.facts();
      if (facts != null) {
        lines.countAccepted(event.time(), facts.uploadedAt(), facts.name(), facts.money());
      }
    }
    return lines;
  }

  /**
   * @param time of the conversion, unix seconds
   * @param uploadedAt unix seconds
   */
  void countAccepted(long time, long uploadedAt, String name, @Nullable Money money) {
    Sums sums = sums(time, uploadedAt, name, money);
    sums.events++;
    sums.delaySeconds += Math.max(0, uploadedAt - time);
    if (money != null) {
      sums.value = sums.value.add(money.value());
    }
  }

  void countDuplicate(long time, long uploadedAt, String name, @Nullable Money money) {
    sums(time, uploadedAt, name, money).duplicates++;
  }

  /** Adds what another counted. */
  void add(TallyLines others) {
    others.lines.forEach((line, more) -> {
      Sums sums = lines.computeIfAbsent(line, none -> new Sums());
      sums.events += more.events;
      sums.duplicates += more.duplicates;
      sums.value = sums.value.add(more.value);
      sums.delaySeconds += more.delaySeconds;
    });
  }

  /** The lines, a column each: what {@link OutboxSql} makes {@code tally_line}s of. */
  Map<String, Object> parameters() {
    return Map.of(
        "eventQuarters", Sql.array("int8", each((line, sums) -> line.eventQuarter())),
        "uploadQuarters", Sql.array("int8", each((line, sums) -> line.uploadQuarter())),
        "names", Sql.array("text", each((line, sums) -> line.name())),
        "currencies", Sql.array("text", each((line, sums) -> line.currency())),
        "counts", Sql.array("int8", each((line, sums) -> sums.events)),
        "duplicateCounts", Sql.array("int8", each((line, sums) -> sums.duplicates)),
        "values", Sql.array("numeric", each((line, sums) -> sums.value)),
        "delays", Sql.array("numeric", each((line, sums) -> sums.delaySeconds)));
  }

  /** The lines as one value of a row: {@code tally_line[]}, or null where there are none. */
  Object value() {
    return lines.isEmpty()
        ? Sql.nullable(Types.ARRAY, null)
        : Sql.array("tally_line", each((line, sums) -> row(line, sums)));
  }

  private static String row(Line line, Sums sums) {
    return Stream.of(
            line.eventQuarter(),
            line.uploadQuarter(),
            quoted(line.name()),
            quoted(line.currency()),
            sums.events,
            sums.duplicates,
            sums.value.toPlainString(),
            sums.delaySeconds)
        .map(String::valueOf)
        .collect(Collectors.joining(",", "(", ")"));
  }

  /** As PostgreSQL reads a field of a row; without quotes an empty one would be null. */
  private static String quoted(String field) {
    return '"' + field.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private Sums sums(long time, long uploadedAt, String name, @Nullable Money money) {
    String currency = money == null ? "" : money.currency().getCurrencyCode();
    return lines.computeIfAbsent(
        new Line(quarter(time), quarter(uploadedAt), name, currency), line -> new Sums());
  }

  private static long quarter(long time) {
    return Math.floorDiv(time, QUARTER_SECONDS);
  }

  private Object[] each(BiFunction<Line, Sums, Object> column) {
    return lines.entrySet().stream()
        .map(entry -> column.apply(entry.getKey(), entry.getValue()))
        .toArray();
  }
}
