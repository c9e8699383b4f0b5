package dev.uploadgateway.sheet;

import dev.uploadgateway.conversion.Identifier;
import dev.uploadgateway.sheet.Written.Remark;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The texts of a row by what they are, those that are blank left out. */
final class Cells {

  /** An event takes no more; what is larger would only fill the memory. */
  private static final int LARGEST = 64 * 1024;

  /** How spreadsheets are kept from making a number of 00123. */
  private static final Pattern AS_TEXT = Pattern.compile("=\"([^\"]*)\"");

  final Map<String, String> members = new LinkedHashMap<>();
  final Map<Identifier, List<String>> identifiers = new EnumMap<>(Identifier.class);
  final Map<String, String> customData = new LinkedHashMap<>();
  final TreeMap<Integer, Map<String, String>> items = new TreeMap<>();
  final Map<String, String> labels = new HashMap<>();
  final List<Remark> remarks = new ArrayList<>();

  static Cells of(Row row, Layout layout) {
    Cells cells = new Cells();
    List<Layout.Column> columns = layout.columns();
    for (int i = 0; i < columns.size(); i++) {
      String text = row.cell(i).strip();
      if (!text.isEmpty()) {
        cells.put(columns.get(i).target(), columns.get(i).label(), text);
      }
    }
    layout
        .constants()
        .forEach((target, text) -> {
          if (!cells.has(target)) {
            cells.put(target, null, text);
          }
        });
    for (int i = columns.size(); i < row.cells().size(); i++) {
      if (!row.cell(i).isBlank()) {
        cells.remarks.add(new Remark("", CellRule.ROW_TOO_LONG));
        break;
      }
    }
    return cells;
  }

  private void put(Target target, @Nullable String label, String cell) {
    if (target instanceof Target.Ignore) {
      return;
    }
    String field = target.toString();
    if (label != null) {
      labels.putIfAbsent(field, label);
    }
    if (cell.length() > LARGEST) {
      remarks.add(new Remark(field, CellRule.TOO_LARGE));
      return;
    }
    Matcher asText = AS_TEXT.matcher(cell);
    String text = asText.matches() ? asText.group(1) : cell;
    switch (target) {
      case Target.Ignore() -> {}
      case Target.Member(String name) -> members.put(name, text);
      case Target.EventDate() -> members.put(Target.EVENT_DATE, text);
      case Target.EventClock() -> members.put(Target.EVENT_CLOCK, text);
      case Target.MatchKey(Identifier identifier) ->
          identifiers.computeIfAbsent(identifier, none -> new ArrayList<>(1)).add(text);
      case Target.Custom(String name) -> customData.put(name, text);
      case Target.Item(int item, String name) ->
          items.computeIfAbsent(item, none -> new LinkedHashMap<>()).put(name, text);
    }
  }

  private boolean has(Target target) {
    return switch (target) {
      case Target.Ignore(), Target.EventDate(), Target.EventClock() -> true;
      case Target.Member(String name) ->
          members.containsKey(name)
              // of events without a value it would be an error
              || (name.equals("currency") && !members.containsKey(Target.VALUE));
      case Target.MatchKey(Identifier identifier) -> identifiers.containsKey(identifier);
      case Target.Custom(String name) -> customData.containsKey(name);
      // what is said of every entry makes none
      case Target.Item(int item, String name) ->
          !items.containsKey(item) || items.get(item).containsKey(name);
    };
  }
}
