package dev.uploadgateway.intake;

import dev.uploadgateway.sheet.Layout;
import dev.uploadgateway.sheet.Mapping;
import dev.uploadgateway.sheet.Row;
import dev.uploadgateway.sheet.RowWriter;
import dev.uploadgateway.sheet.SheetReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a sheet, of which the first are looked at to see how the sheet is to be understood.
 */
final class SheetSource implements Intake.Source {

  private static final int ROWS_LOOKED_AT = 500;
  private static final int CHARACTERS_LOOKED_AT = 1024 * 1024;

  private final SheetReader reader;
  private final Deque<Row> first = new ArrayDeque<>();
  private final Layout layout;
  private final RowWriter writer;

  /**
   * @throws dev.uploadgateway.sheet.Unreadable if it cannot be read
   */
  SheetSource(SheetReader reader, Mapping mapping) {
    this.reader = reader;
    int characters = 0;
    while (first.size() < ROWS_LOOKED_AT && characters < CHARACTERS_LOOKED_AT) {
      Row row = reader.next();
      if (row == null) {
        break;
      }
      first.add(row);
      characters += row.cells().stream().mapToInt(String::length).sum();
    }
    this.layout = Layout.of(reader.header(), List.copyOf(first), mapping);
    this.writer = new RowWriter(layout);
  }

  Layout layout() {
    return layout;
  }

  @Override
  public boolean readNext(Reception reception) {
    Row next = first.poll();
    @Nullable Row row = next == null ? reader.next() : next;
    if (row == null) {
      return false;
    }
    reception.read(row, writer.write(row));
    return true;
  }
}
