package dev.uploadgateway.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.Api;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Those who put a blocked dataset again; and who have no time to wait for a throttle's minute. */
final class People implements Callable<Void> {

  private final Storm storm;
  private final List<Api> gateways;
  private final JdbcClient sql;
  private final Random luck;

  People(Storm storm, List<Api> gateways, JdbcClient sql) {
    this.storm = storm;
    this.gateways = gateways;
    this.sql = sql;
    this.luck = storm.luckOf("people");
  }

  void openDatasets(Api gateway) {
    assertThat(put("701", gateway)).isEqualTo(201);
    assertThat(put("702", gateway)).isEqualTo(201);
  }

  /** A key like any till's: who has one is looked up in the database. */
  String tillKey(Api gateway) {
    Api.Answer answer = gateway.post("/v1/keys", "{\"name\": \"tills\", \"scopes\": [\"write\"]}");
    assertThat(answer.status()).isEqualTo(201);
    return answer.text("key");
  }

  private static int put(String dataset, Api gateway) {
    String wire = dataset.equals("701") ? "conversions_api" : "offline_conversions_api";
    String draft = "{\"access_token\": \"token-of-the-storm\", \"wire\": \"%s\"}".formatted(wire);
    return gateway.put("/v1/datasets/" + dataset, draft).status();
  }

  @Override
  public Void call() throws Exception {
    while (storm.rages()) {
      storm.pause(300);
      lookAfter();
    }
    return null;
  }

  void lookAfter() {
    try {
      shortenThrottles();
      sql.sql("select id from dataset where blocked_reason is not null")
          .query(String.class)
          .list()
          .forEach(dataset -> put(dataset, gateways.get(luck.nextInt(gateways.size()))));
    } catch (DataAccessException | AssertionError theirOwnToolsFail) {
      // The database or the gateway is dead just now: they look again in a moment
    }
  }

  private void shortenThrottles() {
    sql.sql("update dataset set throttled_until = now() where throttled_until > now()").update();
    sql.sql(
            """
            update batch set due_at = now()
            where state = 'pending' and lease is null and due_at > now() + interval '10 seconds'
            """)
        .update();
  }
}
