package dev.uploadgateway.file;

import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.mapping.Mappings;
import dev.uploadgateway.problem.Problem;
import dev.uploadgateway.seal.SealBroken;
import dev.uploadgateway.sheet.Header;
import dev.uploadgateway.sheet.Layout;
import dev.uploadgateway.sheet.Mapping;
import dev.uploadgateway.sheet.Row;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** How a file that was not started yet is understood, and its first rows. */
@Component
public class Previews {

  private static final int ROWS_LOOKED_AT = 500;
  private static final int ROWS_SHOWN = 20;

  /**
   * How a file is understood.
   *
   * @param rows the first of the file, 20 at most; people stand in them
   */
  public record Look(Charset charset, char delimiter, Layout layout, List<Row> rows) {}

  private final Files files;
  private final Mappings mappings;

  Previews(Files files, Mappings mappings) {
    this.files = files;
    this.mappings = mappings;
  }

  /**
   * @param said about the file; what was not said is found out
   * @throws Problem 409 {@code file_arriving}, {@code file_ended} where its rows are not there any
   *     more, or {@code file_unopened} where they cannot be opened
   */
  public Look look(Dataset dataset, StoredFile file, Mapping said) {
    List<Row> rows;
    Header header;
    try {
      rows = firstRows(dataset, file);
      header = files.header(dataset.number(), file.id());
    } catch (SealBroken | Piece.Foreign e) {
      throw new Problem(
          HttpStatus.CONFLICT,
          "file_unopened",
          "What is stored of the file cannot be opened. " + e.getMessage());
    }
    return new Look(
        Charset.forName(Objects.requireNonNull(file.form().charset())),
        Objects.requireNonNull(file.form().delimiter()).charAt(0),
        Layout.of(header, rows, said),
        rows.subList(0, Math.min(ROWS_SHOWN, rows.size())));
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
}
