package dev.uploadgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.uploadgateway.LocalMeta.Meta;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;

/** One receipt a request, from many tills at once. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = "gateway.dispatch.linger=4s")
@Import({LocalPostgres.class, LocalMeta.class})
class TillIT {

  private static final int TILLS = 32;

  @LocalServerPort int port;
  @Autowired Meta meta;

  @Test
  void aThousandReceiptsArriveInAHandfulOfCalls() throws Exception {
    Api api = new Api(port, Api.ADMIN_KEY);
    api.put("/v1/datasets/201", "{\"access_token\": \"token-of-the-tills\"}");
    Northwind receipts = Northwind.times(2).first(1_000);

    try (ExecutorService tills = Executors.newFixedThreadPool(TILLS)) {
      List<Future<Api.Answer>> answers = new ArrayList<>();
      for (String body : receipts.bodies("northwind")) {
        answers.add(tills.submit(() -> api.post("/v1/datasets/201/events", body)));
      }
      for (Future<Api.Answer> answer : answers) {
        assertThat(answer.get().status()).isEqualTo(202);
        assertThat(answer.get().json().path("events_accepted").asInt()).isEqualTo(1);
      }
    }

    await().atMost(Duration.ofSeconds(30)).until(() -> meta.count("201") == 1_000);
    assertThat(meta.events("201", "northwind"))
        .hasSize(1_000)
        .allMatch(held -> held.path("received").asInt() == 1);
    assertThat(meta.calls("201")).hasSizeLessThanOrEqualTo(10);
  }
}
