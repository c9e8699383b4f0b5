package dev.uploadgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.uploadgateway.LocalMeta.Meta;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;

/** What intake takes is what Meta takes: from a shop's request to what the sandbox holds. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {"gateway.dispatch.linger=300ms", "gateway.dispatch.poll-interval=200ms"})
@Import({LocalPostgres.class, LocalMeta.class})
class RulesIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @LocalServerPort int port;
  @Autowired Meta meta;

  private Api api;

  @BeforeEach
  void setUp() {
    api = new Api(port, Api.ADMIN_KEY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"conversions_api", "offline_conversions_api"})
  void aDatasetLimitsItsEventsByTheStateOfTheirCustomers(String wire) {
    String dataset = "limited_" + wire;
    put(dataset, "\"wire\": \"%s\", \"data_processing\": \"LDU_BY_STATE\"".formatted(wire));

    post(
        dataset,
        event("tx", "\"st\": \"Texas\", \"country\": \"US\"", ""),
        event("vt", "\"st\": \"VT\"", ""),
        event("ip", "\"client_ip_address\": \"192.0.2.1\"", ""),
        event("own", "\"st\": \"Texas\"", ", \"data_processing_options\": []"));
    awaitHeld(dataset, 4);

    assertThat(options(dataset, "tx")).isEqualTo("[\"LDU\"] 1/1005");
    assertThat(options(dataset, "vt")).isEqualTo(" /");
    assertThat(options(dataset, "ip")).isEqualTo("[\"LDU\"] 0/0");
    assertThat(options(dataset, "own")).isEqualTo("[] /");
  }

  @Test
  void aDatasetMayLimitAllOfItsEvents() {
    put("limited", "\"data_processing\": \"LDU\"");

    post(
        "limited",
        event("at", "\"st\": \"Tirol\", \"country\": \"AT\"", ""),
        event("ri", "\"st\": \"RI\"", ""),
        event("ip", "\"client_ip_address\": \"192.0.2.1\"", ""));
    awaitHeld("limited", 3);

    assertThat(options("limited", "at")).isEqualTo("[\"LDU\"] 1/1000");
    assertThat(options("limited", "ri")).isEqualTo("[\"LDU\"] 1/1013");
    assertThat(options("limited", "ip")).isEqualTo("[\"LDU\"] 0/0");
  }

  private static String event(String order, String identifiers, String further) {
    return """
    {"event_name": "Lead", "event_time": %d, "order_id": "%s", "match_keys": {"email": "%2$s@example.com", %s}%s}\
    """
        .formatted(Instant.now().getEpochSecond() - 60, order, identifiers, further);
  }

  private void put(String dataset, String members) {
    Api.Answer answer =
        api.put("/v1/datasets/" + dataset, "{\"access_token\": \"token\", %s}".formatted(members));
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
  }

  private void post(String dataset, String... events) {
    String body = "{\"upload_tag\": \"rules\", \"data\": [%s]}".formatted(String.join(",", events));
    Api.Answer answer = api.post("/v1/datasets/" + dataset + "/events", body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    assertThat(answer.json().path("events_accepted").asInt()).isEqualTo(events.length);
  }

  private void awaitHeld(String dataset, int events) {
    await().atMost(PATIENCE).until(() -> meta.events(dataset, "rules").size() == events);
  }

  private String options(String dataset, String order) {
    JsonNode event =
        meta.events(dataset, "rules").stream()
            .map(held -> held.path("event"))
            .filter(held ->
                held.at("/custom_data/order_id").asString("").equals(order)
                    || held.path("order_id").asString("").equals(order))
            .findFirst()
            .orElseThrow();
    return event.path("data_processing_options")
        + " "
        + event.path("data_processing_options_country")
        + "/"
        + event.path("data_processing_options_state");
  }
}
