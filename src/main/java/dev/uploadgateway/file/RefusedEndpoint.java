package dev.uploadgateway.file;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dataset.Datasets;
import dev.uploadgateway.problem.Problem;
import dev.uploadgateway.sheet.Row;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /v1/datasets/{dataset}/files/{id}/refused}: the rows that were refused, as CSV. */
@RestController
class RefusedEndpoint {

  private final Datasets datasets;
  private final Files files;
  private final Previews previews;

  RefusedEndpoint(Datasets datasets, Files files, Previews previews) {
    this.datasets = datasets;
    this.files = files;
    this.previews = previews;
  }

  /** Piece by piece, so that a million rows take no more memory than a few. */
  @GetMapping("/v1/datasets/{dataset}/files/{id}/refused")
  void refused(@PathVariable String dataset, @PathVariable long id, HttpServletResponse response)
      throws IOException {
    Dataset destination = datasets.get(dataset);
    StoredFile file = files.get(destination, id);
    if (file.form().delimiter() == null) {
      throw new Problem(
          HttpStatus.CONFLICT, "file_arriving", "The file is still arriving, or broke off");
    }
    RefusedRows refused = new RefusedRows(previews.header(destination, id));
    files.recordDownload(destination, id);
    response.setContentType("text/csv;charset=UTF-8");
    response.setHeader(
        HttpHeaders.CONTENT_DISPOSITION,
        ContentDisposition.attachment()
            .filename(refusedName(file.name()), StandardCharsets.UTF_8)
            .build()
            .toString());
    Piece before = new Piece(destination.number(), id, Piece.Kind.REFUSED, -1);
    try (Writer out =
            new BufferedWriter(
                new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8));
        CsvWriter csv = refused.begin(out, file.form().delimiter().charAt(0))) {
      Optional<Files.Opened> piece = files.pieceAfter(before);
      while (piece.isPresent()) {
        for (Row row : piece.get().rows()) {
          csv.writeRecord(row.cells());
        }
        piece =
            files.pieceAfter(new Piece(before.dataset(), id, before.kind(), piece.get().number()));
      }
    }
  }

  private static String refusedName(String name) {
    int dot = name.lastIndexOf('.');
    return (dot > 0 ? name.substring(0, dot) : name) + "-refused.csv";
  }
}
