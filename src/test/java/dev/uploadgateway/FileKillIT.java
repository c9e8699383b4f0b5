package dev.uploadgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/**
 * A gateway that is ended by kill -9 while it works off a file, and another that goes on with it.
 */
@Timeout(300)
class FileKillIT {

  private static final int ROWS = 80_000;
  private static final int WRONG = ROWS / 100;
  private static final String FILES = "/v1/datasets/501/files";

  private final LocalPostgres.Database database = LocalPostgres.emptyDatabase();
  private GatewayProcess gateway;

  @AfterEach
  void stop() {
    if (gateway != null) {
      gateway.kill();
    }
  }

  @Test
  void aFileGoesOnWhereItsWorkerDiedAndNoRowIsLostOrCountsTwice() {
    gateway = startGateway();
    gateway.api().put("/v1/datasets/501", "{}");
    Api.Answer arrived =
        gateway.api().call("POST", FILES, sales(), "Content-Type", "text/csv; charset=UTF-8");
    assertThat(arrived.status()).as(arrived.body()).isEqualTo(201);
    String file = FILES + "/" + arrived.json().path("id").asLong();
    gateway.api().post(file + "/start", "{\"upload_tag\": \"killed\"}");
    await()
        .atMost(Duration.ofSeconds(60))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> processed(file) > 0);
    gateway.kill();

    gateway = startGateway();
    JsonNode found = gateway.api().get(file).json();
    assertThat(found.path("state").asString()).isEqualTo("running"); // else it proves nothing
    assertThat(found.path("rows_processed").asInt()).isPositive().isLessThan(ROWS);
    await()
        .atMost(Duration.ofSeconds(120))
        .until(() -> gateway.api().get(file).text("state").equals("done"));

    JsonNode done = gateway.api().get(file).json();
    assertThat(done.path("rows_processed").asInt()).isEqualTo(ROWS);
    assertThat(done.path("events_accepted").asInt()).isEqualTo(ROWS - WRONG);
    assertThat(done.path("events_duplicate").asInt()).isZero();
    assertThat(done.path("events_rejected").asInt()).isEqualTo(WRONG);
    JsonNode upload = gateway.api().get("/v1/datasets/501/uploads?upload_tag=killed").json();
    assertThat(upload.at("/data/0/valid_entries").asInt()).isEqualTo(ROWS - WRONG);
    assertThat(gateway.api().get(file + "/refused").body().lines().count()).isEqualTo(WRONG + 1);
  }

  private int processed(String file) {
    return gateway.api().get(file).json().path("rows_processed").asInt();
  }

  private static String sales() {
    long time = Instant.now().getEpochSecond() - 3600;
    StringBuilder sales =
        new StringBuilder("event_name,event_time,email,value,currency,order_id\n");
    for (int i = 0; i < ROWS; i++) {
      sales.append(
          "Purchase,%d,customer-%d@example.com,%s,EUR,K%d\n"
              .formatted(time, i, i % 100 == 0 ? "twelve" : "12.50", i));
    }
    return sales.toString();
  }

  private GatewayProcess startGateway() {
    Map<String, String> settings =
        Map.of(
            "spring.datasource.url", database.url(),
            "spring.datasource.username", database.getUsername(),
            "spring.datasource.password", database.getPassword(),
            "gateway.meta.base-url", "http://localhost:1",
            "gateway.dispatch.poll-interval", "1d",
            "gateway.dispatch.linger", "1d",
            "gateway.files.lease", "3s",
            "gateway.files.poll-interval", "500ms");
    return GatewayProcess.start(
            GatewayProcess.freePort(),
            "512m",
            settings,
            new File("target", "killed-file-gateway.log"))
        .awaitUp(Duration.ofSeconds(90));
  }
}
