package dev.uploadgateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.uploadgateway.Api;
import java.sql.Connection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The database ends a connection while a statement of a request is under way. */
@RunningIntake
class DeadConnectionIT {

  @LocalServerPort int port;
  @Autowired JdbcClient sql;
  @Autowired DataSource dataSource;

  private Shop shop;

  @BeforeEach
  void aShop() {
    shop = new Shop(port, sql);
  }

  @Test
  void eventsWhoseTransactionDiedAreToBeSentAgain() throws Exception {
    String body = Shop.body("dead", Shop.purchase(Shop.order()));

    Api.Answer answer = whileItsConnectionDies("event_key", () -> shop.post(body));

    shop.assertProblem(answer, 503, "storage_unavailable");
    assertThat(answer.header("Retry-After")).isEqualTo("5");
    assertThat(shop.post(body).json().path("events_accepted").asInt()).isEqualTo(1);
  }

  @Test
  void aKeyThatCouldNotBeLookedUpIsNobodysFault() throws Exception {
    String key =
        shop.api().post("/v1/keys", "{\"name\": \"till\", \"scopes\": [\"write\"]}").text("key");
    String body = Shop.body("dead", Shop.purchase(Shop.order()));

    Api.Answer answer =
        whileItsConnectionDies("api_key", () -> shop.api().with(key).post(Shop.EVENTS, body));

    shop.assertProblem(answer, 503, "unavailable");
    assertThat(answer.header("Retry-After")).isEqualTo("5");
  }

  /** Holds the table until a request waits for it, and ends that request's connection. */
  private Api.Answer whileItsConnectionDies(String table, Supplier<Api.Answer> request)
      throws Exception {
    try (Connection holder = dataSource.getConnection()) {
      holder.setAutoCommit(false);
      holder.createStatement().execute("lock table " + table + " in access exclusive mode");
      CompletableFuture<Api.Answer> answer = CompletableFuture.supplyAsync(request);
      await().until(this::endTheOneThatWaits);
      holder.rollback();
      return answer.get(20, TimeUnit.SECONDS);
    }
  }

  private boolean endTheOneThatWaits() {
    return !sql.sql(
            """
            select pg_terminate_backend(pid) from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock'
            """)
        .query(Boolean.class)
        .list()
        .isEmpty();
  }
}
