package dev.uploadgateway.file;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.problem.Problem;
import dev.uploadgateway.sheet.Row;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** The rows that were refused of a file, as a file of their own. */
@Component
public class RefusedFile {

  private final Files files;

  RefusedFile(Files files) {
    this.files = files;
  }

  /**
   * Ready to be written: nothing has been before.
   *
   * @param type its {@code Content-Type}
   * @param disposition its {@code Content-Disposition}, which names it after the file
   */
  public record Ready(String type, String disposition, Body body) {}

  /** Writes the rows, piece by piece, so that a million take no more memory than a few. */
  @FunctionalInterface
  public interface Body {

    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * @throws Problem 404 {@code unknown_file}; 409 {@code file_arriving}
   */
  public Ready of(Dataset dataset, long id) {
    StoredFile file = files.get(dataset, id);
    String delimiter = file.form().delimiter();
    if (delimiter == null) {
      throw new Problem(
          HttpStatus.CONFLICT, "file_arriving", "The file is still arriving, or broke off");
    }
    RefusedRows refused = new RefusedRows(files.header(dataset.number(), id));
    files.recordDownload(dataset, id);
    Piece before = new Piece(dataset.number(), id, Piece.Kind.REFUSED, -1);
    return new Ready(
        "text/csv;charset=UTF-8",
        ContentDisposition.attachment()
            .filename(name(file.name()), StandardCharsets.UTF_8)
            .build()
            .toString(),
        out -> write(refused, before, delimiter.charAt(0), out));
  }

  private void write(RefusedRows refused, Piece before, char delimiter, OutputStream out)
      throws IOException {
    try (Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        CsvWriter csv = refused.begin(writer, delimiter)) {
      Optional<Files.Opened> piece = files.pieceAfter(before);
      while (piece.isPresent()) {
        for (Row row : piece.get().rows()) {
          csv.writeRecord(row.cells());
        }
        piece =
            files.pieceAfter(
                new Piece(before.dataset(), before.file(), before.kind(), piece.get().number()));
      }
    }
  }

  private static String name(String name) {
    int dot = name.lastIndexOf('.');
    return (dot > 0 ? name.substring(0, dot) : name) + "-refused.csv";
  }
}
