package dev.uploadgateway.intake;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.Api;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** A namespace_id holds for a whole call, and what cannot go under it harms only itself. */
@RunningIntake
class NamespaceIT {

  @LocalServerPort int port;
  @Autowired JdbcClient sql;

  private Shop shop;

  @BeforeEach
  void aShop() {
    shop = new Shop(port, sql);
  }

  @AfterEach
  void batchesHoldWhatTheKeysSay() {
    shop.assertBatchesHoldWhatTheKeysSay();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"upload_tag\":\"before\",\"namespace_id\":\"99\",\"data\":[EVENTS]}",
        "{\"upload_tag\":\"after\",\"data\":[EVENTS],\"namespace_id\":99}"
      })
  void itMayStandBeforeTheEventsOrBehindThem(String body) {
    String events =
        String.join(
            ",", external(), Shop.purchase(Shop.order()), "{}", external().replace("\"e-", "\" "));

    Api.Answer answer = shop.post(body.replace("EVENTS", events));

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.json().path("events_accepted").asInt()).isEqualTo(2);
    assertThat(answer.json().path("events_rejected").asInt()).isEqualTo(2);
    List<JsonNode> errors = answer.json().path("errors").valueStream().toList();
    assertThat(errors).extracting(error -> error.path("index").asInt()).containsExactly(1, 2, 2, 2);
    assertThat(errors.getFirst().path("code").asString()).isEqualTo("namespace_with_match_keys");
    assertThat(errors.getFirst().path("field").asString()).isEqualTo("match_keys");
    assertThat(answer.body()).doesNotContain("marked");
    assertThat(shop.storedEvents()).isEqualTo(shop.stored() + 2);
    assertThat(
            sql.sql(
                    """
                    select b.namespace_id from batch b join upload u on u.id = b.upload_id
                     where u.upload_tag = :tag
                    """)
                .param("tag", answer.text("upload_tag"))
                .query(String.class)
                .list())
        .containsExactly("99");
  }

  @Test
  void whereNoEventCanGoUnderItNothingIsStored() {
    Api.Answer answer =
        shop.post(
            "{\"upload_tag\":\"none\",\"data\":[%s],\"namespace_id\":\"99\"}"
                .formatted(Shop.purchase(Shop.order())));

    assertThat(answer.status()).isEqualTo(422);
    shop.assertNothingStored(answer);
  }

  @Test
  void aStreamTakesItAsAParameter() {
    String lines =
        IntStream.range(0, 2_500)
            .mapToObj(i -> i % 100 == 7 ? Shop.purchase(Shop.order()) : external())
            .collect(joining("\n"));

    Api.Answer answer = shop.ndjson("scoped&namespace_id=99", lines);

    assertThat(answer.json().path("events_accepted").asInt()).isEqualTo(2_475);
    assertThat(answer.json().path("events_rejected").asInt()).isEqualTo(25);
    assertThat(answer.json().path("errors").findValuesAsString("index"))
        .containsExactly("7", "107", "207", "307", "407");
    assertThat(answer.json().path("errors_omitted").asInt()).isEqualTo(20);
    assertThat(shop.storedEvents()).isEqualTo(shop.stored() + 2_475);
  }

  @Test
  void aStreamOfNothingButRefusedEventsIsReadToItsEnd() {
    String lines =
        IntStream.range(0, 1_500).mapToObj(i -> Shop.purchase(Shop.order())).collect(joining("\n"));

    Api.Answer answer = shop.ndjson("refused&namespace_id=99", lines);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("events_rejected").asInt()).isEqualTo(1_500);
    shop.assertNothingStored(answer);
  }

  /** A sale of which nothing but the customer's number in the shop is known. */
  private static String external() {
    String order = Shop.order();
    return Shop.purchase(order)
        .replace("{\"email\":\"" + Shop.CUSTOMER + "\"}", "{\"extern_id\":\"e-" + order + "\"}");
  }
}
