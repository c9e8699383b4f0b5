package dev.uploadgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.uploadgateway.LocalMeta.Meta;
import dev.uploadgateway.dataset.Datasets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;

/**
 * One dataset's endpoint takes calls and never answers; another's answers in its usual time. Each
 * upload goes in a call of its own, so what is measured is how many calls are made at once, and not
 * how fast this machine hashes.
 */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "gateway.dispatch.linger=0s",
      "gateway.dispatch.poll-interval=50ms",
      "gateway.dispatch.retry-delays=200ms,200ms,200ms,200ms,200ms,200ms",
      // what hung has failed: of no interest, but that it ends before the next round
      "resilience4j.circuitbreaker.configs.default.wait-duration-in-open-state=500ms",
    })
@Import({LocalPostgres.class, LocalMeta.class})
class HangIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String HEALTHY = "601";
  private static final String HANGING = "602";
  private static final int UPLOADS = 60;
  private static final int EVENTS = 5;
  private static final int ROUNDS = 3;

  @LocalServerPort int port;
  @Autowired Meta meta;
  @Autowired Datasets datasets;

  private final List<Northwind> orders = new ArrayList<>();
  private Api api;
  private int round;

  @BeforeEach
  void begin() {
    api = new Api(port, Api.ADMIN_KEY);
    for (String dataset : List.of(HEALTHY, HANGING)) {
      api.put("/v1/datasets/" + dataset, "{\"access_token\": \"token-of-the-patient\"}");
    }
    Northwind all = Northwind.times(3);
    for (int from = 0; from + EVENTS <= all.events().size(); from += EVENTS) {
      orders.add(new Northwind(all.events().subList(from, from + EVENTS)));
    }
    drain(1); // what a JVM does for the first time is nobody's throughput
  }

  @Test
  void aDatasetThatHangsDoesNotSlowAnother() {
    List<Double> alone = new ArrayList<>();
    List<Double> beside = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      alone.add(drain(UPLOADS));
      hang();
      beside.add(drain(UPLOADS));
      recover();
    }

    double ratio = median(beside) / median(alone);
    System.out.printf(
        "calls per second of the healthy dataset: alone %s, beside the hanging one %s, ratio %.2f%n",
        alone, beside, ratio);
    assertThat(ratio).isGreaterThan(0.9);
  }

  /** Lets so many uploads wait, then measures the calls per second until all are delivered. */
  private double drain(int uploads) {
    meta.fault(
        "{\"kind\": \"slow\", \"millis\": 100, \"times\": %d, \"dataset\": \"%s\"}"
            .formatted(uploads, HEALTHY));
    datasets.block(datasets.get(HEALTHY), "Until all of it waits");
    int before = meta.calls(HEALTHY).size();
    round++;
    for (int i = 0; i < uploads; i++) {
      post(HEALTHY, "round " + round + " upload " + i);
    }
    assertThat(meta.calls(HEALTHY)).hasSize(before);

    long started = System.nanoTime();
    datasets.unblock(HEALTHY);
    await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(PATIENCE)
        .until(() -> meta.calls(HEALTHY).size() == before + uploads);
    return uploads / (Duration.ofNanos(System.nanoTime() - started).toMillis() / 1000.0);
  }

  /** Every call that the hanging dataset may make at once is under way, and more wait. */
  private void hang() {
    meta.fault("{\"kind\": \"hang\", \"times\": -1, \"dataset\": \"%s\"}".formatted(HANGING));
    int before = meta.calls(HANGING).size();
    for (int i = 0; i < 12; i++) {
      post(HANGING, "round " + round + " upload " + i);
    }
    await().atMost(PATIENCE).until(() -> meta.calls(HANGING).size() == before + 4);
  }

  private void recover() {
    meta.clearFaults();
    await().atMost(PATIENCE).until(() -> pending(HANGING) == 0);
  }

  private void post(String dataset, String tag) {
    Northwind some = orders.removeFirst();
    assertThat(api.post("/v1/datasets/" + dataset + "/events", some.body(tag)).status())
        .isEqualTo(202);
  }

  private int pending(String dataset) {
    return api.get("/v1/datasets/" + dataset + "/uploads?fields=pending_entries&limit=1000")
        .json()
        .path("data")
        .valueStream()
        .mapToInt(row -> row.path("pending_entries").asInt())
        .sum();
  }

  private static double median(List<Double> figures) {
    return figures.stream().sorted().toList().get(figures.size() / 2);
  }
}
