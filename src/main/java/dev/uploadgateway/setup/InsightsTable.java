package dev.uploadgateway.setup;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Insights as lines. A row of Meta's becomes a line with its plain metrics, and one for each action
 * (with its breakdowns) that holds what the row says of that action; what tells rows apart is on
 * every line. So each number stands once, and a column may be added up.
 *
 * @param columns in the order in which they first come
 */
record InsightsTable(List<String> columns, List<Map<String, String>> lines) {

  /** What tells rows apart: days, and what they are of. */
  private static final Pattern IDENTITY = Pattern.compile("date_start|date_stop|.*_id|.*_name");

  /** What a spreadsheet takes for a formula, unless it is a number. */
  private static final Pattern FORMULA = Pattern.compile("[=+\\-@\t\r].*", Pattern.DOTALL);

  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");
  private static final Pattern TO_BE_QUOTED = Pattern.compile(".*[\",\r\n].*", Pattern.DOTALL);

  InsightsTable {
    columns = List.copyOf(columns);
    lines = List.copyOf(lines);
  }

  static InsightsTable of(JsonNode insights) {
    List<Map<String, String>> lines = new ArrayList<>();
    insights.path("data").forEach(row -> addLines(row, lines));
    Set<String> identities = new LinkedHashSet<>();
    Set<String> others = new LinkedHashSet<>();
    lines.forEach(line ->
        line.keySet()
            .forEach(
                column -> (IDENTITY.matcher(column).matches() ? identities : others).add(column)));
    identities.addAll(others);
    return new InsightsTable(List.copyOf(identities), lines);
  }

  private static void addLines(JsonNode row, List<Map<String, String>> lines) {
    Map<String, String> identity = new LinkedHashMap<>();
    Map<String, String> metrics = new LinkedHashMap<>();
    Map<String, Map<String, String>> actions = new LinkedHashMap<>();
    row.forEachEntry((name, value) -> {
      if (value.isArray()) {
        value.forEach(action -> addAction(name, action, actions));
      } else if (IDENTITY.matcher(name).matches()) {
        identity.put(name, text(value));
      } else {
        metrics.put(name, text(value));
      }
    });
    if (!metrics.isEmpty() || actions.isEmpty()) {
      lines.add(together(identity, metrics));
    }
    actions.values().forEach(action -> lines.add(together(identity, action)));
  }

  /** Under the same action type and breakdowns stand its count, its value, and so on. */
  private static void addAction(
      String metric, JsonNode action, Map<String, Map<String, String>> actions) {
    Map<String, String> words = new LinkedHashMap<>();
    Map<String, String> numbers = new LinkedHashMap<>();
    action.forEachEntry((name, value) -> {
      if (name.equals("value")) {
        numbers.put(metric, text(value));
      } else if (Character.isDigit(name.charAt(0))) {
        numbers.put(metric + "_" + name, text(value)); // an attribution window: 28d_click
      } else {
        words.put(name, text(value));
      }
    });
    actions.computeIfAbsent(words.toString(), none -> new LinkedHashMap<>(words)).putAll(numbers);
  }

  private static Map<String, String> together(Map<String, String> one, Map<String, String> other) {
    Map<String, String> both = new LinkedHashMap<>(one);
    both.putAll(other);
    return both;
  }

  private static String text(JsonNode value) {
    return value.isValueNode() ? value.asString("") : value.toString();
  }

  /** RFC 4180, and nothing in it that a spreadsheet would run. */
  String csv() {
    StringBuilder csv = new StringBuilder(row(columns));
    for (Map<String, String> line : lines) {
      csv.append(row(columns.stream().map(column -> line.getOrDefault(column, "")).toList()));
    }
    return csv.toString();
  }

  private static String row(List<String> cells) {
    return cells.stream().map(InsightsTable::cell).collect(Collectors.joining(",", "", "\r\n"));
  }

  private static String cell(String text) {
    boolean formula = FORMULA.matcher(text).matches() && !NUMBER.matcher(text).matches();
    String harmless = formula ? "'" + text : text;
    return TO_BE_QUOTED.matcher(harmless).matches()
        ? "\"" + harmless.replace("\"", "\"\"") + "\""
        : harmless;
  }

  /** For a terminal: columns as wide as what they hold. */
  String text() {
    Map<String, Integer> widths = new LinkedHashMap<>();
    for (String column : columns) {
      int widest =
          lines.stream().mapToInt(line -> line.getOrDefault(column, "").length()).max().orElse(0);
      widths.put(column, Math.max(column.length(), widest));
    }
    StringBuilder text = new StringBuilder();
    append(text, widths, columns.stream().collect(Collectors.toMap(name -> name, name -> name)));
    lines.forEach(line -> append(text, widths, line));
    return text.toString();
  }

  private static void append(
      StringBuilder text, Map<String, Integer> widths, Map<String, String> cells) {
    StringBuilder line = new StringBuilder();
    widths.forEach((column, width) -> {
      String cell = cells.getOrDefault(column, "").replaceAll("\\p{Cntrl}", " ");
      line.append(cell).append(" ".repeat(Math.max(0, width - cell.length()) + 2));
    });
    text.append(line.toString().stripTrailing()).append('\n');
  }
}
