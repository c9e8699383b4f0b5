package dev.uploadgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.uploadgateway.LocalMeta.Meta;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The database's machine vanishes, and another takes its address: no connection is closed, and none
 * of those that were there is answered ever again. The times are the defaults, only shorter.
 */
@Timeout(120)
class SilentDatabaseIT {

  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final Meta meta = new Meta();
  private final LocalPostgres.Database database = LocalPostgres.emptyDatabase();
  private final URI server = URI.create(database.url().replaceFirst("jdbc:", ""));
  private final List<String> orders = Northwind.once().bodies("northwind");
  private final Wire wire = new Wire(server.getPort());
  private ConfigurableApplicationContext gateway;

  @BeforeEach
  void start() {
    gateway =
        new SpringApplicationBuilder(UploadGateway.class)
            .run(
                "--server.port=0",
                "--management.server.port=0",
                "--spring.datasource.url=jdbc:postgresql://localhost:"
                    + wire.port()
                    + server.getPath(),
                "--spring.datasource.username=" + database.getUsername(),
                "--spring.datasource.password=" + database.getPassword(),
                "--spring.datasource.hikari.data-source-properties.socketTimeout=2",
                "--spring.datasource.hikari.connection-timeout=2000",
                "--spring.datasource.hikari.validation-timeout=500",
                "--spring.flyway.locations=classpath:db/migration,classpath:dev/uploadgateway/slow",
                "--spring.jmx.enabled=false",
                "--gateway.meta.base-url=" + meta.url(),
                "--gateway.dispatch.linger=0s",
                "--gateway.dispatch.poll-interval=100ms");
  }

  @AfterEach
  void stop() {
    gateway.close();
    wire.close();
    meta.close();
  }

  /** The slow migration among those of its start has the first word: it was not cut off. */
  @Test
  void aDatabaseThatFallsSilentIsGivenUpAndTheNextOneIsUsed() {
    Api api = new Api(port("local.server.port"), Api.ADMIN_KEY);
    api.put("/v1/datasets/501", "{\"access_token\": \"token\"}");
    assertThat(post(api, 0).status()).isEqualTo(202);
    await().atMost(PATIENCE).until(() -> meta.count("501") == 1);

    wire.cut();

    Api.Answer refused = post(api, 1);
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.header("Retry-After")).isNotEmpty();
    assertThat(readiness()).isEqualTo(503);

    wire.mend();

    await().atMost(PATIENCE).until(() -> post(api, 1).status() == 202);
    await().atMost(PATIENCE).until(() -> meta.count("501") == 2);
    assertThat(readiness()).isEqualTo(200);
  }

  private Api.Answer post(Api api, int order) {
    return api.post("/v1/datasets/501/events", orders.get(order));
  }

  private int readiness() {
    return new Api(port("local.management.port"), "").get("/actuator/health/readiness").status();
  }

  private int port(String property) {
    return gateway.getEnvironment().getRequiredProperty(property, Integer.class);
  }
}
