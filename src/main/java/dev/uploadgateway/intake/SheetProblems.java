package dev.uploadgateway.intake;

import dev.uploadgateway.problem.Problem;
import dev.uploadgateway.sheet.Layout;
import dev.uploadgateway.sheet.Unreadable;
import java.util.Arrays;
import java.util.Locale;
import org.springframework.http.HttpStatus;

/** Why no event is made of a sheet, as an answer. */
public final class SheetProblems {

  private SheetProblems() {}

  /** 400 with the line and the column; its code says why it cannot be read. */
  public static Problem unreadable(Unreadable unreadable) {
    return new Problem(
            HttpStatus.BAD_REQUEST,
            unreadable.why().name().toLowerCase(Locale.ROOT),
            "%s: line %d, column %d. Nothing was stored"
                .formatted(unreadable.detail(), unreadable.line(), unreadable.column()))
        .with("line", unreadable.line())
        .with("column", unreadable.column());
  }

  /**
   * Returns if events may be made of it.
   *
   * @throws Problem 400 with the first of its flaws
   */
  public static void requireFlawless(Layout layout) {
    if (!layout.flaws().isEmpty()) {
      Layout.Note flaw = layout.flaws().getFirst();
      throw new Problem(
              HttpStatus.BAD_REQUEST,
              flaw.code(),
              flaw.message() + " in a mapping. Nothing was stored")
          .with("column", flaw.column().isEmpty() ? null : flaw.column());
    }
  }

  /**
   * What is wrong with the rows that were refused with that code, for people.
   *
   * @param code as of {@link RowFinding}; one that this release does not know is returned as it is
   */
  public static String sentence(String code) {
    return Arrays.stream(Rule.values())
        .filter(rule -> rule.code().equals(code))
        .findFirst()
        .map(Rule::sentence)
        .orElse(code);
  }
}
