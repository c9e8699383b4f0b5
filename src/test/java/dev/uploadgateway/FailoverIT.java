package dev.uploadgateway;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.uploadgateway.LocalMeta.Meta;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The database fails and another takes over. Either its machine vanishes, so that no connection is
 * closed, and none of those that were there is answered ever again; or it goes on and writes no
 * more. The times are the defaults, only shorter.
 */
@Timeout(120)
@TestInstance(Lifecycle.PER_CLASS)
class FailoverIT {

  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final Meta meta = new Meta();
  private final LocalPostgres.Database database = LocalPostgres.emptyDatabase();
  private final URI server = URI.create(database.url().replaceFirst("jdbc:", ""));
  private final List<String> orders = Northwind.once().bodies("northwind");
  private final Wire wire = new Wire(server.getPort());
  private final JdbcClient besideIt =
      JdbcClient.create(
          new DriverManagerDataSource(
              database.url().replace(server.getPath(), "/postgres"),
              database.getUsername(),
              database.getPassword()));
  private ConfigurableApplicationContext gateway;

  @BeforeAll
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
                "--spring.datasource.hikari.connection-init-sql=set idle_in_transaction_session_timeout = '2s'",
                "--spring.datasource.hikari.connection-timeout=2000",
                "--spring.datasource.hikari.validation-timeout=500",
                "--spring.flyway.locations=classpath:db/migration,classpath:dev/uploadgateway/slow",
                "--spring.jmx.enabled=false",
                "--gateway.meta.base-url=" + meta.url(),
                "--gateway.dispatch.linger=0s",
                "--gateway.dispatch.poll-interval=100ms");
  }

  @AfterAll
  void stop() {
    gateway.close();
    wire.close();
    meta.close();
  }

  @Test
  void aMigrationTakesLongerThanAnyStatementOfTheGatewayMay() {
    assertThat(
            gateway
                .getBean(JdbcClient.class)
                .sql(
                    "select success from flyway_schema_history where script like '%takes_its_time%'")
                .query(Boolean.class)
                .single())
        .isTrue();
  }

  @Test
  void aDatabaseThatFallsSilentIsGivenUpAndTheNextOneIsUsed() {
    Api api = new Api(port("local.server.port"), Api.ADMIN_KEY);
    makeDataset(api, "501");
    assertThat(post(api, "501", 0).status()).isEqualTo(202);
    await().atMost(PATIENCE).until(() -> meta.count("501") == 1);

    ListAppender<ILoggingEvent> log = listening();
    wire.cut();

    Api.Answer refused = post(api, "501", 1);
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.header("Retry-After")).isNotEmpty();
    assertThat(readiness()).isEqualTo(503);
    await().atMost(PATIENCE).until(() -> lines(log).contains("A scheduled task found no database"));

    wire.mend();

    await().atMost(PATIENCE).until(() -> post(api, "501", 1).status() == 202);
    await().atMost(PATIENCE).until(() -> meta.count("501") == 2);
    assertThat(readiness()).isEqualTo(200);
    assertThat(lines(log)).contains("Events could not be stored and were refused: ");
    assertThat(log.list)
        .filteredOn(event -> event.getLoggerName().startsWith("dev.uploadgateway"))
        .as("a line for each failure, and no stack traces")
        .allMatch(event -> event.getThrowableProxy() == null);
  }

  private static ListAppender<ILoggingEvent> listening() {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.list = new CopyOnWriteArrayList<>();
    log.start();
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).addAppender(log);
    return log;
  }

  private static String lines(ListAppender<ILoggingEvent> log) {
    return log.list.stream().map(ILoggingEvent::getFormattedMessage).collect(joining("\n"));
  }

  /** What a failover leaves behind where the old primary goes on as a standby. */
  @Test
  void aDatabaseThatTakesNoWritesAnyMoreIsLeftForTheOneThatDoes() {
    Api api = new Api(port("local.server.port"), Api.ADMIN_KEY);
    makeDataset(api, "502");
    letWrite(false);
    JdbcClient its = gateway.getBean(JdbcClient.class);
    await()
        .atMost(PATIENCE)
        .ignoreException(DataAccessResourceFailureException.class)
        .until(
            () -> its.sql("show transaction_read_only").query(String.class).single().equals("on"));

    Api.Answer refused = post(api, "502", 0);
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.header("Retry-After")).isNotEmpty();

    letWrite(true);

    await().atMost(PATIENCE).until(() -> post(api, "502", 0).status() == 202);
    await().atMost(PATIENCE).until(() -> meta.count("502") == 1);
  }

  /** Holds for sessions to come; those that are there are ended once they cannot write. */
  private void letWrite(boolean may) {
    String name = server.getPath().substring(1);
    besideIt
        .sql(
            "alter database "
                + name
                + " set default_transaction_read_only = "
                + (may ? "off" : "on"))
        .update();
    if (!may) {
      besideIt
          .sql("select pg_terminate_backend(pid) from pg_stat_activity where datname = :name")
          .param("name", name)
          .query()
          .listOfRows();
    }
  }

  /** What one test leaves in the pool may be the next one's first connection. */
  private static void makeDataset(Api api, String dataset) {
    await()
        .atMost(PATIENCE)
        .until(() ->
            api.put("/v1/datasets/" + dataset, "{\"access_token\": \"token\"}").status() < 300);
  }

  private Api.Answer post(Api api, String dataset, int order) {
    return api.post("/v1/datasets/" + dataset + "/events", orders.get(order));
  }

  private int readiness() {
    return new Api(port("local.management.port"), "").get("/actuator/health/readiness").status();
  }

  private int port(String property) {
    return gateway.getEnvironment().getRequiredProperty(property, Integer.class);
  }
}
