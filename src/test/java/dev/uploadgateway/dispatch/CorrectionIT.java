package dev.uploadgateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.Api;
import dev.uploadgateway.LocalMeta;
import dev.uploadgateway.LocalMeta.Meta;
import dev.uploadgateway.LocalPostgres;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dataset.Datasets;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;

/** An event in quarantine is corrected and sent in one request, or stays where it is. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {"gateway.dispatch.linger=0s", "gateway.dispatch.retry-delays=1h,1h,1h"})
@Import({LocalPostgres.class, LocalMeta.class, WithoutTheLoop.class})
@Timeout(60)
class CorrectionIT {

  private final long time = Instant.now().getEpochSecond() - 60;

  @LocalServerPort int port;
  @Autowired Dispatcher dispatcher;
  @Autowired Datasets datasets;
  @Autowired Meta meta;
  @Autowired MeterRegistry meters;

  private Api api;
  private String id;
  private String path;
  private String key;

  /** Orders 1 and 2 are delivered, order 3 is in quarantine. */
  @BeforeEach
  void aQuarantine() {
    api = new Api(port, Api.ADMIN_KEY);
    id = Long.toString(System.nanoTime());
    path = "/v1/datasets/" + id;
    assertThat(api.put(path, "{\"access_token\":\"token\"}").status()).isEqualTo(201);
    meta.fault("{\"kind\":\"invalid_event\",\"order_id\":\"3\",\"dataset\":\"%s\"}".formatted(id));
    String body =
        "{\"upload_tag\":\"till\",\"data\":[%s,%s,%s]}"
            .formatted(event("1", 10), event("2", 10), event("3", 10));
    assertThat(api.post(path + "/events", body).status()).isEqualTo(202);
    turn();
    meta.clearFaults();
    JsonNode line = line("3");
    assertThat(line.path("state").asString()).isEqualTo("quarantined");
    key = line.path("event_key").asString();
  }

  @AfterEach
  void heal() {
    meta.clearFaults();
  }

  @Test
  void theCorrectedEventTakesThePlaceOfTheWrongOneAndIsSent() {
    Api.Answer corrected = correct(event("3", 99));

    assertThat(corrected.status()).as(corrected.body()).isEqualTo(202);
    assertThat(corrected.text("replaced")).isEqualTo(key);
    assertThat(corrected.text("event_key"))
        .as("nothing of it tells it from the wrong one")
        .isEqualTo(key);
    assertThat(corrected.text("upload_tag")).isEqualTo("till");
    assertThat(corrected.text("state")).isEqualTo("pending");
    assertThat(line("3").path("value").asInt()).isEqualTo(99);
    assertUpload(1, 2, 0, 1);

    turn();

    assertThat(line("3").path("state").asString()).isEqualTo("delivered");
    assertThat(
            meta.events(id, "till").stream()
                .map(held -> held.at("/event/custom_data"))
                .filter(sale -> sale.path("order_id").asString().equals("3"))
                .map(sale -> sale.path("value").asInt()))
        .containsExactly(99);
    assertThat(correct(event("3", 99)).code()).isEqualTo("unknown_event");
    assertThat(
            meters
                .get("gateway.quarantine.events")
                .tags("dataset", id, "decision", "corrected")
                .counter()
                .count())
        .isEqualTo(1);
  }

  @Test
  void aCorrectedOrderHasAnotherKey() {
    Api.Answer corrected = correct(event("4", 10));

    assertThat(corrected.status()).as(corrected.body()).isEqualTo(202);
    assertThat(corrected.text("event_key"))
        .isNotEqualTo(key)
        .isEqualTo(line("4").path("event_key").asString());
    assertThat(api.get(path + "/events/3").code()).isEqualTo("unknown_order");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"event_name\":\"Purchase\"}",
        "{\"event_name\":\"Lead\",\"event_time\":1,\"match_keys\":{\"email\":\"a@b.de\"}}",
        "7"
      })
  void whatIntakeWouldRejectLeavesTheWrongOneWhereItIs(String event) {
    Api.Answer refused = correct(event);

    assertThat(refused.status()).as(refused.body()).isEqualTo(422);
    assertThat(refused.json().path("errors")).isNotEmpty();
    assertUnchanged();
  }

  @Test
  void whatIsStoredAlreadyIsNoCorrection() {
    assertThat(correct(event("1", 10)).code()).isEqualTo("duplicate_event");

    assertUnchanged();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{}{}", "[]]"})
  void theBodyIsOneEvent(String body) {
    assertThat(correct(body).status()).isEqualTo(400);

    assertUnchanged();
  }

  @Test
  void onlyOneKeyOfAnEventInQuarantineWillDo() {
    assertThat(api.post(path + "/quarantine/x/correct", event("3", 9)).code())
        .isEqualTo("invalid_parameter");
    String delivered = line("1").path("event_key").asString();
    assertThat(api.post(path + "/quarantine/" + delivered + "/correct", event("3", 9)).code())
        .isEqualTo("unknown_event");
    assertThat(api.post("/v1/datasets/none/quarantine/" + key + "/correct", "{}").code())
        .isEqualTo("unknown_dataset");
    assertUnchanged();
  }

  @Test
  void ofManyCorrectionsAtOnceOneCounts() throws Exception {
    List<Callable<Api.Answer>> corrections = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String event = event("9" + i, 10);
      corrections.add(() -> correct(event));
    }
    List<Integer> statuses = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Api.Answer> answer : threads.invokeAll(corrections)) {
        statuses.add(answer.get().status());
      }
    }

    assertThat(statuses).containsOnlyOnce(202).containsOnly(202, 404);
    assertUpload(1, 2, 0, 1);
  }

  private void assertUnchanged() {
    JsonNode line = line("3");
    assertThat(line.path("state").asString()).isEqualTo("quarantined");
    assertThat(line.path("value").asInt()).isEqualTo(10);
    assertThat(line.path("calls").size()).isPositive();
    assertUpload(0, 2, 1, 0);
  }

  private void assertUpload(int pending, int delivered, int quarantined, int discarded) {
    JsonNode upload = api.get(path + "/uploads").json().at("/data/0");
    assertThat(
            List.of(
                upload.path("pending_entries").asInt(),
                upload.path("delivered_entries").asInt(),
                upload.path("quarantined_entries").asInt(),
                upload.path("discarded_entries").asInt()))
        .containsExactly(pending, delivered, quarantined, discarded);
    assertThat(upload.path("valid_entries").asInt())
        .isEqualTo(pending + delivered + quarantined + discarded);
  }

  private Api.Answer correct(String event) {
    return api.post(path + "/quarantine/" + key + "/correct", event);
  }

  private String event(String order, int value) {
    return """
    {"match_keys":{"email":"jane@example.com"},"event_name":"Purchase","event_time":%d,"value":%d,"currency":"EUR","order_id":"%s"}\
    """
        .formatted(time, value, order);
  }

  private JsonNode line(String order) {
    Api.Answer answer = api.get(path + "/events/" + order);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json().at("/data/0");
  }

  private void turn() {
    Dataset dataset = datasets.get(id);
    while (dispatcher.dispatch(dataset, () -> {})) {
      // until nothing is due
    }
  }
}
