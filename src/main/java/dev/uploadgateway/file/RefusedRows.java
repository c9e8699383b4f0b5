package dev.uploadgateway.file;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.uploadgateway.intake.RowFinding;
import dev.uploadgateway.sheet.Header;
import dev.uploadgateway.sheet.Row;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Refused rows as they were, with the reason in a column {@code error}: to be mended and uploaded
 * again, where that column is known and not read.
 *
 * <p>Spreadsheets take a cell for a formula that begins with {@code =}, {@code +}, {@code -} or
 * {@code @}. The cell that is added begins with "row"; the others go back to the person they came
 * from, unchanged, as they would not be the same data otherwise.
 */
final class RefusedRows {

  static final String COLUMN = "error";

  /** What makes Excel read a file as UTF-8. */
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final Header header;
  private final int errorAt;

  RefusedRows(Header header) {
    this.header = header;
    int last = header.size() - 1;
    // of a file that was mended once it stands there already
    this.errorAt = header.names().get(last).equalsIgnoreCase(COLUMN) ? last : last + 1;
  }

  /**
   * The rows that were refused, each with its reason as a cell.
   *
   * @param refused the reasons by the numbers of the rows
   */
  List<Row> of(List<Row> rows, Map<Long, List<RowFinding>> refused) {
    return rows.stream()
        .filter(row -> refused.containsKey(row.number()))
        .map(row -> with(reason(row, refused.getOrDefault(row.number(), List.of())), row))
        .toList();
  }

  /** Begins a file of refused rows with the names of its columns. */
  CsvWriter begin(Writer out, char delimiter) throws IOException {
    out.write(BYTE_ORDER_MARK);
    CsvWriter csv = CsvWriter.builder().fieldSeparator(delimiter).build(out);
    List<String> names = new ArrayList<>(header.names());
    if (errorAt == names.size()) {
      names.add(COLUMN);
    }
    csv.writeRecord(names);
    return csv;
  }

  private Row with(String reason, Row row) {
    List<String> cells = new ArrayList<>(row.cells());
    while (cells.size() < header.size()) {
      cells.add("");
    }
    if (errorAt < header.size()) {
      cells.set(errorAt, reason);
    } else {
      // behind whatever stands beyond the last column
      cells.add(reason);
    }
    return new Row(row.number(), row.line(), cells);
  }

  private static String reason(Row row, List<RowFinding> findings) {
    return findings.stream()
        .map(finding ->
            finding.column() == null
                ? finding.message()
                : "%s: %s".formatted(finding.column(), finding.message()))
        .distinct()
        .collect(Collectors.joining("; ", "row %d, ".formatted(row.number()), ""));
  }
}
