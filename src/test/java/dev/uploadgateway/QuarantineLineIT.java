package dev.uploadgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.uploadgateway.LocalMeta.Meta;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;

/**
 * From Meta's refusal to the event that arrives after all, as somebody with a key goes about it.
 */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {"gateway.dispatch.linger=100ms", "gateway.dispatch.poll-interval=200ms"})
@Import({LocalPostgres.class, LocalMeta.class})
class QuarantineLineIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long TIME = Instant.now().getEpochSecond() - 60;

  @LocalServerPort int port;
  @Autowired Meta meta;

  private Api api;

  @BeforeEach
  void setUp() {
    api = new Api(port, Api.ADMIN_KEY);
  }

  @Test
  void whatMetaRefusedIsDiscardedAndArrivesOncePostedAgainCorrected() {
    refuse("501");
    JsonNode row = api.get("/v1/datasets/501/quarantine?order_id=10777").json().at("/data/0");
    assertThat(row.at("/reason/code").asString()).isEqualTo("refused_by_meta");
    assertThat(row.at("/reason/message").asString()).contains("an event was ordered to be invalid");
    assertThat(row.at("/call/fbtrace_id").asString()).isNotEmpty();
    assertThat(row.at("/call/http_status").asInt()).isEqualTo(400);
    String key = row.at("/event_keys/0").asString();
    assertThat(key).matches("[0-9a-f]{32}");
    assertThat(post("501", 20).path("events_duplicate").asInt())
        .as("the refused one, too, is still known")
        .isEqualTo(3);

    assertThat(
            api.delete("/v1/datasets/501/quarantine?event=" + key)
                .json()
                .path("events_discarded")
                .asInt())
        .isEqualTo(1);
    meta.clearFaults();
    assertThat(post("501", 20).path("events_accepted").asInt()).isEqualTo(1);

    await().atMost(PATIENCE).until(() -> meta.count("501") == 3);
    JsonNode arrived =
        meta.events("501", "till").stream()
            .filter(event -> event.at("/event/custom_data/order_id").asString().equals("10777"))
            .findFirst()
            .orElseThrow();
    assertThat(arrived.at("/event/event_id").asString()).isEqualTo(key);
    assertThat(arrived.at("/event/custom_data/value").asInt()).as("corrected").isEqualTo(20);
    assertThat(arrived.path("received").asInt()).isEqualTo(1);
    await().atMost(PATIENCE).until(() -> upload("501").path("delivered_entries").asInt() == 3);
    assertThat(upload("501").path("valid_entries").asInt()).isEqualTo(4);
    assertThat(upload("501").path("discarded_entries").asInt()).isEqualTo(1);
    assertThat(upload("501").path("pending_entries").asInt()).isZero();
    assertThat(upload("501").path("quarantined_entries").asInt()).isZero();
  }

  @Test
  void whatMetaRefusedIsReleasedOnceMetaTakesIt() {
    refuse("502");
    meta.clearFaults();

    Api.Answer released =
        api.post("/v1/datasets/502/quarantine/release", "{\"reason\": \"refused_by_meta\"}");
    assertThat(released.json().path("events_released").asInt()).isEqualTo(1);

    await().atMost(PATIENCE).until(() -> upload("502").path("delivered_entries").asInt() == 3);
    assertThat(meta.count("502")).isEqualTo(3);
    assertThat(api.get("/v1/datasets/502/quarantine").json().path("data")).isEmpty();
  }

  /** Of three orders Meta takes two; the third is in quarantine then. */
  private void refuse(String dataset) {
    assertThat(
            api.put("/v1/datasets/" + dataset, "{\"access_token\": \"token-of-the-line\"}")
                .status())
        .isEqualTo(201);
    meta.fault(
        """
        {"kind": "invalid_event", "order_id": "10777", "dataset": "%s"}
        """
            .formatted(dataset));
    assertThat(post(dataset, 10).path("events_accepted").asInt()).isEqualTo(3);
    await().atMost(PATIENCE).until(() -> upload(dataset).path("quarantined_entries").asInt() == 1);
    await().atMost(PATIENCE).until(() -> upload(dataset).path("delivered_entries").asInt() == 2);
  }

  private JsonNode post(String dataset, int value) {
    StringBuilder events = new StringBuilder();
    for (String order : new String[] {"10776", "10777", "10778"}) {
      events.append(events.isEmpty() ? "" : ",");
      events.append(
          """
          {"event_name": "Purchase", "event_time": %d, "order_id": "%s", "value": %d, "currency": "EUR",
           "match_keys": {"email": "jane@example.com"}}
          """
              .formatted(TIME, order, value));
    }
    return api.post(
            "/v1/datasets/" + dataset + "/events",
            "{\"upload_tag\": \"till\", \"data\": [%s]}".formatted(events))
        .json();
  }

  private JsonNode upload(String dataset) {
    return api.get("/v1/datasets/" + dataset + "/uploads").json().at("/data/0");
  }
}
