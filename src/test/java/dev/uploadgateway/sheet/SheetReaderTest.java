package dev.uploadgateway.sheet;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.uploadgateway.sheet.Unreadable.Why;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SheetReaderTest {

  private static final String UMLAUTS = "name;city\nJürgen;Öhringen\nŒuvre;€uro\n";

  @ParameterizedTest
  @CsvSource({
    "UTF-8, false, UTF-8",
    "UTF-8, true, UTF-8",
    "UTF-16LE, true, UTF-16LE",
    "UTF-16BE, true, UTF-16BE",
    "UTF-16LE, false, UTF-16LE",
    "UTF-16BE, false, UTF-16BE",
    "windows-1252, false, windows-1252"
  })
  void theEncodingIsFoundOut(String written, boolean marked, String found) {
    SheetReader reader = Sheets.of((marked ? "\uFEFF" : "") + UMLAUTS, Charset.forName(written));

    assertThat(reader.header().names()).containsExactly("name", "city");
    assertThat(Sheets.cells(reader))
        .containsExactly(List.of("Jürgen", "Öhringen"), List.of("Œuvre", "€uro"));
    assertThat(reader.charset()).isEqualTo(Charset.forName(found));
  }

  @Test
  void theEncodingIsFoundOutByAnUmlautFarBehindTheBeginning() {
    String ascii = "name;city\n" + "anna;paris\n".repeat(20_000);

    for (String charset : List.of("UTF-8", "windows-1252")) {
      SheetReader reader = Sheets.of(ascii + "jürgen;köln\n", Charset.forName(charset));
      assertThat(Sheets.rows(reader).getLast().cells()).containsExactly("jürgen", "köln");
      assertThat(reader.charset()).isEqualTo(Charset.forName(charset));
    }
  }

  @Test
  void anEncodingThatIsStatedIsNotFoundOut() {
    byte[] bytes = "name;city\nJ\u00fcrgen;\u20ac\n".getBytes(Charset.forName("ISO-8859-15"));

    SheetReader reader = Sheets.of(bytes, new Format(Charset.forName("ISO-8859-15"), null));

    assertThat(Sheets.cells(reader)).containsExactly(List.of("Jürgen", "€"));
  }

  @Test
  void whatIsNotTextIsToldByItsPlace() {
    byte[] bytes = (UMLAUTS + "Zoë;x\u00ffy\n").getBytes(UTF_8);
    bytes[bytes.length - 3] = (byte) 0xFF;
    bytes[bytes.length - 4] = 'x';

    Unreadable unreadable =
        catchThrowableOfType(
            Unreadable.class, () -> Sheets.rows(Sheets.of(bytes, new Format(UTF_8, null))));

    assertThat(unreadable.why()).isEqualTo(Why.NOT_TEXT);
    assertThat(unreadable.line()).isEqualTo(4);
    assertThat(unreadable.column()).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(chars = {',', ';', '\t', '|'})
  void theDelimiterIsFoundOut(char delimiter) {
    SheetReader reader =
        Sheets.of(
            """
            name|note, or more|value
            anna|"a;b,c"|12,50
            ben|x, y; z|1.029,00
            """
                .replace('|', delimiter)
                .replace("note, or more", "note")
                .replace("x, y; z", "x"));

    assertThat(reader.delimiter()).isEqualTo(delimiter);
    assertThat(reader.header().names()).containsExactly("name", "note", "value");
  }

  @Test
  void aSheetOfOneColumnHasNoDelimiter() {
    assertThat(Sheets.cells(Sheets.of("email\na@example.com\n\"b\"\n")))
        .containsExactly(List.of("a@example.com"), List.of("b"));
  }

  @Test
  void theDelimiterMayStandAboveTheNames() {
    SheetReader reader = Sheets.of("sep=;\r\na,b;c\r\n1,5;2\r\n");

    assertThat(reader.header().names()).containsExactly("a,b", "c");
    assertThat(reader.next().number()).isEqualTo(3);
  }

  @Test
  void quotedCellsHoldLineBreaksQuotesAndDelimiters() {
    List<Row> rows =
        Sheets.rows(Sheets.of("a,b\r\n\"x\r\ny\",\"say \"\"hi\"\", you\"\r\n1\" pipe,\"\"\r\n"));

    assertThat(rows.get(0).cells()).containsExactly("x\r\ny", "say \"hi\", you");
    assertThat(rows.get(1).cells()).containsExactly("1\" pipe", "");
    assertThat(rows.get(1).number()).isEqualTo(3);
    assertThat(rows.get(1).line()).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void anyLineBreakEndsARowAndTheLastNeedsNone(String end) {
    assertThat(Sheets.cells(Sheets.of(String.join(end, "a,b", "1,2", "3,4"))))
        .containsExactly(List.of("1", "2"), List.of("3", "4"));
  }

  @Test
  void rowsMayBeShortLongOrBlank() {
    List<Row> rows = Sheets.rows(Sheets.of("\n\na,b,c\n1\n\n,,\n ,\n1,2,3,4\n"));

    assertThat(rows).extracting(Row::number).containsExactly(4L, 8L);
    assertThat(rows.get(0).cells()).containsExactly("1");
    assertThat(rows.get(0).cell(2)).isEmpty();
    assertThat(rows.get(1).cells()).hasSize(4);
  }

  @Test
  void zerosAreCharactersLikeOthers() {
    assertThat(Sheets.cells(Sheets.of("a,b\nx\0y,\0\n"))).containsExactly(List.of("x\0y", "\0"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          'a,b\n1,2\n3,"4\n5\n'    | QUOTE_NOT_CLOSED | 3 | 2
          'a,b\n"1" x,2\n'         | TEXT_AFTER_QUOTE | 2 | 1
          ''                       | EMPTY            | 1 | 1
          '\n ,\n'                 | EMPTY            | 1 | 1
          'id,anna@example.com\n'  | HEADER_MISSING   | 1 | 2
          'Lead,1764060000\n'      | HEADER_MISSING   | 1 | 2
          """)
  void whatCannotBeReadIsToldByLineAndColumn(String text, Why why, long line, long column) {
    Unreadable unreadable =
        catchThrowableOfType(
            Unreadable.class, () -> Sheets.rows(Sheets.of(text.replace("\\n", "\n"))));

    assertThat(unreadable.why()).isEqualTo(why);
    assertThat(unreadable.line()).isEqualTo(line);
    assertThat(unreadable.column()).isEqualTo(column);
    assertThat(unreadable.detail()).doesNotContain("anna");
  }

  @Test
  void cellsAreLimited() {
    String largest = "x".repeat(Sheets.LARGEST_CELL);

    assertThat(Sheets.cells(Sheets.of("a,b\n1," + largest + "\n")))
        .containsExactly(List.of("1", largest));
    for (String more : List.of("1," + largest + "x\n", "1,\"" + "x\n".repeat(50_000))) {
      Unreadable unreadable =
          catchThrowableOfType(Unreadable.class, () -> Sheets.rows(Sheets.of("a,b\n" + more)));
      assertThat(unreadable.why()).isEqualTo(Why.CELL_TOO_LARGE);
      assertThat(unreadable.line()).isEqualTo(2);
      assertThat(unreadable.column()).isEqualTo(2);
    }
  }

  @Test
  void rowsAreLimited() {
    String row = "x".repeat(Sheets.LARGEST_CELL);

    assertThatThrownBy(() -> Sheets.rows(Sheets.of("a,b,c\n%s,%s,%s\n".formatted(row, row, row))))
        .hasMessage("ROW_TOO_LARGE");
    assertThatThrownBy(() -> Sheets.rows(Sheets.of("a\n" + ",".repeat(1_001))))
        .hasMessage("TOO_MANY_COLUMNS");
  }

  @Test
  void anInputThatFailsIsNotTheEndOfIt() {
    InputStream cutOff =
        new InputStream() {
          private final InputStream first =
              new ByteArrayInputStream(("a,b\n" + "1,2\n".repeat(50_000)).getBytes(UTF_8));

          @Override
          public int read() throws IOException {
            int next = first.read();
            if (next < 0) {
              throw new IOException("cut off");
            }
            return next;
          }
        };
    SheetReader reader = new SheetReader(cutOff, Format.UNKNOWN, Sheets.LARGEST_CELL);

    assertThatThrownBy(() -> Sheets.rows(reader)).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void columnsWithoutANameOfTheirOwnAreCalledByTheirPosition() {
    Header header = Sheets.of("a, E-Mail ,e_mail,,\u00a0b\u00a0\nx\n").header();

    assertThat(List.of(0, 1, 2, 3, 4, 9).stream().map(header::label))
        .containsExactly("a", "#2", "#3", "#4", "b", "#10");
  }

  /** Whoever is known to the gateway may send one, and no processor is theirs for minutes. */
  @ParameterizedTest
  @ValueSource(strings = {"@", ".", "a@", " "})
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aLongNameOfAColumnIsReadInNoTime(String letters) {
    String text = "x" + letters.repeat(200_000) + "x\nvalue\n";
    SheetReader sheet =
        new SheetReader(new ByteArrayInputStream(text.getBytes(UTF_8)), Format.UNKNOWN, 1 << 20);

    assertThat(sheet.header().size()).isEqualTo(1);
    assertThat(Layout.of(sheet.header(), List.of(), Mapping.NONE).columns().getFirst().known())
        .isFalse();
  }

  @Test
  void aRowPrintsNothingOfItsCells() {
    assertThat(Sheets.rows(Sheets.of("a\nanna@example.com\n")).toString()).doesNotContain("anna");
  }

  @Test
  void wideTextIsReadInEitherOrder() {
    for (Charset charset : List.of(UTF_16LE, UTF_16BE)) {
      byte[] bytes = "a\tb\r\n1\t2\r\n".getBytes(charset);
      assertThat(Sheets.cells(Sheets.of(bytes, new Format(charset, '\t'))))
          .containsExactly(List.of("1", "2"));
    }
  }
}
