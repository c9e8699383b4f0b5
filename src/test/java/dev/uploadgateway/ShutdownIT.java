package dev.uploadgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.uploadgateway.LocalMeta.Meta;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.JsonNode;

/** What an orderly end, as Kubernetes asks for it, does to a call that is under way. */
class ShutdownIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Meta meta = new Meta();
  private final LocalPostgres.Database database = LocalPostgres.emptyDatabase();
  private final JdbcClient sql =
      JdbcClient.create(
          new DriverManagerDataSource(
              database.url(), database.getUsername(), database.getPassword()));
  private ConfigurableApplicationContext gateway;

  @AfterEach
  void stop() {
    gateway.close();
    meta.close();
  }

  @Test
  void aCallInFlightFinishesAndIsSettled() {
    start("20s");
    postWhileMetaIs("{\"kind\": \"slow\", \"millis\": 1500}");

    gateway.close();

    assertThat(batches()).containsExactly("delivered");
    assertThat(meta.events("501", "northwind")).hasSize(830);
  }

  @Test
  void aCallThatOutlastsTheLimitIsCutOffAndComesBackByItsLease() {
    start("200ms");
    postWhileMetaIs("{\"kind\": \"hang\", \"processed\": true}");

    long asked = System.nanoTime();
    gateway.close();

    assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(10));
    assertThat(batches()).containsExactly("pending");
    start("20s");
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(batches()).containsExactly("delivered"));
    List<JsonNode> held = meta.events("501", "northwind");
    assertThat(held)
        .hasSize(830)
        .allMatch(event -> event.path("received").asInt() == 2)
        .allMatch(event -> event.path("identical").asBoolean());
  }

  private void start(String drainTimeout) {
    gateway =
        new SpringApplicationBuilder(UploadGateway.class)
            .run(
                "--server.port=0",
                "--management.server.port=0",
                "--spring.datasource.url=" + database.url(),
                "--spring.datasource.username=" + database.getUsername(),
                "--spring.datasource.password=" + database.getPassword(),
                "--spring.jmx.enabled=false",
                "--gateway.meta.base-url=" + meta.url(),
                "--gateway.meta.total-timeout=9s",
                "--gateway.dispatch.lease=10s",
                "--gateway.dispatch.linger=50ms",
                "--gateway.dispatch.drain-timeout=" + drainTimeout);
  }

  /** Returns once the call is with Meta. */
  private void postWhileMetaIs(String fault) {
    Api api =
        new Api(
            gateway.getEnvironment().getRequiredProperty("local.server.port", Integer.class),
            Api.ADMIN_KEY);
    api.put("/v1/datasets/501", "{\"access_token\": \"token-of-the-last-call\"}");
    meta.fault(fault);
    assertThat(api.post("/v1/datasets/501/events", Northwind.once().body("northwind")).status())
        .isEqualTo(202);
    await().atMost(PATIENCE).until(() -> meta.faults() == 0);
  }

  private List<String> batches() {
    return sql.sql("select state from batch").query(String.class).list();
  }
}
