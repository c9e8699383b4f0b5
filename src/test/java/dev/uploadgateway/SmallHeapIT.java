package dev.uploadgateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A gateway in a process of its own, with less memory than what it is sent. */
@Timeout(240)
class SmallHeapIT {

  private static final int HEAP_MEGABYTES = 128;
  private static final int EVENTS = 20_000;

  private static final int BODIES = 8;
  private static final int EVENTS_OF_BODY = 1_000;
  private static final int NOTE_BYTES = 9_000;

  /** Enough for one of the bodies and what is made of it, and for no second one. */
  private static final int HEAP_FOR_ONE_BODY = 192;

  private static final String NOTE = "x".repeat(7_000);

  private final LocalPostgres.Database database = LocalPostgres.emptyDatabase();

  @Test
  void aStreamLargerThanTheHeapIsStored() throws Exception {
    int port = GatewayProcess.freePort();
    try (GatewayProcess gateway = start(port, HEAP_MEGABYTES).awaitUp(Duration.ofSeconds(120))) {
      gateway.api().put("/v1/datasets/stream", "{}");

      HttpResponse<String> answer = stream(port);

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
      assertThat(answer.body())
          .contains("\"events_received\":" + EVENTS, "\"events_accepted\":" + EVENTS);
      assertThat(storedEvents()).isEqualTo(EVENTS);
    }
  }

  @Test
  void manyLargeBodiesAtOnceAreStoredOrToldToComeBack() throws Exception {
    int port = GatewayProcess.freePort();
    try (GatewayProcess gateway = start(port, HEAP_FOR_ONE_BODY).awaitUp(Duration.ofSeconds(120));
        HttpClient http = HttpClient.newHttpClient()) {
      gateway.api().put("/v1/datasets/stream", "{}");
      List<HttpRequest> waiting = IntStream.range(0, BODIES).mapToObj(i -> large(port, i)).toList();

      List<HttpRequest> refused = sendAtOnce(http, waiting);

      assertThat(refused).as("more than there is memory for").isNotEmpty();
      assertThat(storedEvents()).isEqualTo((BODIES - refused.size()) * EVENTS_OF_BODY);
      while (!refused.isEmpty()) {
        List<HttpRequest> again = sendAtOnce(http, refused);
        assertThat(again).as("one of them always fits").hasSizeLessThan(refused.size());
        refused = again;
      }
      assertThat(storedEvents()).isEqualTo(BODIES * EVENTS_OF_BODY);
      assertThat(stored("select count(*) from batch"))
          .as("a thousand large events are batches of some megabytes each")
          .isGreaterThanOrEqualTo(2 * BODIES);
      assertThat(gateway.process().isAlive()).isTrue();
    }
  }

  /** Has all of them on their way at the same time, and answers those that are to come back. */
  private static List<HttpRequest> sendAtOnce(HttpClient http, List<HttpRequest> requests) {
    List<CompletableFuture<HttpResponse<String>>> answers =
        requests.stream().map(each -> http.sendAsync(each, BodyHandlers.ofString())).toList();
    List<HttpRequest> refused = new ArrayList<>();
    for (CompletableFuture<HttpResponse<String>> coming : answers) {
      HttpResponse<String> answer = coming.join();
      if (answer.statusCode() != 202) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.body()).contains("\"code\":\"too_many_bodies\"");
        assertThat(answer.headers().firstValue("Retry-After")).contains("5");
        refused.add(answer.request());
      }
    }
    return refused;
  }

  /** A body of as much as one batch holds, which no compression makes any smaller. */
  private static HttpRequest large(int port, int number) {
    byte[] noise = new byte[NOTE_BYTES];
    Random random = new Random(number);
    long time = Instant.now().getEpochSecond() - 60;
    String events =
        IntStream.range(0, EVENTS_OF_BODY)
            .mapToObj(i -> {
              random.nextBytes(noise);
              return """
              {"match_keys":{"email":"%d.%d@example.com"},"event_name":"Lead","event_time":%d,"custom_data":{"note":"%s"}}\
              """
                  .formatted(number, i, time, Base64.getEncoder().encodeToString(noise));
            })
            .collect(Collectors.joining(",", "{\"data\":[", "]}"));
    return request(port, "application/json", BodyPublishers.ofString(events));
  }

  private GatewayProcess start(int port, int heapMegabytes) {
    Map<String, String> settings =
        Map.of(
            "spring.datasource.url",
            database.url(),
            "spring.datasource.username",
            database.getUsername(),
            "spring.datasource.password",
            database.getPassword(),
            "gateway.meta.base-url",
            "http://localhost:1",
            "gateway.dispatch.poll-interval",
            "1d",
            "gateway.bodies.room-patience",
            "200ms");
    return GatewayProcess.start(
        port, heapMegabytes + "m", settings, new File("target", "small-heap.log"));
  }

  private int storedEvents() {
    return stored("select sum(events) from batch");
  }

  private int stored(String sql) {
    return JdbcClient.create(
            new DriverManagerDataSource(
                database.url(), database.getUsername(), database.getPassword()))
        .sql(sql)
        .query(Integer.class)
        .single();
  }

  private static HttpResponse<String> stream(int port) throws Exception {
    assertThat((long) EVENTS * NOTE.length()).isGreaterThan(HEAP_MEGABYTES * 1_000_000L);
    long time = Instant.now().getEpochSecond() - 60;
    Iterator<InputStream> lines =
        IntStream.range(0, EVENTS)
            .<InputStream>mapToObj(i ->
                new ByteArrayInputStream(
                    """
                    {"match_keys":{"email":"%d@example.com"},"event_name":"Lead","event_time":%d,"note":"%s"}
                    """
                        .formatted(i, time, NOTE)
                        .getBytes(UTF_8)))
            .iterator();
    HttpRequest request =
        request(port, "application/x-ndjson", BodyPublishers.ofInputStream(() -> joined(lines)));
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request, BodyHandlers.ofString());
    }
  }

  private static HttpRequest request(int port, String type, HttpRequest.BodyPublisher body) {
    return HttpRequest.newBuilder(
            URI.create(
                "http://localhost:%d/v1/datasets/stream/events?upload_tag=large".formatted(port)))
        .timeout(Duration.ofSeconds(60))
        .header("Authorization", "Bearer " + Api.ADMIN_KEY)
        .header("Content-Type", type)
        .POST(body)
        .build();
  }

  private static InputStream joined(Iterator<InputStream> lines) {
    return new SequenceInputStream(
        new Enumeration<>() {
          @Override
          public boolean hasMoreElements() {
            return lines.hasNext();
          }

          @Override
          public InputStream nextElement() {
            return lines.next();
          }
        });
  }
}
