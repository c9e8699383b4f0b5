package dev.uploadgateway.sheet;

import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** Sheets as tests write them. */
final class Sheets {

  static final int LARGEST_CELL = 10_000;

  /** Digit by digit. */
  private static final JsonMapper json =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private Sheets() {}

  static SheetReader of(String text) {
    return of(text, StandardCharsets.UTF_8);
  }

  static SheetReader of(String text, Charset charset) {
    return of(text.getBytes(charset), Format.UNKNOWN);
  }

  static SheetReader of(byte[] bytes, Format stated) {
    return new SheetReader(new ByteArrayInputStream(bytes), stated, LARGEST_CELL);
  }

  static List<Row> rows(SheetReader reader) {
    List<Row> rows = new ArrayList<>();
    for (Row row = reader.next(); row != null; row = reader.next()) {
      rows.add(row);
    }
    return rows;
  }

  static List<List<String>> cells(SheetReader reader) {
    return rows(reader).stream().map(Row::cells).toList();
  }

  static Mapping mapping(String text) {
    return MappingJson.read(json.readTree(text));
  }

  static Layout layout(String text, String mapping) {
    SheetReader reader = of(text);
    return Layout.of(reader.header(), rows(reader), mapping(mapping));
  }

  /** The events of a sheet's rows. */
  static List<JsonNode> events(String text, String mapping) {
    return written(text, mapping).stream().map(row -> json.readTree(row.json())).toList();
  }

  static List<Written> written(String text, String mapping) {
    SheetReader reader = of(text);
    List<Row> rows = rows(reader);
    RowWriter writer = new RowWriter(Layout.of(reader.header(), rows, mapping(mapping)));
    return rows.stream().map(writer::write).toList();
  }
}
