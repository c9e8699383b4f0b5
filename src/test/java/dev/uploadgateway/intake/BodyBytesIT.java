package dev.uploadgateway.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.uploadgateway.Api;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Bodies byte by byte: encodings, sizes, and connections that end too early. */
@RunningIntake
class BodyBytesIT {

  private static final HttpClient http = HttpClient.newHttpClient();

  @LocalServerPort int port;
  @Autowired JdbcClient sql;

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

  @ParameterizedTest
  @ValueSource(strings = {"application/json", Shop.NDJSON})
  void whatIsNoUnicodeIsRefused(String type) throws Exception {
    String whole =
        type.equals(Shop.NDJSON)
            ? Shop.purchase(Shop.order())
            : Shop.body("t", Shop.purchase(Shop.order()));
    for (int[] wrong : new int[][] {{0xff}, {0xc3, 0x28}, {0xfc}, {0xe4}}) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.writeBytes(whole.substring(0, whole.indexOf("marked")).getBytes(UTF_8));
      for (int b : wrong) {
        bytes.write(b);
      }
      bytes.writeBytes(whole.substring(whole.indexOf("marked")).getBytes(UTF_8));
      shop.assertProblem(send(type, bytes.toByteArray()), 400, "malformed_json");
    }
    shop.assertProblem(send(type, new byte[] {0, 0, 0, '{', 0, 0, 0}), 400, "malformed_json");
    shop.assertProblem(
        send(type, new byte[] {0, 0, 0, '{', 0x7f, 0x7f, 0x7f, 0x7f}), 400, "malformed_json");
  }

  @Test
  void aByteOrderMarkAndAnyLineEndsAreNoHarm() throws Exception {
    String lines =
        Shop.purchase(Shop.order()) + "\r\n\r\n" + Shop.purchase(Shop.order()) + "\r\n\n  \n";

    Api.Answer ndjson = send(Shop.NDJSON + ";charset=utf-8", ("\uFEFF" + lines).getBytes(UTF_8));
    Api.Answer json =
        send(
            "application/json; charset=UTF-8",
            ("\uFEFF" + Shop.body("t", Shop.purchase(Shop.order())) + "\r\n").getBytes(UTF_8));

    assertThat(ndjson.json().path("events_accepted").asInt()).isEqualTo(2);
    assertThat(json.json().path("events_accepted").asInt()).isEqualTo(1);
  }

  @Test
  void aBodyThatIsTooLargeIsRefusedWhetherItSaysSoOrNot() throws Exception {
    String large = Shop.body("t", Shop.purchase(Shop.order())) + " ".repeat(512 * 1024);
    String note = "\"note\":\"" + "x".repeat(60_000) + "\",\"value\"";
    String lines =
        IntStream.range(0, 75)
            .mapToObj(i -> Shop.purchase(Shop.order()).replace("\"value\"", note) + "\n")
            .collect(joining());

    shop.assertProblem(send("application/json", large.getBytes(UTF_8)), 413, "body_too_large");
    shop.assertProblem(
        sendChunked("application/json", large.getBytes(UTF_8)), 413, "body_too_large");
    shop.assertProblem(sendChunked(Shop.NDJSON, lines.getBytes(UTF_8)), 413, "body_too_large");
  }

  @Test
  void anEventBeyondAllMeasureIsNotReadToItsEnd() throws Exception {
    String many = "\"a\",".repeat(600_000) + "\"a\"";
    String event = Shop.purchase(Shop.order()) + "\n{\"custom_data\":{\"list\":[" + many + "]}}";

    shop.assertProblem(sendChunked(Shop.NDJSON, event.getBytes(UTF_8)), 413, "event_too_large");
  }

  @Test
  void aBodyThatEndsTooEarlyStoresNothing() throws Exception {
    String body = Shop.body("t", Shop.purchase(Shop.order()));
    String lines = Shop.purchase(Shop.order()) + "\n" + Shop.purchase(Shop.order()) + "\n";

    for (String sent : List.of(body, body.substring(0, body.length() / 2), "")) {
      assertCutOff(cutOff("application/json", sent, body.length() + 10), "bad_request");
    }
    assertCutOff(cutOff(Shop.NDJSON, lines, lines.length() + 10), "bad_request");
    String half = lines.substring(0, lines.length() - 20);
    assertCutOff(cutOff(Shop.NDJSON, half, lines.length()), "bad_request");
    assertCutOff(cutOff(Shop.NDJSON, half, half.length()), "malformed_json");
  }

  @Test
  void aChunkedBodyWithoutItsLastChunkStoresNothing() throws Exception {
    String line = Shop.purchase(Shop.order()) + "\n";
    String answer =
        raw(
            "Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n".formatted(line.length(), line),
            Shop.NDJSON);

    assertCutOff(answer, "bad_request");
  }

  @Test
  void aStreamMoreThanTheGatewayStoresAtOnceIsToldToComeBack() throws Exception {
    String lines =
        IntStream.range(0, 1_001)
            .mapToObj(i -> Shop.purchase(Shop.order()) + "\n")
            .collect(joining());
    try (Socket first = new Socket("localhost", port)) {
      first.setSoTimeout(20_000);
      write(
          first,
          head(Shop.NDJSON) + "Content-Length: " + (lines.length() + 2) + "\r\n\r\n" + lines);
      await().atMost(Duration.ofSeconds(20)).until(this::aTransactionIsOpen);

      Api.Answer second = shop.ndjson("second", lines);

      assertThat(second.status()).isEqualTo(503);
      assertThat(second.code()).isEqualTo("too_many_streams");
      assertThat(second.header("Retry-After")).isEqualTo("10");

      write(first, "\n\n");
      assertThat(new String(readHead(first), UTF_8)).contains(" 202 ");
    }
    assertThat(shop.ndjson("third", lines).status()).isEqualTo(202);
  }

  private boolean aTransactionIsOpen() {
    return sql.sql(
            """
            select exists (select from pg_stat_activity
                           where datname = current_database() and state = 'idle in transaction')
            """)
        .query(Boolean.class)
        .single();
  }

  private Api.Answer send(String type, byte[] body) throws Exception {
    return send(type, BodyPublishers.ofByteArray(body));
  }

  /** Without a Content-Length. */
  private Api.Answer sendChunked(String type, byte[] body) throws Exception {
    return send(type, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
  }

  private Api.Answer send(String type, HttpRequest.BodyPublisher body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://localhost:" + port + Shop.EVENTS + "?upload_tag=bytes"))
            .timeout(Duration.ofSeconds(30))
            .version(HttpClient.Version.HTTP_1_1)
            .header("Authorization", "Bearer " + Api.ADMIN_KEY)
            .header("Content-Type", type)
            .POST(body)
            .build();
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    return new Api.Answer(response.statusCode(), response.body(), response);
  }

  private String cutOff(String type, String sent, int promised) throws IOException {
    return raw("Content-Length: " + promised + "\r\n\r\n" + sent, type);
  }

  /** Sends it, closes its own side, and reads what is answered. */
  private String raw(String rest, String type) throws IOException {
    try (Socket socket = new Socket("localhost", port)) {
      socket.setSoTimeout(20_000);
      write(socket, head(type) + rest);
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  private static String head(String type) {
    return "POST %s?upload_tag=raw HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nContent-Type: %s\r\n"
        .formatted(Shop.EVENTS, Api.ADMIN_KEY, type);
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
  }

  private static byte[] readHead(Socket socket) throws IOException {
    return socket.getInputStream().readNBytes(30);
  }

  private void assertCutOff(String answer, String code) {
    assertThat(answer)
        .startsWith("HTTP/1.1 400")
        .contains("application/problem+json")
        .contains("\"code\":\"" + code + "\"")
        .doesNotContain("marked");
    assertThat(shop.storedEvents()).isEqualTo(shop.stored());
  }
}
