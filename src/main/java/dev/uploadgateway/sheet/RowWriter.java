package dev.uploadgateway.sheet;

import dev.uploadgateway.sheet.Moment.Clocks;
import dev.uploadgateway.sheet.Written.Remark;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.time.LocalTime;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/** Writes rows of one layout as the JSON of events, in the shape of the Offline Conversions API. */
public final class RowWriter {

  /** What a cell holds as JSON is read on as part of an event, which may not be nested deeper. */
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(20)
                          .maxNameLength(200)
                          .maxNumberLength(200)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .build();

  private static final Pattern INTEGER = Pattern.compile("\\d{1,9}");

  private final Layout layout;
  private final boolean quantities;

  public RowWriter(Layout layout) {
    this.layout = layout;
    this.quantities =
        layout.columns().stream().anyMatch(column -> isQuantity(column.target()))
            || layout.constants().keySet().stream().anyMatch(RowWriter::isQuantity);
  }

  public Written write(Row row) {
    Cells cells = Cells.of(row, layout);
    ByteArrayOutputStream json = new ByteArrayOutputStream(512);
    try (JsonGenerator out = JSON.createGenerator(json)) {
      out.writeStartObject();
      writeIdentifiers(cells, out);
      writeTime(cells, out);
      cells.members.forEach((name, text) -> writeMember(name, text, cells, out));
      if (!cells.members.containsKey(Target.CONTENTS)) {
        writeItems(cells, out);
      }
      writeCustomData(cells, out);
      out.writeEndObject();
    }
    return new Written(json.toByteArray(), cells.remarks, cells.labels);
  }

  private static void writeIdentifiers(Cells cells, JsonGenerator out) {
    if (cells.identifiers.isEmpty()) {
      return;
    }
    out.writeObjectPropertyStart("match_keys");
    cells.identifiers.forEach((identifier, texts) -> {
      if (texts.size() == 1) {
        out.writeStringProperty(identifier.offlineName(), texts.getFirst());
      } else {
        out.writeArrayPropertyStart(identifier.offlineName());
        texts.forEach(out::writeString);
        out.writeEndArray();
      }
    });
    out.writeEndObject();
  }

  private void writeTime(Cells cells, JsonGenerator out) {
    boolean split = cells.members.containsKey(Target.EVENT_DATE);
    String text = cells.members.get(split ? Target.EVENT_DATE : Target.EVENT_TIME);
    String clock = cells.members.get(Target.EVENT_CLOCK);
    if (text == null) {
      return;
    }
    Optional<Moment> moment = moment(text);
    if (moment.isPresent() && clock != null) {
      moment = moment.flatMap(day -> atTime(day, clock));
    }
    if (moment.isEmpty()) {
      if (split) {
        String label = cells.labels.get(Target.EVENT_DATE);
        cells.labels.put(Target.EVENT_TIME, label == null ? "" : label);
      }
      cells.remarks.add(new Remark(Target.EVENT_TIME, CellRule.NOT_A_TIME));
      return;
    }
    Moment.Placed placed = moment.get().in(layout.zone());
    if (placed.clocks() != Clocks.AS_EVER) {
      cells.remarks.add(
          new Remark(
              Target.EVENT_TIME,
              placed.clocks() == Clocks.SKIPPED ? CellRule.TIME_SKIPPED : CellRule.TIME_TWICE));
    }
    out.writeNumberProperty(Target.EVENT_TIME, placed.seconds());
  }

  private Optional<Moment> moment(String text) {
    for (TimeFormat format : layout.dates()) {
      Optional<Moment> moment = format.read(text);
      if (moment.isPresent()) {
        return moment;
      }
    }
    return Optional.empty();
  }

  /** A moment that has a zone has a time of the day as well. */
  private static Optional<Moment> atTime(Moment day, String clock) {
    return switch (day) {
      case Moment.Fixed _ -> Optional.of(day);
      case Moment.Local(var time) -> {
        Optional<LocalTime> given = TimeFormats.timeOfDay(clock);
        yield given.map(at -> new Moment.Local(time.toLocalDate().atTime(at)));
      }
    };
  }

  private void writeMember(String name, String text, Cells cells, JsonGenerator out) {
    switch (name) {
      case Target.EVENT_TIME, Target.EVENT_DATE, Target.EVENT_CLOCK -> {}
      case Target.VALUE -> writeNumber(name, text, name, cells, out);
      case Target.CONTENTS -> writeJson(name, text, cells, out);
      case Target.OPTIONS -> {
        if (text.startsWith("[")) {
          writeJson(name, text, cells, out);
        } else {
          out.writeArrayPropertyStart(name);
          for (String option : text.split(",")) {
            out.writeString(option.strip());
          }
          out.writeEndArray();
        }
      }
      case Target.OPTIONS_COUNTRY, Target.OPTIONS_STATE -> {
        if (INTEGER.matcher(text).matches()) {
          out.writeNumberProperty(name, Integer.parseInt(text));
        } else {
          out.writeStringProperty(name, text);
        }
      }
      default -> out.writeStringProperty(name, text);
    }
  }

  private void writeItems(Cells cells, JsonGenerator out) {
    if (cells.items.isEmpty()) {
      return;
    }
    out.writeArrayPropertyStart(Target.CONTENTS);
    int written = 0;
    for (Map.Entry<Integer, Map<String, String>> item : cells.items.entrySet()) {
      String field = "%s[%d].".formatted(Target.CONTENTS, written++);
      out.writeStartObject();
      item.getValue()
          .forEach((name, text) -> {
            String label = cells.labels.get(new Target.Item(item.getKey(), name).toString());
            if (label != null) {
              cells.labels.put(field + name, label);
            }
            if (name.equals("price") || name.equals("quantity")) {
              writeNumber(name, text, field + name, cells, out);
            } else {
              out.writeStringProperty(name, text);
            }
          });
      if (!quantities) {
        out.writeNumberProperty("quantity", 1);
      }
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static void writeCustomData(Cells cells, JsonGenerator out) {
    if (!cells.customData.isEmpty()) {
      out.writeObjectPropertyStart("custom_data");
      cells.customData.forEach(out::writeStringProperty);
      out.writeEndObject();
    }
  }

  private void writeNumber(String name, String text, String field, Cells cells, JsonGenerator out) {
    Optional<BigDecimal> number = layout.numbers().read(text);
    if (number.isPresent()) {
      out.writeNumberProperty(name, number.get());
    } else {
      cells.remarks.add(new Remark(field, CellRule.NOT_A_NUMBER));
    }
  }

  private static void writeJson(String name, String text, Cells cells, JsonGenerator out) {
    if (isJson(text)) {
      out.writeName(name);
      out.writeRawValue(text);
    } else {
      cells.remarks.add(new Remark(name, CellRule.NOT_JSON));
    }
  }

  private static boolean isJson(String text) {
    try (JsonParser parser = JSON.createParser(text)) {
      int values = 0;
      int depth = 0;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        values += depth == 0 ? 1 : 0;
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (token.isScalarValue() || token == JsonToken.PROPERTY_NAME) {
          parser.getString();
        }
      }
      return values == 1;
    } catch (JacksonException e) {
      return false;
    }
  }

  private static boolean isQuantity(Target target) {
    return target instanceof Target.Item(int _, String name) && name.equals("quantity");
  }
}
