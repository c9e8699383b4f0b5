package dev.uploadgateway.intake;

import dev.uploadgateway.sheet.Row;
import dev.uploadgateway.sheet.Written;
import org.jspecify.annotations.Nullable;

/**
 * Where an event stands in what was sent.
 *
 * @param index from 0
 * @param row null where it is not a row of a sheet
 */
record Place(long index, @Nullable OfRow row) {

  /** A row, and what became of its columns. */
  record OfRow(Row row, Written written) {}

  Finding finding(String field, Rule rule, String message) {
    return row == null
        ? new Finding(index, null, null, field, rule.code(), message)
        : new Finding(
            index, row.row().number(), row.written().column(field), field, rule.code(), message);
  }
}
