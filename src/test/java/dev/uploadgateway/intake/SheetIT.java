package dev.uploadgateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.Api;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Sheets at the door of every event. */
@RunningIntake
class SheetIT {

  private static final String AT = "/v1/datasets/shop/events?upload_tag=sheet";
  private static final ZoneId VIENNA = ZoneId.of("Europe/Vienna");

  @LocalServerPort int port;
  @Autowired JdbcClient sql;

  private Shop shop;

  @BeforeEach
  void aShop() {
    shop = new Shop(port, sql);
  }

  @Test
  void aSheetWithNamesThatAreKnownNeedsNoMapping() {
    Api.Answer answer =
        post(
            "text/csv",
            """
            Event Name,Event Time,E-Mail,Phone,Value,Currency,Order ID
            Purchase,%1$d,anna@example.com,0664 1234567,129.90,EUR,%2$s
            purchase,%1$d,ben@example.com,+43 664 7654321,"1,029.90",EUR,%3$s
            """
                .formatted(Shop.now(), Shop.order(), Shop.order()));

    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    assertThat(answer.json().path("events_accepted").asInt()).isEqualTo(2);
    assertThat(answer.json().at("/sheet/charset").asString()).isEqualTo("UTF-8");
    assertThat(answer.json().at("/sheet/columns/2/target").asString())
        .isEqualTo("match_keys.email");
    assertThat(shop.storedEvents()).isEqualTo(shop.stored() + 2);
  }

  @Test
  void whatIsWrongIsToldByRowAndColumnAndRefusesItsRowOnly() {
    Api.Answer answer =
        post(
            "text/csv; charset=windows-1252",
            """
            event_name;event_time;email;value;currency;order_id;note
            Purchase;%1$d;%2$s;12,50;EUR;%3$s;a

            Purchase;%1$d;%2$s;twelve;EUR;%4$s;b
            Purchase;yesterday;%2$s;12,50;EUR;%5$s;c
            Purchase;%1$d;%2$s;12,50;EURO;%5$s;d;e
            """
                .formatted(Shop.now(), Shop.CUSTOMER, Shop.order(), Shop.order(), Shop.order()));

    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    assertThat(answer.json().path("events_rejected").asInt()).isEqualTo(3);
    assertThat(answer.json().path("errors"))
        .extracting(error ->
            "%d %d %s %s: %s"
                .formatted(
                    error.path("index").asInt(),
                    error.path("row").asInt(),
                    error.path("column").asString("-"),
                    error.path("field").asString(),
                    error.path("code").asString()))
        .containsExactly(
            "1 4 value value: cell_not_a_number",
            "2 5 event_time event_time: cell_not_a_time",
            "3 6 - : row_too_long",
            "3 6 currency currency: currency_unknown");
    assertThat(answer.json().at("/sheet/warnings/0/code").asString()).isEqualTo("column_unknown");
    assertThat(answer.json().at("/sheet/warnings/0/column").asString()).isEqualTo("note");
    assertThat(answer.body()).doesNotContain("marked", "twelve", "yesterday");
  }

  @Test
  void aMappingSaysWhatTheNamesDoNot() {
    LocalDateTime time = LocalDateTime.ofInstant(Instant.now().minusSeconds(7200), VIENNA);
    assertThat(
            shop.api()
                .put(
                    "/v1/datasets/shop/mappings/weekly",
                    """
                    {"columns": {"Kunde": "match_keys.email", "Saison": "custom_data.season", "#5": "ignore"},
                     "constants": {"event_name": "Purchase", "currency": "EUR", "match_keys.country": "AT"},
                     "decimal": ",", "dates": ["dd.MM.yyyy HH:mm"], "zone": "Europe/Vienna"}
                    """)
                .status())
        .isIn(200, 201);

    Api.Answer answer =
        shop.api()
            .call(
                "PUT",
                AT + "&mapping=weekly",
                """
                Bestellnummer;Datum;Kunde;Betrag;Notiz;Saison
                %s;%s;anna@example.com;1.234,50;vip;winter
                """
                    .formatted(
                        Shop.order(), time.format(DateTimeFormatter.ofPattern("dd.MM.yyyy HH:mm"))),
                "Content-Type",
                "application/octet-stream");

    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    assertThat(answer.json().path("events_accepted").asInt()).isEqualTo(1);
    assertThat(answer.json().at("/sheet/warnings").size()).isZero();
    assertThat(
            sql.sql("select event_time_max from upload where upload_tag = 'sheet'")
                .query(Long.class)
                .single())
        .isGreaterThanOrEqualTo(time.withSecond(0).atZone(VIENNA).toEpochSecond());
  }

  @Test
  void aFileThatBreaksOffInTheMiddleStoresNothing() {
    StringBuilder body = new StringBuilder("event_name,event_time,email,order_id\n");
    for (int i = 0; i < 2500; i++) {
      body.append("Lead,%d,%s,%s%n".formatted(Shop.now(), Shop.CUSTOMER, Shop.order()));
    }
    body.append("Lead,%d,\"%s".formatted(Shop.now(), Shop.CUSTOMER));

    Api.Answer answer = post("text/csv", body.toString());

    shop.assertProblem(answer, 400, "quote_not_closed");
    assertThat(answer.json().path("line").asInt()).isEqualTo(2502);
    assertThat(answer.json().path("column").asInt()).isEqualTo(3);
  }

  @Test
  void anOrderOfDayAndMonthThatNothingTellsIsNotGuessed() {
    Api.Answer answer =
        post("text/csv", "event_name,date,email\nLead,05/06/2026,%s\n".formatted(Shop.CUSTOMER));

    shop.assertProblem(answer, 400, "dates_ambiguous");
    assertThat(answer.text("detail")).contains("M/d/yyyy", "d/M/yyyy");
  }

  @Test
  void rowsWithoutNamesAboveThemAreNotTakenForNames() {
    Api.Answer answer =
        post("text/csv", "Lead,%d,%s\n".formatted(Shop.now(), Shop.CUSTOMER).repeat(2));

    shop.assertProblem(answer, 400, "header_missing");
  }

  @Test
  void whatIsNoSheetIsRefused() {
    shop.assertProblem(
        shop.api().call("PUT", AT, "{}", "Content-Type", "application/json"),
        415,
        "unsupported_media_type");
    shop.assertProblem(post("text/csv; charset=Big5", "x"), 415, "unsupported_charset");
    shop.assertProblem(post("text/csv", ""), 400, "empty");
    shop.assertProblem(post("text/csv", "email,event_time\n"), 400, "data_empty");
    shop.assertProblem(
        shop.api().call("POST", AT + "&mapping=none", "a\nb\n", "Content-Type", "text/csv"),
        404,
        "unknown_mapping");
  }

  private Api.Answer post(String type, String body) {
    return shop.api().call("POST", AT, body, "Content-Type", type);
  }
}
