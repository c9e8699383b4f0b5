package dev.uploadgateway.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.sheet.Written.Remark;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class RowWriterTest {

  private static final String VIENNA = "{\"zone\": \"Europe/Vienna\"}";

  @Test
  void aRowBecomesAnEventOfTheOfflineConversionsApi() {
    String row =
        """
        Event Name;Datum;E-Mail;E-Mail 2;Vorname;Betrag;Währung;Bestellnummer;Position;custom_data.season
        Purchase;25.11.2026 10:15;a@example.com;b@example.com;Anna;1.234,50;EUR;ATN1;2;winter
        """;

    assertThat(Sheets.events(row, VIENNA).getFirst().toString())
        .isEqualTo(
            """
            {"match_keys":{"email":["a@example.com","b@example.com"],"fn":"Anna"},"event_time":1795598100,\
            "event_name":"Purchase","value":1234.50,"currency":"EUR","order_id":"ATN1","item_number":"2",\
            "custom_data":{"season":"winter"}}\
            """);
  }

  @Test
  void blankCellsAreLeftOut() {
    assertThat(Sheets.events("email,phone,value\na@example.com,  ,\n", "{}").getFirst().toString())
        .isEqualTo("{\"match_keys\":{\"email\":\"a@example.com\"}}");
  }

  @Test
  void constantsStandForWhatIsNotThere() {
    List<JsonNode> events =
        Sheets.events(
            "email,value,country\na@example.com,7,FR\nb@example.com,,\n",
            """
            {"constants": {"event_name": "Lead", "currency": "EUR", "match_keys.country": "AT"}}
            """);

    assertThat(events.get(0).toString())
        .isEqualTo(
            """
            {"match_keys":{"email":"a@example.com","country":"FR"},"value":7,"event_name":"Lead","currency":"EUR"}\
            """);
    assertThat(events.get(1).toString())
        .isEqualTo(
            """
            {"match_keys":{"email":"b@example.com","country":"AT"},"event_name":"Lead"}\
            """);
  }

  @Test
  void itemsStandInColumnsOfTheirOwnOrAsJson() {
    assertThat(
            contents(
                """
                sku;qty;unit price;contents[1].id;contents[1].quantity;contents[1].size
                a;2;1,50;b;3;XL
                """))
        .isEqualTo(
            """
            [{"id":"a","quantity":2,"price":1.50},{"id":"b","quantity":3,"size":"XL"}]\
            """);
    assertThat(contents("contents;x\n\"[{\"\"id\"\":\"\"a\"\",\"\"quantity\"\":1.10}]\";\n"))
        .isEqualTo("[{\"id\":\"a\",\"quantity\":1.10}]");
    assertThat(contents("sku,email\na,a@example.com\n"))
        .isEqualTo("[{\"id\":\"a\",\"quantity\":1}]");
  }

  @Test
  void columnsOfItemsWithoutIdsMakeNone() {
    String sheet = "quantity,email\n2,a@example.com\n";

    assertThat(Sheets.events(sheet, "{}").getFirst().has("contents")).isFalse();
    assertThat(Sheets.layout(sheet, "{}").remarks())
        .extracting(Layout.Note::code)
        .containsExactly("column_without_id");
  }

  @Test
  void dateAndTimeMayStandInColumnsOfTheirOwn() {
    List<JsonNode> events =
        Sheets.events(
            """
            date,time
            2026-11-25,10:15
            2026-11-25,2:15:30 pm
            2026-11-25,
            """,
            VIENNA);

    assertThat(events)
        .extracting(event -> event.path("event_time").asLong())
        .containsExactly(1795598100L, 1795612530L, 1795561200L);
    assertThat(
            Sheets.events("date\n2026-11-25 10:15\n", VIENNA)
                .getFirst()
                .path("event_time")
                .asLong())
        .isEqualTo(1795598100L);
    assertThat(
            Sheets.events("time\n2026-11-25 10:15\n", VIENNA)
                .getFirst()
                .path("event_time")
                .asLong())
        .isEqualTo(1795598100L);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-29 01:59, 1774745940, ",
    "2026-03-29 02:30, 1774747800, TIME_SKIPPED",
    "2026-03-29 03:30, 1774747800, ",
    "2026-10-25 02:30, 1792888200, TIME_TWICE",
    "2026-10-25 02:30+01:00, 1792891800, ",
    "2026-10-25 03:00, 1792893600, "
  })
  void whenClocksChangeItIsSaid(String text, long seconds, CellRule said) {
    Written written = Sheets.written("event_time\n%s\n".formatted(text), VIENNA).getFirst();

    assertThat(
            Sheets.events("event_time\n%s\n".formatted(text), VIENNA)
                .getFirst()
                .path("event_time")
                .asLong())
        .isEqualTo(seconds);
    assertThat(written.remarks())
        .isEqualTo(said == null ? List.of() : List.of(new Remark("event_time", said)));
  }

  @Test
  void cellsThatCannotBeReadAreToldByTheirColumns() {
    Written written =
        Sheets.written(
                """
                Betrag;Datum;Uhrzeit;contents;E-Mail
                1,5;2026-11-25;10:15;[];x
                1,5x;2026-11-25;25:15;[{];x;y
                """,
                "{}")
            .get(1);

    assertThat(written.remarks())
        .containsExactlyInAnyOrder(
            new Remark("value", CellRule.NOT_A_NUMBER),
            new Remark("event_time", CellRule.NOT_A_TIME),
            new Remark("contents", CellRule.NOT_JSON),
            new Remark("", CellRule.ROW_TOO_LONG));
    assertThat(written.column("value")).isEqualTo("Betrag");
    assertThat(written.column("event_time")).isEqualTo("Datum");
    assertThat(written.column("contents[3].id")).isEqualTo("contents");
    assertThat(written.column("match_keys.email")).isEqualTo("E-Mail");
    assertThat(written.column("match_keys")).isNull();
    assertThat(written.column("")).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"a":1,"a":2}
          [1] 2
          {"a"
          nul
          """)
  void jsonInACellIsReadToItsEnd(String json) {
    String cell = "\"" + json.replace("\"", "\"\"") + "\"";

    assertThat(Sheets.written("contents;x\n%s;\n".formatted(cell), "{}").getFirst().remarks())
        .containsExactly(new Remark("contents", CellRule.NOT_JSON));
  }

  @Test
  void limitedDataUseIsWrittenAsTheEventsManagerHasIt() {
    assertThat(
            Sheets.events(
                    """
                    Data Processing Options,Data Processing Country,Data Processing State
                    LDU,1,1000
                    """,
                    "{}")
                .getFirst()
                .toString())
        .isEqualTo(
            """
            {"data_processing_options":["LDU"],"data_processing_options_country":1,"data_processing_options_state":1000}\
            """);
  }

  @Test
  void aCellThatIsKeptFromBecomingANumberIsItsText() {
    assertThat(
            Sheets.events("zip,email\n\"=\"\"00123\"\"\",x\n", "{}")
                .getFirst()
                .at("/match_keys/zip")
                .asString())
        .isEqualTo("00123");
  }

  @Test
  void anEventPrintsNothingOfItsCustomer() {
    assertThat(Sheets.written("email\na@example.com\n", "{}").getFirst().toString())
        .doesNotContain("example");
  }

  private static String contents(String sheet) {
    return Sheets.events(sheet, "{}").getFirst().path("contents").toString();
  }
}
