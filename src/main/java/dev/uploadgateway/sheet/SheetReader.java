package dev.uploadgateway.sheet;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import dev.uploadgateway.sheet.Unreadable.Why;
import java.io.Closeable;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a sheet row by row (RFC 4180, with any line break and the delimiter that it has), in memory
 * that does not grow with it. Rows of blank cells are passed over.
 */
public final class SheetReader implements Closeable {

  private static final int MOST_COLUMNS = 1_000;

  /** What the delimiter is found out from, in characters. */
  private static final int HEAD = 32 * 1024;

  /** Excel's own way to state the delimiter, in a line above the names. */
  private static final String STATED_ABOVE = "sep=";

  private final Decoded decoded;
  private final char delimiter;
  private final Watched input;
  private final CloseableIterator<Row> rows;
  private final Handler handler;
  private final Header header;

  /**
   * Reads the names of the columns.
   *
   * @param stated what is known of how it is written
   * @param largestCell in characters
   * @throws Unreadable if there are none
   * @throws UncheckedIOException if the input fails
   */
  public SheetReader(InputStream in, Format stated, int largestCell) {
    try {
      this.decoded = new Decoded(in, stated.charset());
      PushbackReader text = new PushbackReader(decoded, HEAD);
      String head = head(text);
      Character above = statedAbove(head);
      this.delimiter =
          stated.delimiter() != null
              ? stated.delimiter()
              : above != null ? above : Delimiters.find(head);
      this.input = new Watched(text);
      this.handler = new Handler(largestCell);
      this.rows =
          CsvReader.builder()
              .fieldSeparator(delimiter)
              .skipEmptyLines(false)
              .allowExtraFields(true)
              .allowMissingFields(true)
              .allowExtraCharsAfterClosingQuote(false)
              .allowUnclosedQuote(false)
              // what is read ahead comes on top of the largest cell
              .maxBufferSize(largestCell + HEAD)
              .build(handler, input)
              .iterator();
      if (above != null) {
        fetch();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Row first = next();
    if (first == null) {
      throw new Unreadable(Why.EMPTY, 1, 1);
    }
    this.header = new Header(first);
  }

  public Header header() {
    return header;
  }

  /** How it is written, as far as it has been read: the first umlaut may decide on the charset. */
  public Charset charset() {
    return decoded.charset();
  }

  public char delimiter() {
    return delimiter;
  }

  /**
   * The next row that is not blank; null at the end.
   *
   * @throws Unreadable if it cannot be read, and nothing after it
   * @throws UncheckedIOException if the input fails
   */
  public @Nullable Row next() {
    Row row = fetch();
    while (row != null && row.isBlank()) {
      row = fetch();
    }
    return row;
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }

  private @Nullable Row fetch() {
    try {
      return rows.hasNext() ? rows.next() : null;
    } catch (CsvParseException e) {
      if (e.getCause() instanceof Unreadable unreadable) {
        throw unreadable;
      }
      throw new Unreadable(why(), handler.line(), handler.cell());
    }
  }

  /** The parser's own message is not asked: it quotes what was sent. */
  private Why why() {
    if (input.ended) {
      return Why.QUOTE_NOT_CLOSED;
    }
    return input.read - handler.readBefore > handler.largestCell
        ? Why.CELL_TOO_LARGE
        : Why.TEXT_AFTER_QUOTE;
  }

  private static String head(PushbackReader text) throws IOException {
    char[] head = new char[HEAD];
    int length = 0;
    int read = text.read(head, 0, HEAD);
    while (read > 0) {
      length += read;
      read = length == HEAD ? 0 : text.read(head, length, HEAD - length);
    }
    text.unread(head, 0, length);
    return new String(head, 0, length);
  }

  private static @Nullable Character statedAbove(String head) {
    boolean stated =
        head.length() > STATED_ABOVE.length() + 1
            && head.regionMatches(true, 0, STATED_ABOVE, 0, STATED_ABOVE.length())
            && "\r\n".indexOf(head.charAt(STATED_ABOVE.length() + 1)) >= 0;
    return stated ? Character.valueOf(head.charAt(STATED_ABOVE.length())) : null;
  }

  /** Knows how much was read, and whether that was all. */
  private static final class Watched extends FilterReader {

    private long read;
    private boolean ended;

    Watched(Reader in) {
      super(in);
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
      int some = super.read(buffer, offset, length);
      ended = some < 0;
      read += Math.max(some, 0);
      return some;
    }
  }

  private final class Handler extends AbstractBaseCsvCallbackHandler<Row> {

    private final int largestCell;
    private long number;
    private long readBefore;
    private long size;
    private List<String> cells = new ArrayList<>();

    Handler(int largestCell) {
      this.largestCell = largestCell;
    }

    long line() {
      return getStartingLineNumber();
    }

    int cell() {
      return cells.size() + 1;
    }

    @Override
    protected void handleBegin(long startingLineNumber) {
      number++;
      readBefore = input.read;
      size = 0;
      cells = new ArrayList<>(cells.size());
    }

    @Override
    protected void handleField(int index, char[] buffer, int offset, int length, boolean quoted) {
      if (length > largestCell) {
        throw new Unreadable(Why.CELL_TOO_LARGE, line(), cell());
      }
      size += length;
      if (size > 2L * largestCell) {
        throw new Unreadable(Why.ROW_TOO_LARGE, line(), cell());
      }
      if (index >= MOST_COLUMNS) {
        throw new Unreadable(Why.TOO_MANY_COLUMNS, line(), cell());
      }
      cells.add(new String(buffer, offset, length));
    }

    @Override
    protected Row buildRecord() {
      return new Row(number, line(), cells);
    }
  }
}
