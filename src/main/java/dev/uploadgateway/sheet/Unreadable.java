package dev.uploadgateway.sheet;

/** A file cannot be read any further. It is told where, and never what stands there. */
public final class Unreadable extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Why. */
  public enum Why {
    NOT_TEXT("The file is not text in the encoding %s: state another, or save it as UTF-8"),
    QUOTE_NOT_CLOSED("A quote is opened in the row that begins here and never closed"),
    TEXT_AFTER_QUOTE(
        "In the row that begins here, text follows the closing quote of a cell: a quote inside of"
            + " a cell is written twice"),
    CELL_TOO_LARGE("A cell is larger than a cell may be; perhaps a quote is never closed"),
    ROW_TOO_LARGE("The cells of a row are larger together than two may be"),
    TOO_MANY_COLUMNS("A row has more than 1,000 cells"),
    HEADER_MISSING("The first row holds values, not the names of columns: put the names above"),
    EMPTY("The file has no rows");

    private final String sentence;

    Why(String sentence) {
      this.sentence = sentence;
    }
  }

  private final Why why;
  private final String detail;
  private final long line;
  private final long column;

  Unreadable(Why why, long line, long column) {
    this(why, why.sentence, line, column);
  }

  private Unreadable(Why why, String detail, long line, long column) {
    super(why.name(), null, false, false);
    this.why = why;
    this.detail = detail;
    this.line = line;
    this.column = column;
  }

  static Unreadable notText(String charset, long line, long column) {
    return new Unreadable(Why.NOT_TEXT, Why.NOT_TEXT.sentence.formatted(charset), line, column);
  }

  public Why why() {
    return why;
  }

  /** A sentence for people. */
  public String detail() {
    return detail;
  }

  /** The line of the file, from 1. */
  public long line() {
    return line;
  }

  /** For what is not text the character of the line, else the cell of the row; from 1. */
  public long column() {
    return column;
  }
}
