package dev.uploadgateway.sheet;

import java.util.List;

/**
 * A row of a sheet. Its cells are a customer's, so it prints nothing of them.
 *
 * @param number as a spreadsheet numbers it: the first row is 1, and empty ones count
 * @param line where it begins in the file, from 1; more than the number where cells above have line
 *     breaks
 * @param cells exactly as they are, without their quotes; as many as the row has, however many
 *     columns there are
 */
public record Row(long number, long line, List<String> cells) {

  public Row {
    cells = List.copyOf(cells);
  }

  /** The cell at that position from 0; empty where the row ends before. */
  String cell(int position) {
    return position < cells.size() ? cells.get(position) : "";
  }

  boolean isBlank() {
    return cells.stream().allMatch(String::isBlank);
  }

  @Override
  public String toString() {
    return "Row[" + number + "]";
  }
}
