package dev.uploadgateway.file;

import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.intake.SheetIntake;
import dev.uploadgateway.intake.SheetProblems;
import dev.uploadgateway.problem.Problem;
import dev.uploadgateway.sheet.Format;
import dev.uploadgateway.sheet.Row;
import dev.uploadgateway.sheet.SheetReader;
import dev.uploadgateway.sheet.Unreadable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Stores a file as it arrives, read to its rows already: so pieces hold whole rows, and a file that
 * cannot be read to its end is refused before anything is made of it.
 */
@Component
class Receiver {

  private static final int PIECE_CHARACTERS = 1024 * 1024;

  /** Rows of a few characters each are as much work as longer ones. */
  private static final int PIECE_ROWS = 10_000;

  private final Files files;
  private final SheetIntake intake;

  Receiver(Files files, SheetIntake intake) {
    this.files = files;
    this.intake = intake;
  }

  /**
   * The file, which is ready.
   *
   * @throws Problem 400 if it cannot be read, with the line and the column; 413. Nothing is kept of
   *     it then
   */
  StoredFile receive(Dataset dataset, String name, Counted content, Format stated) {
    long file = files.open(dataset, name);
    boolean received = false;
    try {
      SheetReader reader = intake.read(content, stated);
      files.add(
          new Piece(dataset.number(), file, Piece.Kind.NAMES, 0),
          List.of(new Row(1, 1, reader.header().names())));
      store(dataset, file, reader);
      files.received(dataset, file, content.bytes(), reader.charset().name(), reader.delimiter());
      received = true;
      return files.get(dataset, file);
    } catch (Unreadable e) {
      throw SheetProblems.unreadable(e);
    } catch (UncheckedIOException e) {
      throw new Problem(
          HttpStatus.BAD_REQUEST, "body_cut_off", "The file ended too early. Nothing was stored");
    } finally {
      if (!received) {
        files.forget(dataset, file);
      }
    }
  }

  private void store(Dataset dataset, long file, SheetReader reader) {
    List<Row> rows = new ArrayList<>();
    int characters = 0;
    int number = 0;
    for (Row row = reader.next(); row != null; row = reader.next()) {
      rows.add(row);
      characters += row.cells().stream().mapToInt(String::length).sum();
      if (characters >= PIECE_CHARACTERS || rows.size() == PIECE_ROWS) {
        files.add(new Piece(dataset.number(), file, Piece.Kind.ROWS, number++), rows);
        rows = new ArrayList<>();
        characters = 0;
      }
    }
    if (!rows.isEmpty()) {
      files.add(new Piece(dataset.number(), file, Piece.Kind.ROWS, number++), rows);
    }
    if (number == 0) {
      throw new Problem(
          HttpStatus.BAD_REQUEST, "data_empty", "The file holds no rows below the names");
    }
  }
}
