package dev.uploadgateway.intake;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.Api;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Streams, many requests at once, and a database that has no connection left. */
@RunningIntake
class ManyEventsIT {

  @LocalServerPort int port;
  @Autowired JdbcClient sql;
  @Autowired DataSource dataSource;

  private Shop shop;

  @BeforeEach
  void aShop() {
    shop = new Shop(port, sql);
  }

  /** Every stored event has its key, and every key its event. */
  @AfterEach
  void batchesHoldWhatTheKeysSay() {
    shop.assertBatchesHoldWhatTheKeysSay();
  }

  @Test
  void aStreamThatIsMalformedFarDownStoresNothing() {
    String lines =
        IntStream.range(0, 2_499)
            .mapToObj(i -> Shop.purchase(Shop.order()) + "\n")
            .collect(joining());

    Api.Answer answer =
        shop.ndjson("malformed-stream", lines + "{\"event_name\":\n" + Shop.purchase(Shop.order()));

    shop.assertProblem(answer, 400, "malformed_json");
    assertThat(answer.json().path("line").asInt()).isBetween(2_500, 2_501);
  }

  @Test
  void aStreamIsStoredWholeWithItsBadEventsNamed() {
    String lines =
        IntStream.range(0, 2_500)
            .mapToObj(i -> i % 100 == 7 ? "{}\n" : Shop.purchase(Shop.order()) + "\n")
            .collect(joining());

    JsonNode answer = shop.ndjson("long-stream", lines).json();
    JsonNode again = shop.ndjson("long-stream", lines).json();

    assertThat(answer.path("events_received").asInt()).isEqualTo(2_500);
    assertThat(answer.path("events_accepted").asInt()).isEqualTo(2_475);
    assertThat(answer.path("events_rejected").asInt()).isEqualTo(25);
    assertThat(answer.path("errors").get(0).path("index").asInt()).isEqualTo(7);
    assertThat(again.path("events_duplicate").asInt()).isEqualTo(2_475);
    assertThat(shop.storedEvents()).isEqualTo(shop.stored() + 2_475);
  }

  @Test
  void whereTheDatabaseHasNoConnectionTheClientIsToldToComeBack() throws Exception {
    List<Connection> taken = new ArrayList<>();
    try {
      for (int i = 0; i < 20; i++) {
        taken.add(dataSource.getConnection());
      }
      Api.Answer answer = shop.post(Shop.body("no-connection", Shop.purchase(Shop.order())));
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.code()).isIn("storage_unavailable", "unavailable");
      assertThat(answer.header("Retry-After")).isEqualTo("5");
    } finally {
      for (Connection connection : taken) {
        connection.close();
      }
    }
    assertThat(shop.storedEvents()).isEqualTo(shop.stored());
  }

  @Test
  void theSameEventsFromManyAtOnceAreAcceptedOnce() throws Exception {
    List<String> events =
        IntStream.range(0, 100).mapToObj(i -> Shop.purchase(Shop.order())).toList();
    List<JsonNode> answers =
        atOnce(
            IntStream.range(0, 16)
                .mapToObj(i -> {
                  List<String> shuffled = new ArrayList<>(events);
                  Collections.rotate(shuffled, i * 7);
                  return String.join("\n", shuffled);
                })
                .toList(),
            lines -> shop.ndjson("many-at-once", lines));

    assertThat(answers.stream().mapToInt(a -> a.path("events_accepted").asInt()).sum())
        .isEqualTo(100);
    assertThat(answers.stream().mapToInt(a -> a.path("events_duplicate").asInt()).sum())
        .isEqualTo(1_500);
    assertThat(shop.storedEvents()).isEqualTo(shop.stored() + 100);
  }

  @Test
  void manyReceiptsAtOnceShareTheirCommits() throws Exception {
    List<JsonNode> answers =
        atOnce(
            IntStream.range(0, 200)
                .mapToObj(i -> Shop.body("receipts", Shop.purchase(Shop.order())))
                .toList(),
            shop::post);

    assertThat(answers).allMatch(answer -> answer.path("events_accepted").asInt() == 1);
    assertThat(shop.storedEvents()).isEqualTo(shop.stored() + 200);
    assertThat(
            sql.sql(
                    "select count(*) from batch b join upload u on u.id = b.upload_id where u.upload_tag = 'receipts'")
                .query(Long.class)
                .single())
        .isBetween(1L, 200L);
  }

  private interface Sender {
    Api.Answer send(String body);
  }

  private static List<JsonNode> atOnce(List<String> bodies, Sender sender) throws Exception {
    CompletableFuture<Void> start = new CompletableFuture<>();
    List<JsonNode> answers = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Api.Answer>> sent =
          bodies.stream()
              .map(body ->
                  threads.submit(() -> {
                    start.join();
                    return sender.send(body);
                  }))
              .toList();
      start.complete(null);
      for (Future<Api.Answer> answer : sent) {
        Api.Answer arrived = answer.get(40, TimeUnit.SECONDS);
        assertThat(arrived.status()).as(arrived.body()).isEqualTo(202);
        answers.add(arrived.json());
      }
    }
    return answers;
  }
}
