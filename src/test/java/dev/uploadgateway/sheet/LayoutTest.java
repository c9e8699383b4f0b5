package dev.uploadgateway.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayoutTest {

  @ParameterizedTest
  @CsvFileSource(resources = "names.csv", numLinesToSkip = 1)
  void columnsAreKnownByTheNamesThatPeopleGiveThem(String name, String target) {
    assertThat(ColumnNames.target(name).map(Target::toString).orElse(""))
        .isEqualTo(target == null ? "" : target);
  }

  @Test
  void everyColumnOfMetasTemplateIsKnownButTheAge() {
    Layout layout =
        Sheets.layout(
            """
            email,email,email,phone,phone,phone,madid,fn,ln,zip,ct,st,country,dob,doby,gen,age,uid,event_name,event_time,value,currency,order_id,item_number,lead_id,Data Processing Options,Data Processing Country,Data Processing State
            x
            """,
            "{}");

    assertThat(layout.remarks())
        .extracting(Layout.Note::code, Layout.Note::column)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("column_unknown", "age"));
    assertThat(targets(layout))
        .startsWith("match_keys.email", "match_keys.email", "match_keys.email", "match_keys.phone")
        .endsWith("data_processing_options_country", "data_processing_options_state");
  }

  @Test
  void unknownColumnsAreToldAndNotRead() {
    Layout layout = Sheets.layout("email,season,\na@example.com,summer,\n", "{}");

    assertThat(targets(layout)).containsExactly("match_keys.email", "ignore", "ignore");
    assertThat(layout.remarks()).extracting(Layout.Note::column).containsExactly("season");
  }

  @Test
  void aMappingNamesColumnsInAnyCaseOrByPosition() {
    Layout layout =
        Sheets.layout(
            "Kunde,,Betrag,email\na@example.com,winter,12,b@example.com\n",
            """
            {"columns": {"KUNDE": "match_keys.email", "#2": "custom_data.season", "#4": "ignore"}}
            """);

    assertThat(targets(layout))
        .containsExactly("match_keys.email", "custom_data.season", "value", "ignore");
    assertThat(layout.flaws()).isEmpty();
  }

  @Test
  void aColumnThatAMappingNamesHasToBeThere() {
    Layout layout = Sheets.layout("email\nx\n", "{\"columns\": {\"Kunde\": \"match_keys.email\"}}");

    assertThat(layout.flaws())
        .extracting(Layout.Note::code, Layout.Note::column)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("column_missing", "Kunde"));
  }

  @Test
  void ofColumnsThatAreTheSameTheFirstCountsUnlessTheyAreSaidToBe() {
    String sheet = "amount,total,email\n1,2,a@example.com\n";

    Layout found = Sheets.layout(sheet, "{}");
    assertThat(targets(found)).containsExactly("value", "ignore", "match_keys.email");
    assertThat(found.remarks()).extracting(Layout.Note::code).containsExactly("column_superseded");

    Layout said =
        Sheets.layout(sheet, "{\"columns\": {\"amount\": \"value\", \"total\": \"value\"}}");
    assertThat(said.flaws()).extracting(Layout.Note::code).containsExactly("column_given_twice");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2026-11-25T10:15:30Z        | iso
          2026-11-25 10:15            | iso
          1764065730                  | epoch_seconds
          1764065730000               | epoch_milliseconds
          25.11.2026                  | d.M.yyyy[','][ H:mm[:ss]]
          25.11.2026 10:15            | d.M.yyyy[','][ H:mm[:ss]]
          25.11.26 10:15              | d.M.yy[','][ H:mm[:ss]]
          11/25/2026 10:15            | M/d/yyyy[','][ H:mm[:ss]]
          25/11/2026 10:15:30         | d/M/yyyy[','][ H:mm[:ss]]
          11/25/2026 2:15 PM          | M/d/yyyy[','] h:mm[:ss][ ]a
          2026/11/25 10:15            | yyyy/M/d[','][ H:mm[:ss]]
          25 Nov 2026                 | d MMM yyyy[','][ H:mm[:ss]]
          Nov 25, 2026                | MMM d, yyyy[','][ H:mm[:ss]]
          20261125                    | yyyyMMdd[','][ H:mm[:ss]]
          """)
  void howTimesAreWrittenIsFoundOut(String text, String format) {
    Layout layout = Sheets.layout("email;event_time\na@example.com;%s\n".formatted(text), "{}");

    assertThat(layout.dates()).extracting(TimeFormat::name).containsExactly(format);
    assertThat(layout.flaws()).isEmpty();
  }

  @Test
  void oneTimeThatTellsTheDayFromTheMonthIsEnough() {
    String times = "email,date\na@example.com,05/06/2026\nb@example.com,%s\n";

    Layout ambiguous = Sheets.layout(times.formatted("06/05/2026"), "{}");
    assertThat(ambiguous.flaws()).extracting(Layout.Note::code).containsExactly("dates_ambiguous");

    Layout told = Sheets.layout(times.formatted("25/06/2026"), "{}");
    assertThat(told.flaws()).isEmpty();
    assertThat(told.dates().getFirst().name()).startsWith("d/M/yyyy");

    Layout said = Sheets.layout(times.formatted("06/05/2026"), "{\"dates\": \"MM/dd/yyyy\"}");
    assertThat(said.flaws()).isEmpty();
  }

  @Test
  void theZoneOfTimesWithoutOneIsAssumedAloud() {
    assertThat(Sheets.layout("date\n2026-11-25\n", "{}").remarks())
        .extracting(Layout.Note::code)
        .containsExactly("zone_assumed");
    assertThat(Sheets.layout("date\n2026-11-25\n", "{\"zone\": \"Europe/Vienna\"}").remarks())
        .isEmpty();
    assertThat(Sheets.layout("date\n2026-11-25T10:00Z\n", "{}").remarks()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          129.90    | POINT
          129,90    | COMMA
          1,029.90  | POINT
          1.029,90  | COMMA
          1.029.000 | COMMA
          € 12,50   | COMMA
          1 029,90  | COMMA
          1'029.90  | POINT
          0.125     | POINT
          1000      | POINT
          12.5678   | POINT
          """)
  void howNumbersAreWrittenIsFoundOut(String text, NumberStyle style) {
    Layout layout = Sheets.layout("value;email\n%s;a@example.com\n".formatted(text), "{}");

    assertThat(layout.numbers()).isEqualTo(style);
    assertThat(layout.flaws()).isEmpty();
  }

  @Test
  void aThousandIsNotTakenForAFraction() {
    assertThat(Sheets.layout("value;x\n1.234;\n2;\n", "{}").flaws())
        .extracting(Layout.Note::code)
        .containsExactly("numbers_ambiguous");
    assertThat(Sheets.layout("value;x\n1.234;\n2,5;\n", "{}").flaws()).isEmpty();
    assertThat(Sheets.layout("value;x\n1.234;\n", "{\"decimal\": \".\"}").flaws()).isEmpty();
  }

  @Test
  void whatWasUnderstoodCanBeSaidAgain() {
    String sheet =
        """
        Datum;E-Mail;e_mail;Betrag;Notiz;#;Artikelnummer;Menge
        25.11.2026 10:15;a@example.com;b@example.com;12,50;x;y;7;2
        """;
    SheetReader reader = Sheets.of(sheet);
    List<Row> rows = Sheets.rows(reader);
    Layout found =
        Layout.of(
            reader.header(), rows, Sheets.mapping("{\"constants\": {\"currency\": \"EUR\"}}"));

    Layout again =
        Layout.of(reader.header(), List.of(), MappingJson.read(MappingJson.write(found.stated())));

    assertThat(targets(again)).isEqualTo(targets(found));
    assertThat(again.constants()).isEqualTo(found.constants());
    assertThat(again.numbers()).isEqualTo(NumberStyle.COMMA);
    assertThat(again.dates())
        .extracting(TimeFormat::name)
        .containsExactly("d.M.yyyy[','][ H:mm[:ss]]");
    assertThat(again.flaws()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{\"column\": {}}",
        "{\"columns\": {\"a\": \"match_keys.shoe_size\"}}",
        "{\"columns\": {\"a\": \"email\"}}",
        "{\"columns\": {\"a\": 7}}",
        "{\"constants\": {\"event_time\": \"1\"}}",
        "{\"constants\": {\"currency\": null}}",
        "{\"decimal\": \"x\"}",
        "{\"dates\": [\"HH:mm\"]}",
        "{\"dates\": [\"dd.MM\"]}",
        "{\"dates\": [\"quatsch\"]}",
        "{\"zone\": \"Vienna\"}",
        "{\"charset\": \"EBCDIC\"}",
        "{\"delimiter\": \"xx\"}"
      })
  void aMappingIsReadStrictly(String json) {
    Mapping.Flawed flawed = catchThrowableOfType(Mapping.Flawed.class, () -> Sheets.mapping(json));

    assertThat(flawed).isNotNull();
    assertThat(flawed.rule()).isNotEmpty();
  }

  private static List<String> targets(Layout layout) {
    return layout.columns().stream().map(column -> column.target().toString()).toList();
  }
}
