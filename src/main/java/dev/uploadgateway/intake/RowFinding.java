package dev.uploadgateway.intake;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with, or remarkable about, a row of a sheet.
 *
 * @param row its number in the sheet, where the first is 1
 * @param column the name of the column at fault, or its position, as in {@code #3}; null where it
 *     is no single one's
 * @param field where in the event; empty for the row as a whole
 * @param code stable
 * @param message for people; never holds a value
 */
public record RowFinding(
    long row,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String column,
    String field,
    String code,
    String message) {

  static RowFinding of(Finding finding) {
    return new RowFinding(
        Objects.requireNonNull(finding.row()),
        finding.column(),
        finding.field(),
        finding.code(),
        finding.message());
  }
}
