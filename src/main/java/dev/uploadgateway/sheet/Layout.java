package dev.uploadgateway.sheet;

import dev.uploadgateway.conversion.Customer;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * How the rows of one sheet are understood: what was said in a mapping, and what was found out from
 * the names of its columns and its first rows.
 *
 * @param columns one for each column, in order
 * @param constants texts for what has no column, or a blank cell there
 * @param dates how times are written, the first that fits counting
 * @param zone of times that name none
 * @param flaws why no event may be made of it before somebody says more; none where it may
 * @param remarks what is remarkable about it
 */
public record Layout(
    List<Column> columns,
    Map<Target, String> constants,
    NumberStyle numbers,
    List<TimeFormat> dates,
    ZoneId zone,
    List<Note> flaws,
    List<Note> remarks) {

  /**
   * @param label what it is called in answers
   * @param known whether what it is was said or recognised; what is not known is not read
   */
  public record Column(String label, Target target, boolean known) {}

  /**
   * Something about a sheet as a whole.
   *
   * @param code stable
   * @param column what it is about; empty where it is about none
   * @param message for people; never holds a value
   */
  public record Note(String code, String column, String message) {}

  public Layout {
    columns = List.copyOf(columns);
    constants = new LinkedHashMap<>(constants);
    dates = List.copyOf(dates);
    flaws = List.copyOf(flaws);
    remarks = List.copyOf(remarks);
  }

  /**
   * @param samples the first rows
   */
  public static Layout of(Header header, List<Row> samples, Mapping mapping) {
    return new Survey(header, samples, mapping).layout();
  }

  /** The customer of a row, as its columns and the constants tell it. */
  public Customer customer(Row row) {
    return new Customer(Cells.of(row, this).identifiers);
  }

  /** The cells of a row that no event is made of: of columns that are not read, and beyond them. */
  public List<String> unread(Row row) {
    List<String> unread = new ArrayList<>();
    for (int i = 0; i < row.cells().size(); i++) {
      if (i >= columns.size() || columns.get(i).target() instanceof Target.Ignore) {
        unread.add(row.cell(i));
      }
    }
    return unread;
  }

  /** The same as something that was said, column by column, so that nothing is found out again. */
  public Mapping stated() {
    Map<String, Target> byLabel = new LinkedHashMap<>();
    columns.forEach(column -> byLabel.put(column.label(), column.target()));
    return new Mapping(byLabel, constants, numbers, dates, zone, Format.UNKNOWN);
  }

  /** Brings together what was said and what can be seen. */
  private static final class Survey {

    private final Header header;
    private final List<Row> samples;
    private final Mapping mapping;
    private final List<Note> flaws = new ArrayList<>();
    private final List<Note> remarks = new ArrayList<>();
    private final Set<Integer> said = new HashSet<>();

    Survey(Header header, List<Row> samples, Mapping mapping) {
      this.header = header;
      this.samples = samples;
      this.mapping = mapping;
    }

    Layout layout() {
      List<Column> columns = withIds(oneOfEach(columns()));
      List<String> times = texts(columns, Survey::isTime);
      NumberStyle numbers = numbers(texts(columns, Survey::isNumber));
      List<TimeFormat> dates = dates(times);
      ZoneId zone = mapping.zone() == null ? ZoneOffset.UTC : mapping.zone();
      if (mapping.zone() == null && times.stream().anyMatch(text -> isLocal(text, dates))) {
        remarks.add(
            new Note("zone_assumed", "", "Times without a zone are taken to be UTC: say the zone"));
      }
      return new Layout(columns, mapping.constants(), numbers, dates, zone, flaws, remarks);
    }

    private List<Column> columns() {
      Map<String, Target> byName = new LinkedHashMap<>();
      mapping.columns().forEach((name, target) -> byName.put(ColumnNames.plain(name), target));
      Set<String> used = new HashSet<>();
      List<Column> columns = new ArrayList<>(header.size());
      for (int i = 0; i < header.size(); i++) {
        String label = header.label(i);
        String position = "#" + (i + 1);
        String name = ColumnNames.plain(header.names().get(i));
        Target byPosition = byName.get(position);
        Target target = byPosition == null ? byName.get(name) : byPosition;
        used.add(byPosition == null ? name : position);
        if (target != null) {
          said.add(i);
        }
        columns.add(target == null ? recognised(i, label) : new Column(label, target, true));
      }
      for (String name : mapping.columns().keySet()) {
        if (!used.contains(ColumnNames.plain(name))) {
          flaws.add(
              new Note("column_missing", name, "The mapping names a column that is not there"));
        }
      }
      return columns;
    }

    private Column recognised(int position, String label) {
      String name = header.names().get(position);
      return ColumnNames.target(name)
          .map(target -> new Column(label, target, true))
          .orElseGet(() -> {
            boolean empty =
                name.isEmpty() && samples.stream().allMatch(row -> row.cell(position).isBlank());
            if (!empty) {
              remarks.add(
                  new Note(
                      "column_unknown",
                      label,
                      "It is not known what the column is; it is not read"));
            }
            return new Column(label, new Target.Ignore(), false);
          });
    }

    /** Of several columns that are the same the first counts, if they were not said to be. */
    private List<Column> oneOfEach(List<Column> columns) {
      boolean clock = columns.stream().anyMatch(c -> c.target() instanceof Target.EventClock);
      boolean date = columns.stream().anyMatch(c -> c.target() instanceof Target.EventDate);
      boolean whole =
          columns.stream().anyMatch(c -> c.target().equals(new Target.Member(Target.EVENT_TIME)));
      Set<Target> seen = new HashSet<>();
      List<Column> kept = new ArrayList<>(columns.size());
      for (int i = 0; i < columns.size(); i++) {
        Column column = columns.get(i);
        Target target = column.target();
        boolean part = target instanceof Target.EventDate || target instanceof Target.EventClock;
        if (part && !whole && !(clock && date)) {
          // the only one of its kind holds both
          target = new Target.Member(Target.EVENT_TIME);
        }
        boolean superseded = (part && whole) || (!target.takesSeveral() && !seen.add(target));
        if (superseded) {
          supersede(column, target, said.contains(i));
        }
        kept.add(
            superseded
                ? new Column(column.label(), new Target.Ignore(), true)
                : new Column(column.label(), target, column.known()));
      }
      return kept;
    }

    /** An entry of contents takes an id: where none is to be had, its other columns make none. */
    private List<Column> withIds(List<Column> columns) {
      Predicate<Target> id =
          target -> target instanceof Target.Item(int _, String name) && name.equals("id");
      if (columns.stream().map(Column::target).anyMatch(id)
          || mapping.constants().keySet().stream().anyMatch(id)) {
        return columns;
      }
      return columns.stream()
          .map(column -> {
            if (!(column.target() instanceof Target.Item)) {
              return column;
            }
            remarks.add(
                new Note(
                    "column_without_id",
                    column.label(),
                    "Contents take a column of product ids, contents[0].id; this one is not read"));
            return new Column(column.label(), new Target.Ignore(), true);
          })
          .toList();
    }

    private void supersede(Column column, Target target, boolean said) {
      if (said) {
        flaws.add(
            new Note("column_given_twice", column.label(), "Two columns are said to be " + target));
      } else {
        remarks.add(
            new Note(
                "column_superseded",
                column.label(),
                "Another column is the %s already; this one is not read".formatted(target)));
      }
    }

    private NumberStyle numbers(List<String> texts) {
      if (mapping.numbers() != null) {
        return mapping.numbers();
      }
      return NumberStyle.of(texts)
          .orElseGet(() -> {
            flaws.add(
                new Note(
                    "numbers_ambiguous",
                    "",
                    "Nothing tells thousands from decimals, as in 1.234: say decimal"));
            return NumberStyle.POINT;
          });
    }

    private List<TimeFormat> dates(List<String> texts) {
      if (!mapping.dates().isEmpty()) {
        return mapping.dates();
      }
      List<TimeFormat> found = TimeFormats.of(texts);
      if (found.size() > 1) {
        flaws.add(
            new Note(
                "dates_ambiguous",
                "",
                "Nothing tells the day from the month: say dates, such as "
                    + String.join(" or ", found.stream().limit(2).map(TimeFormat::name).toList())));
      }
      return List.of(found.isEmpty() ? TimeFormat.ISO : found.getFirst());
    }

    private List<String> texts(List<Column> columns, Predicate<Target> wanted) {
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < columns.size(); i++) {
        if (wanted.test(columns.get(i).target())) {
          for (Row row : samples) {
            String text = row.cell(i).strip();
            if (!text.isEmpty() && text.length() <= 100) {
              texts.add(text);
            }
          }
        }
      }
      return texts;
    }

    private static boolean isTime(Target target) {
      return target instanceof Target.EventDate
          || target.equals(new Target.Member(Target.EVENT_TIME));
    }

    private static boolean isNumber(Target target) {
      return target.equals(new Target.Member(Target.VALUE))
          || (target instanceof Target.Item(int _, String name)
              && (name.equals("price") || name.equals("quantity")));
    }

    private static boolean isLocal(String text, List<TimeFormat> dates) {
      return dates.stream()
          .flatMap(format -> format.read(text).stream())
          .findFirst()
          .filter(moment -> moment instanceof Moment.Local)
          .isPresent();
    }
  }
}
