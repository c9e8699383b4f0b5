package dev.uploadgateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.Api;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** What intake answers and what it keeps. */
@RunningIntake
class IntakeIT {

  private static final JsonMapper json = new JsonMapper();

  @LocalServerPort int port;
  @Autowired JdbcClient sql;

  private Shop shop;

  @BeforeEach
  void aShop() {
    shop = new Shop(port, sql);
  }

  /** Every stored event has its key, and every key its event. */
  @AfterEach
  void batchesHoldWhatTheKeysSay() {
    shop.assertBatchesHoldWhatTheKeysSay();
  }

  @Test
  void theAnswerCountsAndNamesWhatBecameOfEachEvent() {
    String again = Shop.purchase(Shop.order());
    Api.Answer answer =
        shop.post(
            Shop.body(
                "answer",
                again,
                Shop.purchase(Shop.order()).replace("USD", "US"),
                again,
                Shop.purchase(Shop.order())
                    .replace("\"email\"", "\"shoe_size\":\"44\",\"email\"")));

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.json())
        .isEqualTo(
            json.readTree(
                """
                {"upload_tag": "answer", "events_received": 4, "events_accepted": 2, "events_duplicate": 1,
                 "events_rejected": 1,
                 "errors": [{"index": 1, "field": "currency", "code": "currency_unknown",
                             "message": "The currency is not one of ISO 4217"}],
                 "warnings": [{"index": 2, "field": "item_number", "code": "merged_by_meta",
                               "message": "Of events with this name, second, item_number and order (or else customer) Meta counts the first"},
                              {"index": 3, "field": "match_keys.shoe_size", "code": "identifier_unknown",
                               "message": "Meta knows no such identifier; it is not sent"}]}
                """));
    assertThat(shop.storedEvents()).isEqualTo(shop.stored() + 2);
  }

  /** As this replica has it in mind for seconds after another one deleted it. */
  @Test
  void aDatasetThatAnotherReplicaDeletedIsUnknownHereToo() {
    String ndjson = Shop.purchase(Shop.order());
    for (String type : new String[] {"application/json", "application/x-ndjson"}) {
      shop.api().put("/v1/datasets/7404", "{}");
      assertThat(shop.api().get("/v1/datasets/7404/quarantine").status()).isEqualTo(200);
      sql.sql("delete from dataset where id = '7404'").update();

      Api.Answer answer =
          shop.api()
              .call(
                  "POST",
                  "/v1/datasets/7404/events?upload_tag=gone",
                  type.endsWith("/json") ? Shop.body("gone", ndjson) : ndjson,
                  "Content-Type",
                  type);

      assertThat(answer.status()).as(answer.body()).isEqualTo(404);
      assertThat(answer.code()).isEqualTo("unknown_dataset");
    }
  }

  /** The row that was looked up is not the one that has the id now. */
  @Test
  void aDatasetThatAnotherReplicaPutAnewIsAskedForAgain() {
    shop.api().put("/v1/datasets/7405", "{}");
    assertThat(shop.api().get("/v1/datasets/7405/quarantine").status()).isEqualTo(200);
    sql.sql("update dataset set number = default where id = '7405'").update();
    String body = Shop.body("anew", Shop.purchase(Shop.order()));

    Api.Answer first = shop.api().post("/v1/datasets/7405/events", body);

    assertThat(first.status()).as(first.body()).isEqualTo(503);
    assertThat(first.header("Retry-After")).isEqualTo("1");
    assertThat(shop.api().post("/v1/datasets/7405/events", body).status()).isEqualTo(202);
  }

  @Test
  void whereNothingIsAcceptableTheAnswerIs422AndNothingIsStored() {
    Api.Answer answer =
        shop.post(
            Shop.body(
                "none",
                "{}",
                "7",
                Shop.purchase(Shop.order()).replace("\"value\":16", "\"value\":-1")));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("events_rejected").asInt()).isEqualTo(3);
    assertThat(answer.json().path("errors").findValuesAsString("code"))
        .containsExactly(
            "event_name_missing",
            "event_time_missing",
            "customer_missing",
            "not_an_object",
            "event_name_missing");
    assertThat(answer.json().path("errors_omitted").asInt()).isEqualTo(3);
    shop.assertNothingStored(answer);
  }

  @Test
  void whatWasStoredBeforeIsADuplicateAndStill202() {
    String body = Shop.body("first", Shop.purchase(Shop.order()), Shop.purchase(Shop.order()));
    assertThat(shop.post(body).json().path("events_accepted").asInt()).isEqualTo(2);

    Api.Answer again = shop.post(body.replace("first", "second"));

    assertThat(again.status()).isEqualTo(202);
    assertThat(again.json().path("events_accepted").asInt()).isZero();
    assertThat(again.json().path("events_duplicate").asInt()).isEqualTo(2);
    assertThat(shop.storedEvents()).isEqualTo(shop.stored() + 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/xml", "text/html", "image/png"})
  void whateverAClientAcceptsItLearnsWhatBecameOfItsEvents(String accept) {
    Api.Answer answer =
        shop.api()
            .call(
                "POST", Shop.EVENTS, Shop.body("t", Shop.purchase(Shop.order())), "Accept", accept);

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.json().path("events_accepted").asInt()).isEqualTo(1);
  }

  @Test
  void theTagMayStandInTheQuery() {
    Api.Answer answer =
        shop.api()
            .post(
                Shop.EVENTS + "?upload_tag=M%C3%A4rz",
                "{\"data\":[" + Shop.purchase(Shop.order()) + "]}");

    assertThat(answer.text("upload_tag")).isEqualTo("März");
  }

  @Test
  void tooManyEventsAreRefused() {
    String[] events =
        IntStream.range(0, 51).mapToObj(i -> Shop.purchase(Shop.order())).toArray(String[]::new);

    shop.assertProblem(shop.post(Shop.body("t", events)), 413, "too_many_events");
  }

  @Test
  void anEventOfMoreThan64KilobytesIsRefusedAlone() {
    String text = "\"custom_data\":{\"note\":\"" + "x".repeat(70_000) + "\"},";
    String large = Shop.purchase(Shop.order()).replace("\"value\"", text + "\"value\"");

    Api.Answer answer = shop.post(Shop.body("t", large, Shop.purchase(Shop.order())));

    assertThat(answer.json().path("events_accepted").asInt()).isEqualTo(1);
    assertThat(answer.json().path("errors").findValuesAsString("code"))
        .containsExactly("event_too_large");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "SHOP", "shop%20"})
  void anUnknownDatasetIsNotFound(String dataset) {
    shop.assertProblem(
        shop.api()
            .post(
                "/v1/datasets/" + dataset + "/events", Shop.body("t", Shop.purchase(Shop.order()))),
        404,
        "unknown_dataset");
  }

  @Test
  void aRequestTakesAKeyThatMayWriteToTheDataset() {
    shop.assertProblem(
        shop.api().with(null).post(Shop.EVENTS, Shop.body("t", Shop.purchase(Shop.order()))),
        401,
        "missing_key");
    String reader =
        shop.api().post("/v1/keys", "{\"name\":\"r\",\"scopes\":[\"read\"]}").text("key");
    shop.assertProblem(
        shop.api().with(reader).post(Shop.EVENTS, Shop.body("t", Shop.purchase(Shop.order()))),
        403,
        "scope_missing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"event_name\":\"\\ud800\"",
        "\"event_id\":\"\\udfff\"",
        "\"order_id\":\"\\ud800\"",
        "\"custom_data\":{\"\\u0000\":\"\\u0000\\ud800\"}",
        "\"item_number\":\"\uD83D\uDED2\""
      })
  void noTextMakesTheGatewayFail(String member) {
    String event =
        "{\"match_keys\":{\"email\":\"%s\\u0000\\ud800\"},\"event_time\":%d,%s%s}"
            .formatted(
                Shop.CUSTOMER + Shop.order(),
                Shop.now(),
                member.contains("event_name") ? "" : "\"event_name\":\"Lead\",",
                member);

    assertThat(
            shop.post(Shop.body("text \\ud83d\\uded2 \\ud800", event, Shop.purchase(Shop.order())))
                .status())
        .isEqualTo(202);
  }
}
