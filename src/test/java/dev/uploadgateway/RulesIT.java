package dev.uploadgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.uploadgateway.LocalMeta.Meta;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  @ParameterizedTest
  @CsvSource({
    "conversions_api, NONE",
    "conversions_api, LDU",
    "conversions_api, LDU_BY_STATE",
    "offline_conversions_api, LDU"
  })
  void whatIntakeTakesOfDataProcessingOptionsMetaTakesAsWell(String wire, String setting) {
    String dataset = "all_" + wire + setting;
    put(dataset, "\"wire\": \"%s\", \"data_processing\": \"%s\"".formatted(wire, setting));
    List<String> events = new ArrayList<>();
    for (String options : new String[] {"null", "[]", "[\"LDU\"]", "[\"GDPR\"]"}) {
      for (String country : new String[] {"null", "0", "1", "2"}) {
        for (String state : new String[] {"null", "0", "999", "1000", "1013", "1014"}) {
          for (String ip : new String[] {"192.0.2.1", "unknown"}) {
            events.add(
                event(
                    "order" + events.size(),
                    "\"st\": \"%s\", \"client_ip_address\": \"%s\"".formatted(state, ip),
                    """
                    , "data_processing_options": %s, "data_processing_options_country": %s,
                    "data_processing_options_state": %s\
                    """
                        .formatted(options, country, state)));
          }
        }
      }
    }
    String body = "{\"upload_tag\": \"rules\", \"data\": [%s]}".formatted(String.join(",", events));

    Api.Answer answer = api.post("/v1/datasets/" + dataset + "/events", body);

    // Without options; without limits and with no place or one of 4 that exist; limited in one of 2
    // states of 1 country, with or without an address, and with an address anywhere in 1 country or
    // any.
    int taken = 2 + 2 * (1 + 4) + 2 * 2 + 2;
    assertThat(answer.json().path("events_accepted").asInt()).isEqualTo(taken);
    awaitHeld(dataset, taken);
    assertThat(meta.calls(dataset))
        .extracting(call -> call.path("http_status").asInt())
        .containsExactly(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"conversions_api", "offline_conversions_api"})
  void underANamespaceExternalIdsTravelAlone(String wire) {
    String dataset = "scoped_" + wire;
    put(dataset, "\"wire\": \"%s\"".formatted(wire));
    String body =
        """
        {"upload_tag": "rules", "data": [
          {"event_name": "Lead", "event_time": %1$d, "extern_id": "e-1"},
          {"event_name": "Lead", "event_time": %1$d, "user_data": {"external_id": ["e-2"]}},
          {"event_name": "Lead", "event_time": %1$d, "match_keys": {"extern_id": "e-3", "email": "a@example.com"}}],
         "namespace_id": 99}
        """
            .formatted(Instant.now().getEpochSecond() - 60);

    Api.Answer answer = api.post("/v1/datasets/" + dataset + "/events", body);

    assertThat(answer.json().path("events_accepted").asInt()).as(answer.body()).isEqualTo(2);
    awaitHeld(dataset, 2);
    assertThat(meta.calls(dataset))
        .extracting(call -> call.path("http_status").asInt())
        .containsExactly(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"conversions_api", "offline_conversions_api"})
  void whatMetaTakesOneValueOfArrivesAsOne(String wire) {
    String dataset = "single_" + wire;
    put(dataset, "\"wire\": \"%s\"".formatted(wire));

    post(
        dataset,
        event(
            "1",
            """
            "madid": ["none", "AEBE52E7-03EE-455A-B3C4-E57283966239", "38400000-8cf0-11bd-b23e-10b96e40000d"],
            "lead_id": ["l:1234567890123456", 1234567890123457], "client_ip_address": ["x", "192.0.2.1", "192.0.2.2"]\
            """,
            ", \"store_data\": {\"store_code\": \"7\"}, \"custom_data\": {\"points\": 1.50}"));
    awaitHeld(dataset, 1);

    JsonNode held = meta.events(dataset, "rules").getFirst().path("event");
    JsonNode customer = held.has("user_data") ? held.path("user_data") : held.path("match_keys");
    assertThat(customer.path("madid").asString()).isEqualTo("aebe52e7-03ee-455a-b3c4-e57283966239");
    assertThat(customer.path("lead_id").asString()).isEqualTo("1234567890123456");
    assertThat(customer.path("client_ip_address").asString()).isEqualTo("192.0.2.1");
    assertThat(held.at("/store_data/store_code").asString()).isEqualTo("7");
    assertThat(held.at("/custom_data/points").decimalValue()).isEqualByComparingTo("1.5");
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
