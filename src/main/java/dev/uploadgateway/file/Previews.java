package dev.uploadgateway.file;

import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.intake.SheetIntake;
import dev.uploadgateway.intake.Understood;
import dev.uploadgateway.mapping.Mappings;
import dev.uploadgateway.problem.Problem;
import dev.uploadgateway.sheet.Header;
import dev.uploadgateway.sheet.Layout;
import dev.uploadgateway.sheet.Mapping;
import dev.uploadgateway.sheet.MappingJson;
import dev.uploadgateway.sheet.Row;
import java.nio.charset.Charset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** How a file that was not started yet is understood, and what would become of its first rows. */
@Component
class Previews {

  private static final int ROWS_LOOKED_AT = 500;
  private static final int ROWS_SHOWN = 20;

  /** Numbers digit by digit. */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final Files files;
  private final Mappings mappings;
  private final SheetIntake intake;

  Previews(Files files, Mappings mappings, SheetIntake intake) {
    this.files = files;
    this.mappings = mappings;
    this.intake = intake;
  }

  /**
   * @param mapping what is said about the file
   * @throws Problem 409 {@code file_started} where its rows are not there any more
   */
  Map<String, Object> preview(Dataset dataset, StoredFile file, Mapping mapping) {
    List<Row> rows = firstRows(dataset, file);
    Layout layout = Layout.of(header(dataset, file.id()), rows, mapping);
    Map<String, Object> preview = new LinkedHashMap<>();
    preview.put(
        "sheet",
        Understood.of(
            Charset.forName(Objects.requireNonNull(file.form().charset())),
            Objects.requireNonNull(file.form().delimiter()).charAt(0),
            layout));
    preview.put("mapping", MappingJson.write(layout.stated()));
    preview.put("flaws", Understood.notes(layout.flaws()));
    preview.put(
        "rows",
        intake.tryOut(dataset, layout, rows.subList(0, Math.min(ROWS_SHOWN, rows.size()))).stream()
            .map(Previews::shown)
            .toList());
    return preview;
  }

  /** How the file is understood by what is said about it. */
  Layout layout(Dataset dataset, StoredFile file, Mapping mapping) {
    return Layout.of(header(dataset, file.id()), firstRows(dataset, file), mapping);
  }

  /**
   * What is said about a file: a mapping, the name of one, or nothing.
   *
   * @throws Problem 400 {@code invalid_mapping}, 404 {@code unknown_mapping}
   */
  Mapping said(Dataset dataset, @Nullable JsonNode json) {
    if (json == null || json.isNull()) {
      return Mapping.NONE;
    }
    return json.isString() ? mappings.get(dataset, json.asString()) : Mappings.read(json);
  }

  Header header(Dataset dataset, long file) {
    return new Header(
        files.first(dataset.number(), file, Piece.Kind.NAMES).orElseThrow().rows().getFirst());
  }

  private List<Row> firstRows(Dataset dataset, StoredFile file) {
    if (file.state() == State.RECEIVING) {
      throw new Problem(
          HttpStatus.CONFLICT, "file_arriving", "The file is still arriving, or broke off");
    }
    List<Row> rows =
        files
            .first(dataset.number(), file.id(), Piece.Kind.ROWS)
            .map(Files.Opened::rows)
            .orElseThrow(() ->
                new Problem(
                    HttpStatus.CONFLICT,
                    "file_ended",
                    "The rows of the file are not kept any more"));
    return rows.subList(0, Math.min(ROWS_LOOKED_AT, rows.size()));
  }

  private static Map<String, Object> shown(SheetIntake.Tried tried) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("row", tried.row());
    row.put("event", JSON.readTree(tried.json()));
    row.put("errors", tried.errors());
    row.put("warnings", tried.warnings());
    return row;
  }
}
