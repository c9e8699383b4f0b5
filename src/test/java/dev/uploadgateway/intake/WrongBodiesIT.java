package dev.uploadgateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.Api;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Requests that are refused whole, with the place where they are wrong. */
@RunningIntake
class WrongBodiesIT {

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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {                                                     | 400 | malformed_json
          {"upload_tag":"t","data":[EVENT,]}                    | 400 | malformed_json
          {"upload_tag":"t","data":[EVENT]                      | 400 | malformed_json
          {"upload_tag":"t","data":[EVENT}                      | 400 | malformed_json
          {upload_tag:"t","data":[EVENT]}                       | 400 | malformed_json
          {"upload_tag":"t","upload_tag":"u","data":[EVENT]}    | 400 | malformed_json
          {"upload_tag":"t","data":[EVENT],"data":[]}           | 400 | malformed_json
          {"upload_tag":"t","data":[{"a":1,"a":2},EVENT]}       | 400 | malformed_json
          {"upload_tag":"t","data":[EVENT,{"value":NaN}]}       | 400 | malformed_json
          {"upload_tag":"t","data":[EVENT,{"value":-Infinity}]} | 400 | malformed_json
          {"upload_tag":"t","data":[EVENT]} x                   | 400 | malformed_json
          {"upload_tag":"t","data":[EVENT]} {}                  | 400 | invalid_body
          [EVENT]                                               | 400 | invalid_body
          "text"                                                | 400 | invalid_body
          7                                                     | 400 | invalid_body
          null                                                  | 400 | invalid_body
          {}                                                    | 400 | invalid_body
          {"upload_tag":"t"}                                    | 400 | invalid_body
          {"upload_tag":"t","data":null}                        | 400 | invalid_body
          {"upload_tag":"t","data":EVENT}                       | 400 | invalid_body
          {"upload_tag":"t","data":"[]"}                        | 400 | invalid_body
          {"upload_tag":"t","data":[]}                          | 400 | data_empty
          {"upload_tag":7,"data":[EVENT]}                       | 400 | invalid_body
          {"upload_tag":"t","data":[EVENT],"CUSTOMER":1}        | 400 | unknown_field
          {"data":[EVENT]}                                      | 400 | upload_tag_missing
          {"upload_tag":null,"data":[EVENT]}                    | 400 | upload_tag_missing
          {"upload_tag":" ","data":[EVENT]}                     | 400 | upload_tag_missing
          {"upload_tag":"a\\u0000CUSTOMER","data":[EVENT]}      | 400 | invalid_upload_tag
          {"upload_tag":"a\\nCUSTOMER","data":[EVENT]}          | 400 | invalid_upload_tag
          {"upload_tag":"t","namespace_id":"CUSTOMER","data":[EVENT]} | 400 | invalid_namespace_id
          {"upload_tag":"t","namespace_id":1.5,"data":[EVENT]}  | 400 | invalid_body
          """)
  void aBodyThatIsWrongStoresNothing(String body, int status, String code) {
    Api.Answer answer =
        shop.post(
            body.replace("EVENT", Shop.purchase(Shop.order())).replace("CUSTOMER", Shop.CUSTOMER));

    shop.assertProblem(answer, status, code);
  }

  @Test
  void anEmptyBodyIsRefused() {
    shop.assertProblem(shop.post(""), 400, "invalid_body");
    shop.assertProblem(shop.ndjson("t", ""), 400, "data_empty");
    shop.assertProblem(shop.ndjson("t", "\r\n \n"), 400, "data_empty");
  }

  @Test
  void malformedJsonIsNamedByLineAndColumn() {
    Api.Answer answer =
        shop.post(
            "{\"upload_tag\":\"t\",\n\"data\":[\n  " + Shop.purchase(Shop.order()) + "\n  oops]}");

    shop.assertProblem(answer, 400, "malformed_json");
    assertThat(answer.json().path("line").asInt()).isEqualTo(4);
    assertThat(answer.json().path("column").asInt()).isBetween(3, 8);
    assertThat(answer.text("detail")).contains("line 4, column ");
  }

  @Test
  void aTagOf257CharactersIsRefused() {
    assertThat(shop.post(Shop.body("t".repeat(256), Shop.purchase(Shop.order()))).status())
        .isEqualTo(202);
    shop.remember();
    shop.assertProblem(
        shop.post(Shop.body("t".repeat(257), Shop.purchase(Shop.order()))),
        400,
        "invalid_upload_tag");
  }

  @Test
  void nestingBeyondMeasureIsRefused() {
    String deep = "[".repeat(50) + "]".repeat(50);
    String deepest = "[".repeat(100_000);

    shop.assertProblem(
        shop.post(
            Shop.body("t", Shop.purchase(Shop.order()), "{\"custom_data\":{\"a\":" + deep + "}}")),
        400,
        "malformed_json");
    shop.assertProblem(
        shop.post(Shop.body("t", Shop.purchase(Shop.order()), "{\"a\":" + deepest)),
        400,
        "malformed_json");
    shop.assertProblem(shop.post(deepest), 400, "invalid_body");
  }

  @Test
  void aCompressedBodyIsRefused() {
    shop.assertProblem(
        shop.api()
            .call(
                "POST",
                Shop.EVENTS,
                Shop.body("t", Shop.purchase(Shop.order())),
                "Content-Encoding",
                "gzip"),
        415,
        "unsupported_content_encoding");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "nonsense"})
  void otherContentTypesAreRefused(String type) {
    shop.assertProblem(
        shop.api()
            .call(
                "POST",
                Shop.EVENTS,
                Shop.body("t", Shop.purchase(Shop.order())),
                "Content-Type",
                type),
        415,
        "unsupported_media_type");
  }
}
