package dev.uploadgateway.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.uploadgateway.Api;
import dev.uploadgateway.LocalPostgres;
import dev.uploadgateway.UploadGateway;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A gateway in a process of its own, with less memory than what it is sent. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {"gateway.meta.base-url=http://localhost:1", "gateway.dispatch.poll-interval=1d"})
@Import(LocalPostgres.class)
@Timeout(240)
class SmallHeapIT {

  private static final int HEAP_MEGABYTES = 128;
  private static final int EVENTS = 20_000;
  private static final String NOTE = "x".repeat(7_000);

  @Autowired JdbcConnectionDetails database;
  @Autowired JdbcClient sql;

  @Value("${gateway.seal.key}")
  String sealKey;

  @Test
  void aStreamLargerThanTheHeapIsStored() throws Exception {
    int port = freePort();
    Process gateway = start(port, freePort());
    try {
      await()
          .atMost(Duration.ofSeconds(120))
          .failFast("The gateway ended", () -> !gateway.isAlive())
          .until(() -> listens(port));
      new Api(port, Api.ADMIN_KEY).put("/v1/datasets/stream", "{}");

      HttpResponse<String> answer = stream(port);

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
      assertThat(answer.body())
          .contains("\"events_received\":" + EVENTS, "\"events_accepted\":" + EVENTS);
      assertThat(sql.sql("select sum(events) from batch").query(Integer.class).single())
          .isEqualTo(EVENTS);
    } finally {
      gateway.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
  }

  private Process start(int port, int managementPort) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx" + HEAP_MEGABYTES + "m",
            "-XX:+ExitOnOutOfMemoryError",
            "-cp",
            productionClassPath(),
            UploadGateway.class.getName(),
            "--gateway.admin-key=" + Api.ADMIN_KEY,
            "--gateway.seal.key=" + sealKey,
            "--server.port=" + port,
            "--management.server.port=" + managementPort,
            "--gateway.meta.base-url=http://localhost:1",
            "--gateway.dispatch.poll-interval=1d",
            "--spring.datasource.url=" + database.getJdbcUrl(),
            "--spring.datasource.username=" + database.getUsername(),
            "--spring.datasource.password=" + database.getPassword())
        .redirectErrorStream(true)
        .redirectOutput(new File("target/small-heap.log"))
        .start();
  }

  /** Without the tests' own controllers and databases, which a scan would find. */
  private static String productionClassPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.endsWith("test-classes"))
        .collect(joining(File.pathSeparator));
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

  private static boolean listens(int port) {
    try (Socket socket = new Socket("localhost", port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
