package dev.uploadgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.uploadgateway.LocalMeta.Meta;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
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

/** Everything that Meta and the network can do to a call. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "gateway.dispatch.linger=100ms",
      "gateway.dispatch.poll-interval=200ms",
      "gateway.dispatch.retry-delays=200ms,200ms,200ms,200ms,500ms,500ms,1s,1s,1s,1s",
      "gateway.meta.response-timeout=3s",
      "resilience4j.circuitbreaker.configs.default.wait-duration-in-open-state=500ms",
    })
@Import({LocalPostgres.class, LocalMeta.class})
class FaultIT {

  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @LocalServerPort int port;
  @Autowired Meta meta;
  @Autowired JdbcClient sql;

  private Api api;

  @BeforeEach
  void setUp() {
    api = new Api(port, Api.ADMIN_KEY);
  }

  @AfterEach
  void heal() {
    meta.clearFaults();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "301 | 1 | \"kind\": \"slow\", \"millis\": 500",
        "302 | 1 | \"kind\": \"error\", \"code\": 2, \"times\": 2",
        "303 | 1 | \"kind\": \"html\", \"http_status\": 502, \"times\": 2",
        "304 | 1 | \"kind\": \"reset\", \"times\": 2",
        "305 | 2 | \"kind\": \"error\", \"code\": 2, \"processed\": true",
        "306 | 2 | \"kind\": \"html\", \"http_status\": 502, \"processed\": true",
        "307 | 2 | \"kind\": \"reset\", \"processed\": true",
        "308 | 2 | \"kind\": \"hang\", \"processed\": true",
      })
  void whateverHappensToACallItsEventsCountOnce(String dataset, int received, String fault) {
    dataset(dataset, "conversions_api");
    meta.fault("{%s, \"dataset\": \"%s\"}".formatted(fault, dataset));

    post(dataset, Northwind.once());
    awaitDelivered(dataset, 830);

    List<JsonNode> held = meta.events(dataset, "northwind");
    assertThat(held)
        .hasSize(830)
        .allMatch(event -> event.path("identical").asBoolean())
        .allMatch(event -> event.path("received").asInt() == received);
    assertThat(upload(dataset).path("api_calls").asInt()).isEqualTo(meta.calls(dataset).size());
  }

  @Test
  void anOutageEndsWithEveryEventDeliveredAndNoneQuarantined() {
    dataset("311", "conversions_api");
    meta.fault("{\"kind\": \"error\", \"code\": 2, \"times\": 12, \"dataset\": \"311\"}");

    Northwind northwind = Northwind.times(10);
    post("311", northwind);
    awaitDelivered("311", 8_300);

    assertThat(meta.events("311", "northwind"))
        .hasSize(8_300)
        .allMatch(event -> event.path("received").asInt() == 1);
    assertThat(upload("311").path("quarantined_entries").asInt()).isZero();
  }

  @Test
  void whereMetaDoesNotNameTheBadEventsTheyAreFoundByHalving() {
    dataset("321", "conversions_api");
    List<String> bad = orderThreeBadEvents("321");

    post("321", Northwind.times(2).first(1_000));

    assertOnlyBadEventsAreQuarantined("321", bad);
    assertThat(meta.calls("321")).hasSizeLessThanOrEqualTo(1 + 3 * 2 * 10);
  }

  @Test
  void whereMetaNamesTheBadEventsTheyAreTakenOut() {
    dataset("322", "offline_conversions_api");
    List<String> bad = orderThreeBadEvents("322");

    post("322", Northwind.times(2).first(1_000));

    assertOnlyBadEventsAreQuarantined("322", bad);
    assertThat(meta.calls("322")).hasSize(3); // all of them, the bad ones, the others
  }

  @Test
  void aThrottledCallIsGivenBackAndNoAttempt() {
    dataset("331", "conversions_api");
    meta.fault("{\"kind\": \"throttle\", \"dataset\": \"331\"}");

    post("331", Northwind.once());
    await().atMost(PATIENCE).until(() -> !shown("331").path("throttled_until").isNull());

    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(batches("331", "state || ' ' || attempts || ' ' || (lease is null)"))
                .containsExactly("pending 0 true"));
    assertThat(meta.count("331")).isZero();
    assertThat(upload("331").path("pending_entries").asInt()).isEqualTo(830);

    // The minute that Meta asks for, made shorter
    sql.sql("update dataset set throttled_until = now() where id = '331'").update();
    sql.sql(
            "update batch set due_at = now() where dataset = (select number from dataset where id = '331')")
        .update();
    awaitDelivered("331", 830);

    assertThat(meta.calls("331")).hasSize(2);
  }

  @Test
  void aBadTokenBlocksTheDatasetUntilItIsReplaced() {
    api.put("/v1/datasets/332", "{\"access_token\": \"bad-token\"}");

    post("332", Northwind.once());
    await().atMost(PATIENCE).until(() -> !shown("332").path("blocked_reason").isNull());

    assertThat(shown("332").path("blocked_reason").asString()).contains("190");
    assertThat(upload("332").path("pending_entries").asInt()).isEqualTo(830);
    assertThat(meta.count("332")).isZero();
    assertThat(meta.calls("332")).hasSize(1);

    api.put("/v1/datasets/332", "{\"access_token\": \"good-token\"}");
    awaitDelivered("332", 830);

    assertThat(shown("332").path("blocked_reason").isNull()).isTrue();
    assertThat(meta.count("332")).isEqualTo(830);
    assertThat(meta.calls("332")).hasSize(2);
  }

  private List<String> orderThreeBadEvents(String dataset) {
    List<String> bad = List.of("10250", "10777", "10300-1");
    for (String order : bad) {
      meta.fault(
          """
          {"kind": "invalid_event", "order_id": "%s", "dataset": "%s"}
          """
              .formatted(order, dataset));
    }
    return bad;
  }

  private void assertOnlyBadEventsAreQuarantined(String dataset, List<String> bad) {
    await().atMost(PATIENCE).until(() -> upload(dataset).path("pending_entries").asInt(-1) == 0);
    JsonNode upload = upload(dataset);
    assertThat(upload.path("delivered_entries").asInt()).isEqualTo(997);
    assertThat(upload.path("quarantined_entries").asInt()).isEqualTo(3);
    assertThat(upload.path("api_calls").asInt()).isEqualTo(meta.calls(dataset).size());
    assertThat(batches(dataset, "events || ' ' || reason_code || ': ' || reason"))
        .filteredOn(row -> row != null)
        .hasSize(3)
        .allMatch(row -> row.startsWith("1 refused_by_meta: "))
        .allMatch(row -> row.contains("an event was ordered to be invalid"));
    Set<String> arrived =
        meta.events(dataset, "northwind").stream()
            .map(held -> held.path("event"))
            .map(event ->
                event.at("/custom_data/order_id").asString(event.path("order_id").asString("")))
            .collect(Collectors.toSet());
    assertThat(arrived).hasSize(997).doesNotContainAnyElementsOf(bad);
  }

  private List<String> batches(String dataset, String columns) {
    return sql.sql(
            "select "
                + columns
                + " from batch where dataset = (select number from dataset where id = :id)")
        .param("id", dataset)
        .query((row, number) -> row.getString(1))
        .list();
  }

  private void dataset(String id, String wire) {
    String draft =
        """
        {"access_token": "token-of-the-faults", "wire": "%s"}
        """
            .formatted(wire);
    assertThat(api.put("/v1/datasets/" + id, draft).status()).isEqualTo(201);
  }

  private JsonNode shown(String dataset) {
    return api.get("/v1/datasets/" + dataset).json();
  }

  private void post(String dataset, Northwind northwind) {
    Api.Answer answer =
        api.post("/v1/datasets/" + dataset + "/events", northwind.body("northwind"));
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
  }

  private void awaitDelivered(String dataset, int events) {
    await()
        .atMost(PATIENCE)
        .until(() -> upload(dataset).path("delivered_entries").asInt() == events);
  }

  private JsonNode upload(String dataset) {
    return api.get("/v1/datasets/" + dataset + "/uploads?upload_tag=northwind")
        .json()
        .at("/data/0");
  }
}
