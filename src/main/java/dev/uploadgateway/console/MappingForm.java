package dev.uploadgateway.console;

import dev.uploadgateway.file.Previews;
import dev.uploadgateway.problem.Problem;
import dev.uploadgateway.sheet.Layout;
import dev.uploadgateway.sheet.Mapping;
import dev.uploadgateway.sheet.Row;
import dev.uploadgateway.sheet.TimeFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The form in which somebody says what the columns of a file are. What is left empty is found out.
 *
 * @param columns of the file, in order
 * @param values of the fields beside the columns, by their names
 * @param constants of a saved mapping that have no field here, by their names
 * @param found how the file is understood where nothing was said
 * @param errors by the names of fields
 */
record MappingForm(
    List<Column> columns,
    Map<String, String> values,
    Map<String, String> constants,
    Found found,
    Map<String, String> errors) {

  private static final String COLUMN = "column.";
  private static final String CONSTANT = "constant.";
  private static final int SAMPLES = 3;
  private static final int LONGEST_SAMPLE = 40;

  /** Constants with a field of their own. */
  private static final List<String> FIELDS =
      List.of("event_name", "currency", "match_keys.country");

  private static final JsonMapper JSON = new JsonMapper();

  /**
   * @param field its name in the form
   * @param value what it is said or found to be
   * @param known whether it is known what it is
   * @param sample what stands in its first cells
   * @param own choices beside those that all columns have
   */
  record Column(
      String field,
      String label,
      String value,
      boolean known,
      String sample,
      List<MappingChoices.Choice> own) {}

  record Found(String decimal, String dates, String zone) {}

  /** The form of a file as it is understood. */
  static MappingForm of(Previews.Look look, Mapping said) {
    Map<String, String> values = new HashMap<>();
    if (said.numbers() != null) {
      values.put("decimal", said.numbers().decimal());
    }
    String dates = said.dates().stream().map(TimeFormat::name).collect(Collectors.joining("; "));
    values.put(isListed(dates) ? "dates" : "pattern", dates);
    if (said.zone() != null) {
      values.put("zone", said.zone().getId());
    }
    Map<String, String> others = new LinkedHashMap<>();
    said.constants()
        .forEach((target, text) -> {
          String name = target.toString();
          if (FIELDS.contains(name)) {
            values.put(CONSTANT + name, text);
          } else {
            others.put(CONSTANT + name, text);
          }
        });
    return new MappingForm(columns(look, Map.of()), values, others, found(look.layout()), Map.of());
  }

  /** The form as it was sent, with what is wrong with it. */
  static MappingForm sent(
      Previews.Look look, Map<String, String> given, @Nullable Problem problem) {
    Map<String, String> others = new LinkedHashMap<>();
    given.forEach((name, text) -> {
      if (name.startsWith(CONSTANT) && !FIELDS.contains(name.substring(CONSTANT.length()))) {
        others.put(name, text);
      }
    });
    return new MappingForm(
        columns(look, given), given, others, found(look.layout()), errors(look, problem));
  }

  /**
   * What the form says.
   *
   * @param look at the file as it is understood by itself
   * @param given the form
   * @param onlyNews whether columns are left out that are understood in the same way by themselves:
   *     then the mapping also serves files that lack them
   */
  static ObjectNode said(Previews.Look look, Map<String, String> given, boolean onlyNews) {
    ObjectNode mapping = JSON.createObjectNode();
    ObjectNode columns = mapping.putObject("columns");
    List<Layout.Column> understood = look.layout().columns();
    for (int i = 0; i < understood.size(); i++) {
      String target = given.get(COLUMN + i);
      boolean same = understood.get(i).target().toString().equals(target);
      if (target != null && !(same && onlyNews)) {
        columns.put(understood.get(i).label(), target);
      }
    }
    ObjectNode constants = mapping.putObject("constants");
    given.forEach((name, text) -> {
      if (name.startsWith(CONSTANT) && !text.isBlank()) {
        constants.put(name.substring(CONSTANT.length()), text.strip());
      }
    });
    put(mapping, "decimal", given);
    put(mapping, "zone", given);
    String pattern = given.getOrDefault("pattern", "").strip();
    String dates = pattern.isEmpty() ? given.getOrDefault("dates", "") : pattern;
    if (!dates.isBlank()) {
      ArrayNode list = mapping.putArray("dates");
      Arrays.stream(dates.split(";")).map(String::strip).forEach(list::add);
    }
    return mapping;
  }

  private static void put(ObjectNode mapping, String name, Map<String, String> given) {
    String text = given.getOrDefault(name, "").strip();
    if (!text.isEmpty()) {
      mapping.put(name, text);
    }
  }

  private static List<Column> columns(Previews.Look look, Map<String, String> given) {
    List<Column> columns = new ArrayList<>();
    List<Layout.Column> understood = look.layout().columns();
    for (int i = 0; i < understood.size(); i++) {
      Layout.Column column = understood.get(i);
      String value = given.getOrDefault(COLUMN + i, column.target().toString());
      List<MappingChoices.Choice> own = new ArrayList<>();
      MappingChoices.custom(column.label()).ifPresent(own::add);
      if (!MappingChoices.isListed(value)
          && own.stream().noneMatch(choice -> choice.value().equals(value))) {
        own.add(new MappingChoices.Choice(value, value));
      }
      columns.add(
          new Column(
              COLUMN + i, column.label(), value, column.known(), sample(look.rows(), i), own));
    }
    return columns;
  }

  private static String sample(List<Row> rows, int position) {
    return rows.stream()
        .filter(row -> position < row.cells().size())
        .map(row -> row.cells().get(position).strip().replaceAll("\\s+", " "))
        .filter(cell -> !cell.isEmpty())
        .distinct()
        .limit(SAMPLES)
        .map(
            cell -> cell.length() > LONGEST_SAMPLE ? cell.substring(0, LONGEST_SAMPLE) + "…" : cell)
        .collect(Collectors.joining(", "));
  }

  private static Found found(Layout layout) {
    String dates =
        layout.dates().stream()
            .map(TimeFormat::name)
            .map(name ->
                MappingChoices.DATES.stream()
                    .filter(choice -> choice.value().equals(name))
                    .map(MappingChoices.Choice::label)
                    .findFirst()
                    .orElse(name))
            .collect(Collectors.joining(" or "));
    return new Found(
        layout.numbers().decimal().equals(",") ? "comma, as in 1.234,50" : "point, as in 1,234.50",
        dates,
        layout.zone().getId().equals("Z") ? "UTC" : layout.zone().getId());
  }

  /** What is wrong, by the field where it can be mended; of the file as a whole under none. */
  private static Map<String, String> errors(Previews.Look look, @Nullable Problem problem) {
    Map<String, String> errors = new HashMap<>();
    for (Layout.Note flaw : look.layout().flaws()) {
      switch (flaw.code()) {
        case "dates_ambiguous" -> errors.put("dates", flaw.message());
        case "numbers_ambiguous" -> errors.put("decimal", flaw.message());
        default -> {}
      }
    }
    if (problem != null && problem.members().get("field") instanceof String field) {
      errors.put(
          field.startsWith("constants.") ? CONSTANT + field.substring(10) : field,
          problem.detail());
    }
    return errors;
  }

  private static boolean isListed(String dates) {
    return dates.isEmpty()
        || MappingChoices.DATES.stream().anyMatch(choice -> choice.value().equals(dates));
  }
}
