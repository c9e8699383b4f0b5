package dev.uploadgateway.outbox;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** Delivered events by what they have in common, as {@code quality_line} has it. */
final class QualityLines {

  /** How much longer the delays of a step are than those of the step before. */
  private static final double STEP = Math.log(1.2);

  private static final Set<String> CONTACT = Set.of("em", "ph");

  private record Line(String name, String kind, String item) implements Comparable<Line> {
    @Override
    public int compareTo(Line other) {
      int order = name.compareTo(other.name);
      order = order != 0 ? order : kind.compareTo(other.kind);
      return order != 0 ? order : item.compareTo(other.item);
    }
  }

  /** What most events of a call are alike in. */
  private record Alike(String name, String traits) {}

  private final Map<Line, Long> lines = new TreeMap<>();

  /**
   * Those events of which what was sent is known. First how many are alike, and then what they are
   * alike in: trait by trait of each event it was a twelfth of draining.
   */
  static QualityLines of(List<StoredEvent> events, List<String> traits, Instant delivered) {
    QualityLines lines = new QualityLines();
    Map<Alike, Long> alike = new HashMap<>();
    for (int i = 0; i < traits.size(); i++) {
      StoredEvent event = events.get(i);
      StoredFacts facts = event.facts();
      if (facts != null && !traits.get(i).isEmpty()) {
        alike.merge(new Alike(facts.name(), traits.get(i)), 1L, Long::sum);
        int step = step(delivered.getEpochSecond() - event.time());
        lines.count(new Line(facts.name(), "delay", Integer.toString(step)), 1);
      }
    }
    alike.forEach(lines::count);
    return lines;
  }

  private void count(Alike alike, long events) {
    String name = alike.name();
    count(new Line(name, "all", ""), events);
    boolean contact = false;
    for (String trait : alike.traits().split(" ", -1)) {
      count(new Line(name, trait.contains(":") ? "drop" : "key", trait), events);
      contact |= CONTACT.contains(trait);
    }
    if (contact) {
      count(new Line(name, "key", "em|ph"), events);
    }
  }

  /** The lines, a column each. */
  Map<String, Object> parameters() {
    return Map.of(
        "qualityNames", Sql.array("text", each((line, events) -> line.name())),
        "qualityKinds", Sql.array("text", each((line, events) -> line.kind())),
        "qualityItems", Sql.array("text", each((line, events) -> line.item())),
        "qualityCounts", Sql.array("int8", each((line, events) -> events)));
  }

  private void count(Line line, long events) {
    lines.merge(line, events, Long::sum);
  }

  /**
   * @param delay seconds from the conversion to its delivery
   */
  private static int step(long delay) {
    return (int) Math.floor(Math.log(Math.max(1, delay)) / STEP);
  }

  private Object[] each(BiFunction<Line, Long, Object> column) {
    return lines.entrySet().stream()
        .map(entry -> column.apply(entry.getKey(), entry.getValue()))
        .toArray();
  }
}
