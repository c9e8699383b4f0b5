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
import java.util.Enumeration;
import java.util.Iterator;
import java.util.Map;
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
  private static final String NOTE = "x".repeat(7_000);

  private final LocalPostgres.Database database = LocalPostgres.emptyDatabase();

  @Test
  void aStreamLargerThanTheHeapIsStored() throws Exception {
    int port = GatewayProcess.freePort();
    try (GatewayProcess gateway = start(port).awaitUp(Duration.ofSeconds(120))) {
      gateway.api().put("/v1/datasets/stream", "{}");

      HttpResponse<String> answer = stream(port);

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
      assertThat(answer.body())
          .contains("\"events_received\":" + EVENTS, "\"events_accepted\":" + EVENTS);
      assertThat(storedEvents()).isEqualTo(EVENTS);
    }
  }

  private GatewayProcess start(int port) {
    Map<String, String> settings =
        Map.of(
            "spring.datasource.url", database.url(),
            "spring.datasource.username", database.getUsername(),
            "spring.datasource.password", database.getPassword(),
            "gateway.meta.base-url", "http://localhost:1",
            "gateway.dispatch.poll-interval", "1d");
    return GatewayProcess.start(
        port, HEAP_MEGABYTES + "m", settings, new File("target", "small-heap.log"));
  }

  private int storedEvents() {
    return JdbcClient.create(
            new DriverManagerDataSource(
                database.url(), database.getUsername(), database.getPassword()))
        .sql("select sum(events) from batch")
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
        HttpRequest.newBuilder(
                URI.create(
                    "http://localhost:%d/v1/datasets/stream/events?upload_tag=large"
                        .formatted(port)))
            .timeout(Duration.ofSeconds(60))
            .header("Authorization", "Bearer " + Api.ADMIN_KEY)
            .header("Content-Type", "application/x-ndjson")
            .POST(BodyPublishers.ofInputStream(() -> joined(lines)))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request, BodyHandlers.ofString());
    }
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
