package dev.uploadgateway.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.uploadgateway.Api;
import dev.uploadgateway.LocalMeta;
import dev.uploadgateway.LocalMeta.Meta;
import dev.uploadgateway.LocalPostgres;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;

/** One dataset that takes everything, and one that Meta blocked with something in quarantine. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "gateway.dispatch.linger=0s",
      "gateway.dispatch.poll-interval=200ms",
      "gateway.watch.refresh=200ms",
      "management.endpoints.web.exposure.include=*"
    })
@Import({LocalPostgres.class, LocalMeta.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WatchIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Pattern ROW = Pattern.compile("\\| `(gateway\\.[a-z.]+)` \\| ([^|]*) \\|.*");

  private static final Pattern ASKED =
      Pattern.compile("\\b(gateway|resilience4j|http_server|hikaricp|jvm)_[a-z_]+");

  @LocalServerPort int port;
  @LocalManagementPort int managementPort;
  @Autowired Meta meta;
  @Autowired MeterRegistry meters;

  private Api api;
  private Api management;

  private String metaBefore = "";

  @BeforeAll
  void oneIsQuarantinedOneDiscardedOneDeliveredAndOneBlocked() {
    api = new Api(port, Api.ADMIN_KEY);
    management = new Api(managementPort, Api.ADMIN_KEY);
    put("801");
    metaBefore = health("/meta");
    meta.fault("{\"kind\":\"invalid_event\",\"order_id\":\"order-1\",\"times\":-1}");
    meta.fault("{\"kind\":\"invalid_event\",\"order_id\":\"order-2\",\"times\":-1}");
    post("801", "order-1", "jane@example.com");
    post("801", "order-2", "jane@example.com");
    post("801", "order-3", "no address");
    await("quarantine").atMost(PATIENCE).until(() -> entries("quarantined_entries") == 2);
    await("delivery").atMost(PATIENCE).until(() -> entries("delivered_entries") == 1);
    assertThat(api.delete("/v1/datasets/801/quarantine?order_id=order-2").status()).isEqualTo(200);
    put("802");
    meta.fault("{\"kind\":\"error\",\"code\":190,\"times\":1,\"dataset\":\"802\"}");
    post("802", "order-4", "jane@example.com");
    await("block").atMost(PATIENCE).until(() -> !health("/meta").equals(metaBefore));
    await("gauges of both")
        .atMost(PATIENCE)
        .until(() -> scraped().contains("gateway_backlog_age_seconds{dataset=\"802\"}"));
  }

  @Test
  void whatMetaDoesIsToldByItsOwnGroupAndTakesNoGatewayOutOfService() {
    assertThat(metaBefore).isEqualTo("200 UP");
    assertThat(health("/meta")).isEqualTo("503 BLOCKED");
    assertThat(health("/upkeep")).isEqualTo("200 UP");
    assertThat(health("")).isEqualTo("200 UP");
    assertThat(health("/readiness")).isEqualTo("200 UP");
    assertThat(health("/liveness")).isEqualTo("200 UP");
  }

  @Test
  void theEndpointTellsOfEachDatasetWhatTheOverviewShows() {
    JsonNode datasets = management.get("/actuator/gateway").json().path("datasets");

    JsonNode good = datasets.get(0);
    assertThat(good.path("id").asString()).isEqualTo("801");
    assertThat(good.path("delivered_lately").asInt()).isEqualTo(1);
    assertThat(good.path("waiting_events").asInt(-1)).isZero();
    assertThat(good.at("/quarantined/refused_by_meta").asInt()).isEqualTo(1);
    assertThat(good.path("breaker_open").asBoolean(true)).isFalse();
    assertThat(good.has("blocked_reason")).isFalse();
    JsonNode blocked = datasets.get(1);
    assertThat(blocked.path("blocked_reason").asString()).startsWith("Error 190");
    assertThat(blocked.path("waiting_events").asInt()).isEqualTo(1);
    assertThat(blocked.path("waiting_since").asString()).isNotEmpty();
    assertThat(blocked.path("next_deadline").asString()).isNotEmpty();
  }

  @Test
  void theEndpointIsForKeysThatMayReadEveryDataset() {
    String key =
        api.post("/v1/keys", "{\"name\":\"one\",\"scopes\":[\"read\"],\"datasets\":[\"801\"]}")
            .text("key");

    assertThat(management.with(null).get("/actuator/gateway").status()).isEqualTo(401);
    assertThat(management.with(key).get("/actuator/gateway").status()).isEqualTo(403);
  }

  @Test
  void aReaderLooksAtTheBreakersAndAnAdministratorMovesThem() {
    Api reader =
        management.with(
            api.post("/v1/keys", "{\"name\":\"all\",\"scopes\":[\"read\"]}").text("key"));
    String breaker = "/actuator/circuitbreakers/801";
    String order = "{\"updateState\":\"CLOSE\"}";

    assertThat(reader.get("/actuator/circuitbreakers").json().at("/circuitBreakers/801/state"))
        .hasToString("\"CLOSED\"");
    assertThat(reader.post(breaker, order).code()).isEqualTo("scope_missing");
    assertThat(management.post(breaker, order).status()).isEqualTo(200);
  }

  @Test
  void gaugesTellWhatWaitsAndWhy() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          assertThat(gauge("gateway.backlog.events", "dataset", "802")).isEqualTo(1);
          assertThat(gauge("gateway.backlog.age.seconds", "dataset", "802")).isPositive();
          assertThat(gauge("gateway.backlog.deadline.seconds", "dataset", "802"))
              .isBetween(
                  Duration.ofDays(6).toSeconds() * 1.0, Duration.ofDays(62).toSeconds() * 1.0);
          assertThat(gauge("gateway.backlog.deadline.seconds", "dataset", "801")).isNaN();
          assertThat(gauge("gateway.dataset.blocked", "dataset", "802", "code", "190"))
              .isEqualTo(1);
          assertThat(gauge("gateway.dataset.blocked", "dataset", "801", "code", "none")).isZero();
          assertThat(gauge("gateway.dataset.token.expiry.seconds", "dataset", "801"))
              .isGreaterThan(Duration.ofDays(365).toSeconds());
          assertThat(
                  gauge(
                      "gateway.quarantined.events", "dataset", "801", "reason", "refused_by_meta"))
              .isEqualTo(1);
        });
    assertThat(
            meters
                .get("gateway.calls")
                .tags("dataset", "802", "outcome", "blocked", "code", "190")
                .timer()
                .count())
        .isEqualTo(1);
  }

  @Test
  void everyMeterHasARowInTheDocsAndEveryRowAMeter() throws IOException {
    Map<String, String> documented = new TreeMap<>();
    for (String line : Files.readAllLines(Path.of("src", "docs", "operating.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        documented.put(row.group(1), row.group(2).strip());
      }
    }

    await().atMost(PATIENCE).untilAsserted(() -> assertThat(documented).isEqualTo(metersByName()));
  }

  @Test
  void whatPrometheusScrapesHasNoTagThatGrowsWithWhatIsSent() {
    String scraped = scraped();

    assertThat(scraped)
        .contains("gateway_intake_events_total{dataset=\"801\",outcome=\"accepted\"} 3.0")
        .contains("gateway_backlog_age_seconds{dataset=\"802\"}")
        .contains("resilience4j_circuitbreaker_state{")
        .doesNotContain("watched", "jane");
  }

  /** But of certificates, of which there are none here. */
  @Test
  void whatAlertsAndTheDashboardAskForIsScraped() throws IOException {
    String scraped = scraped();
    String asking =
        Files.readString(Path.of("helm", "rules", "gateway.yaml"))
            + Files.readString(Path.of("helm", "dashboards", "gateway.json"));

    assertThat(ASKED.matcher(asking).results().map(MatchResult::group).distinct())
        .hasSizeGreaterThan(20)
        .allSatisfy(name -> assertThat(scraped).containsPattern("(?m)^" + name + "[{ ]"));
  }

  @Test
  void infoTellsTheVersion() {
    assertThat(management.get("/actuator/info").json().at("/build/version").asString())
        .isEqualTo("0.1.0-SNAPSHOT");
  }

  private String scraped() {
    return management.get("/actuator/prometheus").body();
  }

  private void put(String dataset) {
    String draft = "{\"access_token\":\"t\",\"token_expires_at\":\"2099-01-31T00:00:00Z\"}";
    assertThat(api.put("/v1/datasets/" + dataset, draft).status()).isEqualTo(201);
  }

  private void post(String dataset, String order, String email) {
    Api.Answer answer =
        api.post(
            "/v1/datasets/" + dataset + "/events",
            """
            {"upload_tag":"watched","data":[{"event_name":"Purchase","event_time":%d,"order_id":"%s",
            "match_keys":{"email":"%s","phone":"+33 6 39 98 12 34"},"currency":"EUR","value":1}]}
            """
                .formatted(System.currentTimeMillis() / 1000, order, email));
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
  }

  private int entries(String field) {
    return api.get("/v1/datasets/801/uploads?upload_tag=watched")
        .json()
        .at("/data/0/" + field)
        .asInt();
  }

  private String health(String group) {
    Api.Answer answer = management.with(null).get("/actuator/health" + group);
    return answer.status() + " " + answer.text("status");
  }

  private double gauge(String name, String... tags) {
    return meters.get(name).tags(tags).gauge().value();
  }

  /** With the names of their tags as the table has them. */
  private Map<String, String> metersByName() {
    Map<String, Set<String>> tags = new TreeMap<>();
    for (Meter meter : meters.getMeters()) {
      Meter.Id id = meter.getId();
      if (id.getName().startsWith("gateway.")) {
        Set<String> names = tags.computeIfAbsent(id.getName(), name -> new TreeSet<>());
        id.getTags().stream().map(Tag::getKey).forEach(names::add);
      }
    }
    return tags.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                meter -> String.join(", ", meter.getValue()),
                (one, other) -> one,
                TreeMap::new));
  }
}
