package dev.uploadgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.uploadgateway.LocalMeta.Meta;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;

/** From a shop's request to what Meta holds, in both dialects. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "gateway.dispatch.linger=300ms",
      "gateway.dispatch.poll-interval=200ms",
      // two that claim in the same moment may leave each other calls that are not full
      "resilience4j.bulkhead.configs.default.max-concurrent-calls=1"
    })
@Import({LocalPostgres.class, LocalMeta.class})
class LineIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @LocalServerPort int port;
  @Autowired Meta meta;

  private Api api;

  @BeforeEach
  void setUp() {
    api = new Api(port, Api.ADMIN_KEY);
  }

  @Test
  void aRequestArrivesInOneCallUnderItsOwnTagWithEveryIdentifierHashed() throws Exception {
    dataset("101", "conversions_api");

    post("101", Northwind.once());
    awaitDelivered("101", 830);

    List<JsonNode> calls = meta.calls("101");
    assertThat(calls).hasSize(1);
    assertThat(calls.getFirst().path("events").asInt()).isEqualTo(830);
    assertThat(calls.getFirst().path("upload_tag").asString()).isEqualTo("northwind");
    assertThat(calls.getFirst().path("token_in_url").asBoolean(true)).isFalse();
    assertThat(calls.getFirst().at("/headers_seen/authorization").asString()).isEqualTo("Bearer");
    List<JsonNode> events = meta.events("101", "northwind");
    assertThat(events).hasSize(830);
    assertThat(events).allSatisfy(held -> assertHashed(held.at("/event/user_data")));
    JsonNode vinet =
        events.stream()
            .map(held -> held.path("event"))
            .filter(event -> event.at("/custom_data/order_id").asString().equals("10248"))
            .findFirst()
            .orElseThrow();
    assertThat(vinet.at("/user_data/fn").toString()).contains(sha256("paul"));
    assertThat(vinet.at("/user_data/ln").toString()).contains(sha256("henriot"));
    assertThat(vinet.at("/user_data/country").toString()).contains(sha256("fr"));
    assertThat(vinet.at("/user_data/ph").toString()).contains(sha256("3326471510"));
    assertThat(vinet.at("/custom_data/value").decimalValue()).isEqualByComparingTo("440");
  }

  @Test
  void whatIsPostedAgainIsCountedAndNeitherStoredNorSentAgain() {
    dataset("102", "conversions_api");
    Northwind northwind = Northwind.times(2);
    post("102", northwind.first(830));
    awaitDelivered("102", 830);

    Api.Answer again = api.post("/v1/datasets/102/events", northwind.first(830).body("northwind"));
    post("102", northwind.first(831)); // one more, whose call would carry the others too
    awaitDelivered("102", 831);

    assertThat(again.status()).isEqualTo(202);
    assertThat(again.json().path("events_accepted").asInt()).isZero();
    assertThat(again.json().path("events_duplicate").asInt()).isEqualTo(830);
    assertThat(meta.calls("102"))
        .extracting(call -> call.path("events").asInt())
        .containsExactly(830, 1);
    assertThat(upload("102").path("duplicate_entries").asInt()).isEqualTo(1660);
  }

  @Test
  void reportsAgreeWithWhatWasPostedToTheCent() {
    dataset("103", "conversions_api");
    Northwind northwind = Northwind.once();

    post("103", northwind);
    awaitDelivered("103", 830);

    JsonNode upload = upload("103");
    assertThat(upload.path("valid_entries").asInt()).isEqualTo(830);
    assertThat(upload.path("delivered_entries").asInt()).isEqualTo(830);
    assertThat(upload.path("pending_entries").asInt()).isZero();
    assertThat(upload.path("api_calls").asInt()).isEqualTo(1);
    assertThat(upload.path("event_stats").asString()).isEqualTo("{\"Purchase\":830}");
    assertThat(upload.at("/amounts/USD").decimalValue()).isEqualByComparingTo(northwind.value());
    List<JsonNode> days =
        api.get("/v1/datasets/103/stats?fields=count,event,time,usd_amount")
            .json()
            .path("data")
            .valueStream()
            .toList();
    assertThat(days).hasSizeGreaterThan(50);
    assertThat(days.stream().mapToInt(day -> day.path("count").asInt()).sum()).isEqualTo(830);
    assertThat(
            days.stream()
                .map(day -> day.path("usd_amount").decimalValue())
                .reduce(BigDecimal.ZERO, BigDecimal::add))
        .isEqualByComparingTo(northwind.value());
    assertThat(
            meta.events("103", "northwind").stream()
                .map(held -> held.at("/event/custom_data/value").decimalValue())
                .reduce(BigDecimal.ZERO, BigDecimal::add))
        .isEqualByComparingTo(northwind.value());
  }

  @Test
  void aStreamGoesOutInFullCalls() {
    dataset("104", "conversions_api");

    postNdjson("104", Northwind.times(10));
    awaitDelivered("104", 8_300);

    assertThat(meta.calls("104"))
        .extracting(call -> call.path("events").asInt())
        .containsExactlyInAnyOrder(1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 300);
    assertEachArrivedOnce("104", 8_300);
  }

  @Test
  void theOfflineDialectTakesARequestAsWell() {
    dataset("105", "offline_conversions_api");

    post("105", Northwind.once());
    awaitDelivered("105", 830);

    assertThat(meta.calls("105")).hasSize(1);
    assertThat(meta.calls("105").getFirst().path("dialect").asString())
        .isEqualTo("offline_conversions_api");
    List<JsonNode> events = meta.events("105", "northwind");
    assertThat(events).hasSize(830);
    assertThat(events).allSatisfy(held -> assertHashed(held.at("/event/match_keys")));
  }

  @Test
  void theOfflineDialectTakesTwoThousandACall() {
    dataset("106", "offline_conversions_api");

    postNdjson("106", Northwind.times(10));
    awaitDelivered("106", 8_300);

    assertThat(meta.calls("106"))
        .extracting(call -> call.path("events").asInt())
        .containsExactlyInAnyOrder(2_000, 2_000, 2_000, 2_000, 300);
    assertEachArrivedOnce("106", 8_300);
  }

  private void dataset(String id, String wire) {
    String draft =
        """
        {"access_token": "token-of-the-line", "wire": "%s"}
        """
            .formatted(wire);
    assertThat(api.put("/v1/datasets/" + id, draft).status()).isEqualTo(201);
  }

  private void post(String dataset, Northwind northwind) {
    Api.Answer answer =
        api.post("/v1/datasets/" + dataset + "/events", northwind.body("northwind"));
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
  }

  private void postNdjson(String dataset, Northwind northwind) {
    Api.Answer answer =
        api.call(
            "POST",
            "/v1/datasets/" + dataset + "/events?upload_tag=northwind",
            northwind.ndjson(),
            "Content-Type",
            "application/x-ndjson");
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    assertThat(answer.json().path("events_accepted").asInt()).isEqualTo(northwind.events().size());
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

  private void assertEachArrivedOnce(String dataset, int events) {
    List<JsonNode> held = meta.events(dataset, "northwind");
    assertThat(held).hasSize(events);
    assertThat(held).allMatch(event -> event.path("received").asInt() == 1);
  }

  private static void assertHashed(JsonNode identifiers) {
    assertThat(identifiers.isEmpty()).isFalse();
    for (JsonNode values : identifiers) {
      List<JsonNode> all = values.isArray() ? values.valueStream().toList() : List.of(values);
      assertThat(all).isNotEmpty().allMatch(value -> value.asString().matches("[0-9a-f]{64}"));
    }
  }

  private static String sha256(String text) throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest);
  }
}
