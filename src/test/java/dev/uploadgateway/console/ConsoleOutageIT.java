package dev.uploadgateway.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.uploadgateway.Api;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

@RunningConsole
@TestPropertySource(properties = "spring.datasource.hikari.connection-timeout=500")
class ConsoleOutageIT {

  @LocalServerPort int port;
  @LocalManagementPort int managementPort;
  @Autowired JdbcConnectionDetails database;

  @Test
  void withoutADatabaseThereIsAPageThatSaysSo() throws SQLException {
    Http known = new Http(port).logIn(Api.ADMIN_KEY);
    assertThat(known.get("/console").statusCode()).isEqualTo(200);

    refuseConnections(true);
    try {
      HttpResponse<String> page = known.get("/console");

      assertThat(page.statusCode()).isEqualTo(503);
      assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
      assertThat(page.headers().firstValue("Retry-After")).isPresent();
      assertThat(page.headers().firstValue("Content-Security-Policy")).isPresent();
      assertThat(page.body()).contains("cannot reach its database", "Try again in a minute");

      Http stranger = new Http(port);
      assertThat(stranger.get("/console/login").statusCode()).isEqualTo(200);
      assertThat(stranger.post("/console/login", "key=" + Api.ADMIN_KEY).statusCode())
          .isEqualTo(503);
    } finally {
      refuseConnections(false);
    }
    // The pool tries again when it has waited a while.
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(known.get("/console").statusCode()).isEqualTo(200));
  }

  @Test
  void healthSaysThatItIsDownInItsOwnWords() throws SQLException {
    Api management = new Api(managementPort, null);

    refuseConnections(true);
    try {
      for (String group : new String[] {"", "/readiness", "/meta"}) {
        Api.Answer answer = management.get("/actuator/health" + group);
        assertThat(answer.status()).as(group).isEqualTo(503);
        assertThat(answer.text("status")).as(group).isEqualTo("DOWN");
      }
      assertThat(management.get("/actuator/health/liveness").text("status")).isEqualTo("UP");
    } finally {
      refuseConnections(false);
    }
  }

  @Test
  void whoReadsMetricsGoesOnReadingThem() throws SQLException {
    String key =
        new Api(port, Api.ADMIN_KEY)
            .post("/v1/keys", "{\"name\": \"prometheus\", \"scopes\": [\"read\"]}")
            .text("key");
    Api prometheus = new Api(managementPort, key);
    assertThat(prometheus.get("/actuator/prometheus").status()).isEqualTo(200);

    refuseConnections(true);
    try {
      // the answer of before holds for ten seconds, and after them
      await()
          .during(Duration.ofSeconds(12))
          .atMost(Duration.ofSeconds(20))
          .pollInterval(Duration.ofSeconds(1))
          .untilAsserted(
              () -> assertThat(prometheus.get("/actuator/prometheus").status()).isEqualTo(200));
    } finally {
      refuseConnections(false);
    }
  }

  private void refuseConnections(boolean refuse) throws SQLException {
    String url = database.getJdbcUrl();
    String name = url.replaceFirst(".*/", "");
    try (Connection server =
            DriverManager.getConnection(
                url.replaceFirst("/[^/]*$", "/postgres"),
                database.getUsername(),
                database.getPassword());
        var statement = server.createStatement()) {
      statement.execute("alter database " + name + " allow_connections " + !refuse);
      statement.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name + "'");
    }
  }
}
