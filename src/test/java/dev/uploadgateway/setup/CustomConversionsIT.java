package dev.uploadgateway.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.uploadgateway.Api;
import dev.uploadgateway.LocalMeta;
import dev.uploadgateway.LocalMeta.Meta;
import dev.uploadgateway.LocalPostgres;
import dev.uploadgateway.Northwind;
import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Custom conversions are checked here, counted here, and tried before there is one. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {"gateway.dispatch.linger=50ms", "gateway.dispatch.poll-interval=100ms"})
@Import({LocalPostgres.class, LocalMeta.class})
class CustomConversionsIT {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String OVER_100 =
      "{\"and\":[{\"event_name\":{\"eq\":\"Purchase\"}},{\"value\":{\"gt\":100}}]}";

  @LocalServerPort int port;
  @Autowired Meta meta;
  @Autowired JdbcClient sql;

  private Api api;

  @BeforeEach
  void setUp() {
    api = new Api(port, Api.ADMIN_KEY);
  }

  @ParameterizedTest
  @CsvSource({
    "conversions_api, PURCHASE, PURCHASE",
    "conversions_api, ViewContent, CONTENT_VIEW",
    "offline_conversions_api, Purchase, Purchase",
    "offline_conversions_api, INITIATED_CHECKOUT, InitiateCheckout"
  })
  void oneIsCreatedWithTheTypeInTheDialectsSpelling(String wire, String given, String sent) {
    String dataset = dataset(wire);
    String account = "6" + dataset.substring(dataset.length() - 6); // one of its own

    Api.Answer created = create(dataset, account, given, OVER_100);

    assertThat(created.status()).as(created.body()).isEqualTo(201);
    JsonNode held = meta.graph("act_" + account + "/customconversions").at("/data/0");
    assertThat(held.path("id").asString()).isEqualTo(created.text("id"));
    assertThat(held.path("custom_event_type").asString()).isEqualTo(sent);
    assertThat(held.path("event_source_id").asString()).isEqualTo(dataset);
    assertThat(held.path("rule").asString()).isEqualTo(OVER_100);
    JsonNode listed =
        api.get("/v1/datasets/" + dataset + "/customconversions?account_id=act_" + account).json();
    assertThat(listed.at("/data/0/name").asString()).isEqualTo("Over 100");
  }

  @Test
  void theRuleMayBeTheTextThatMetaTakes() {
    Api.Answer created =
        create(
            dataset("conversions_api"),
            "7001",
            "PURCHASE",
            "\"" + OVER_100.replace("\"", "\\\"") + "\"");

    assertThat(created.status()).isEqualTo(201);
    assertThat(meta.graph("act_7001/customconversions").at("/data/0/rule").asString())
        .isEqualTo(OVER_100);
  }

  @Test
  void whatIsWrongIsSaidBeforeMetaIsAsked() {
    String dataset = dataset("conversions_api");

    Api.Answer rule = create(dataset, "7002", "PURCHASE", "{\"value\":{\"above\":100}}");
    Api.Answer type = create(dataset, "7002", "Bought", OVER_100);

    assertThat(rule.status()).isEqualTo(400);
    assertThat(rule.code()).isEqualTo("invalid_rule");
    assertThat(rule.text("pointer")).isEqualTo("/value/above");
    assertThat(type.status()).isEqualTo(400);
    assertThat(type.text("detail")).contains("PURCHASE");
    assertThat(meta.graph("act_7002/customconversions").path("data")).isEmpty();
  }

  @Test
  void theFortyFirstOfAnAdAccountIsRefusedBeforeMetaDoes() {
    String dataset = dataset("conversions_api");
    for (int i = 0; i < 40; i++) {
      assertThat(create(dataset, "7003", "LEAD", OVER_100).status()).isEqualTo(201);
    }

    Api.Answer answer = create(dataset, "7003", "LEAD", OVER_100);

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.code()).isEqualTo("custom_conversions_full");
    assertThat(answer.json().path("limit").asInt()).isEqualTo(40);
    assertThat(create(dataset, "7004", "LEAD", OVER_100).status()).isEqualTo(201);
  }

  @Test
  void aRuleIsTriedOnEventsOfEitherDialectThatAreSentAlong() {
    String dataset = dataset("conversions_api");

    Api.Answer answer =
        attempt(
            dataset,
            """
            , "data": [
              {"event_name": "Purchase", "value": 129.90, "currency": "EUR", "match_keys": {"email": "a@example.com"}},
              {"event_name": "Purchase", "custom_data": {"value": 9}, "user_data": {"em": "b@example.com"}},
              {"event_name": "Purchase", "custom_data": {"value": 100.01}}]\
            """);

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.text("summary")).isEqualTo("would match 2 of 3");
    assertThat(answer.json().path("matching").toString()).isEqualTo("[0,2]");
    assertThat(answer.body()).doesNotContain("example.com");
    assertThat(meta.count(dataset)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"conversions_api, false", "offline_conversions_api, true"})
  void aRuleIsTriedOnEventsThatStillWaitRawOrFrozen(String wire, boolean frozen) {
    String dataset = dataset(wire);
    Northwind northwind = Northwind.once();
    // Of a code that blocks nothing was taken; after an answer of nobody knows what, bytes are
    // frozen
    meta.fault(
        frozen
            ? "{\"kind\": \"html\", \"dataset\": \"%s\"}".formatted(dataset)
            : "{\"kind\": \"error\", \"code\": 190, \"dataset\": \"%s\"}".formatted(dataset));
    api.post("/v1/datasets/" + dataset + "/events", northwind.body("northwind"));
    await().atMost(PATIENCE).until(() -> wireOfWhatWasTried(dataset).equals(frozen ? wire : "raw"));
    long over100 =
        northwind.events().stream()
            .filter(
                event -> event.path("value").decimalValue().compareTo(BigDecimal.valueOf(100)) > 0)
            .count();

    Api.Answer answer = attempt(dataset, "");

    assertThat(answer.text("tried")).isEqualTo("waiting");
    assertThat(answer.text("summary")).isEqualTo("would match %d of 830".formatted(over100));
    assertThat(answer.json().path("more").asBoolean(true)).isFalse();
    assertThat(answer.json().path("unreadable").asInt(-1)).isZero();
  }

  @Test
  void ofWhatWasDeliveredNothingIsLeftToTryOn() {
    String dataset = dataset("conversions_api");
    api.post("/v1/datasets/" + dataset + "/events", Northwind.once().body("northwind"));
    await()
        .atMost(PATIENCE)
        .until(() ->
            api.get("/v1/datasets/" + dataset + "/uploads")
                    .json()
                    .at("/data/0/delivered_entries")
                    .asInt()
                == 830);

    assertThat(attempt(dataset, "").text("summary")).isEqualTo("would match 0 of 0");
  }

  @Test
  void eventsToTryOnAreAList() {
    Api.Answer answer = attempt(dataset("conversions_api"), ", \"data\": {}");

    assertThat(answer.code()).isEqualTo("invalid_parameter");
    assertThat(answer.text("parameter")).isEqualTo("data");
  }

  private Api.Answer create(String dataset, String account, String type, String rule) {
    return api.post(
        "/v1/datasets/" + dataset + "/customconversions",
        "{\"account_id\": \"%s\", \"name\": \"Over 100\", \"custom_event_type\": \"%s\", \"rule\": %s}"
            .formatted(account, type, rule));
  }

  private Api.Answer attempt(String dataset, String further) {
    return api.post(
        "/v1/datasets/" + dataset + "/customconversions/try",
        "{\"rule\": %s%s}".formatted(OVER_100, further));
  }

  /** The dialect of the frozen bytes, once the call that met the fault is settled. */
  private String wireOfWhatWasTried(String dataset) {
    return sql.sql(
            """
            select coalesce(max(b.wire), 'raw')
            from batch b join dataset d on d.number = b.dataset join call c on c.dataset = b.dataset
            where d.id = ? having count(*) > 0
            """)
        .param(dataset)
        .query(String.class)
        .optional()
        .orElse("");
  }

  private String dataset(String wire) {
    return api.post(
            "/v1/businesses/1/datasets",
            "{\"name\": \"N\", \"access_token\": \"the-token\", \"wire\": \"%s\"}".formatted(wire))
        .text("id");
  }
}
