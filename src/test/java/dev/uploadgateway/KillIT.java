package dev.uploadgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.uploadgateway.LocalMeta.Meta;
import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The gateway as a process of its own, ended by kill -9 and started again. */
class KillIT {

  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Meta meta = new Meta();
  private final LocalPostgres.Database database = LocalPostgres.emptyDatabase();
  private GatewayProcess gateway;

  @AfterEach
  void stop() {
    if (gateway != null) {
      gateway.kill();
    }
    meta.close();
  }

  @Test
  void whatWasAcceptedAndNotYetSentArrivesAfterTheNextStart() {
    gateway = startGateway("10s", "1m");
    putDataset();
    Northwind northwind = Northwind.once();
    for (String body : northwind.first(20).bodies("northwind")) {
      post(body);
    }
    post(new Northwind(northwind.events().subList(20, 830)).body("northwind"));
    gateway.kill();
    assertThat(meta.calls("501")).isEmpty(); // else it proves nothing

    gateway = startGateway("100ms", "1m");
    await().atMost(PATIENCE).until(() -> meta.count("501") == 830);

    assertThat(meta.events("501", "northwind"))
        .allMatch(event -> event.path("received").asInt() == 1);
    awaitAllDelivered();
  }

  @Test
  void aCallThatWasCutOffIsRepeatedByteForByteWhenItsLeaseEnds() {
    gateway = startGateway("100ms", "5s");
    putDataset();
    meta.fault("{\"kind\": \"hang\", \"processed\": true}");
    post(Northwind.once().body("northwind"));
    await().atMost(PATIENCE).until(() -> !meta.calls("501").isEmpty());
    gateway.kill();
    assertThat(meta.count("501")).isEqualTo(830);

    gateway = startGateway("100ms", "1m");
    awaitAllDelivered();

    List<JsonNode> events = meta.events("501", "northwind");
    assertThat(events)
        .hasSize(830)
        .allMatch(event -> event.path("received").asInt() >= 2)
        .allMatch(event -> event.path("identical").asBoolean());
  }

  private void putDataset() {
    gateway.api().put("/v1/datasets/501", "{\"access_token\": \"token-of-the-killed\"}");
  }

  private void post(String body) {
    Api.Answer answer = gateway.api().post("/v1/datasets/501/events", body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
  }

  private void awaitAllDelivered() {
    await()
        .atMost(PATIENCE)
        .until(() ->
            gateway
                    .api()
                    .get("/v1/datasets/501/uploads?upload_tag=northwind")
                    .json()
                    .at("/data/0/delivered_entries")
                    .asInt()
                == 830);
  }

  private GatewayProcess startGateway(String linger, String lease) {
    Map<String, String> settings =
        Map.of(
            "spring.datasource.url",
            database.url(),
            "spring.datasource.username",
            database.getUsername(),
            "spring.datasource.password",
            database.getPassword(),
            "gateway.meta.base-url",
            meta.url(),
            "gateway.meta.total-timeout",
            "3s",
            "gateway.dispatch.linger",
            linger,
            "gateway.dispatch.lease",
            lease,
            "gateway.dispatch.poll-interval",
            "200ms");
    return GatewayProcess.start(
            GatewayProcess.freePort(), "512m", settings, new File("target", "killed-gateway.log"))
        .awaitUp(START);
  }
}
