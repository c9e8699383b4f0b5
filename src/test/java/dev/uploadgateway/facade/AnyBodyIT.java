package dev.uploadgateway.facade;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.Api;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * Whatever is sent, the gateway answers, is not to blame, and says nothing of its inside. The same
 * bodies each time: the luck is sown.
 */
@RunningFacade
class AnyBodyIT {

  private static final int BODIES = 120;

  /** What parsers of other people have stumbled over. */
  private static final byte[][] SPICES = {
    "{\"a\":".repeat(5_000).getBytes(UTF_8),
    "[".repeat(20_000).getBytes(UTF_8),
    "1e999999999".getBytes(UTF_8),
    "9".repeat(100_000).getBytes(UTF_8),
    "-0.0000000000000000000000000000000000000000001".getBytes(UTF_8),
    "NaN".getBytes(UTF_8),
    "\\ud800".getBytes(UTF_8),
    "\\u0000".getBytes(UTF_8),
    {0},
    {(byte) 0xff, (byte) 0xfe},
    {(byte) 0xc0, (byte) 0xaf},
    {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
    {(byte) 0xef, (byte) 0xbb, (byte) 0xbf},
    "\u202e\u2066\u0301\ufdfa".getBytes(UTF_8),
    "\"".getBytes(UTF_8),
    "\r".getBytes(UTF_8),
    "\n\n".getBytes(UTF_8),
    "%".getBytes(UTF_8),
    "&&==;[]".getBytes(UTF_8),
    "{\"$ref\":\"#\",\"@class\":\"java.lang.Runtime\",\"__proto__\":{}}".getBytes(UTF_8),
    "${jndi:ldap://localhost/a}".getBytes(UTF_8),
    "null".getBytes(UTF_8),
    "x".repeat(300_000).getBytes(UTF_8),
  };

  @LocalServerPort int port;

  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeEach
  void aDataset() {
    new Api(port, Api.ADMIN_KEY).put("/v1/datasets/77001", "{}");
  }

  @ParameterizedTest(name = "{0} {1}")
  @Timeout(240)
  @CsvSource({
    "/v1/datasets/77001/events, application/json",
    "/v1/datasets/77001/events/preview, application/json",
    "/v1/datasets/77001/events?upload_tag=any, application/x-ndjson",
    "/v1/datasets/77001/events?upload_tag=any, text/csv",
    "/v1/datasets/77001/files?name=any.csv, text/csv",
    "/v26.0/77001/events, application/json",
    "/v26.0/77001/events, application/x-www-form-urlencoded",
    "/v26.0/77001/events, multipart/form-data;boundary=B"
  })
  void isAnsweredAndNoFaultOfTheGateways(String path, String type) throws Exception {
    Random luck = new Random(20261126);
    byte[] good = good(type);
    assertHarmless(path, type, good);
    for (int i = 0; i < BODIES; i++) {
      assertHarmless(path, type, spoiled(good, luck));
    }
  }

  /** 4,096 names of one hash: a table of them is a list, unless somebody thought of it. */
  @Test
  @Timeout(60)
  void namesOfOneHashTakeNoLongerThanOthers() throws Exception {
    String members =
        IntStream.range(0, 4_096)
            .mapToObj(number ->
                IntStream.range(0, 12)
                    .mapToObj(bit -> (number >> bit & 1) == 0 ? "Aa" : "BB")
                    .collect(Collectors.joining("", "\"", "\":1")))
            .collect(Collectors.joining(","));
    String body = json().replace("\"order_id\"", members + ",\"order_id\"");
    Instant begun = Instant.now();

    for (int i = 0; i < 20; i++) {
      assertHarmless("/v1/datasets/77001/events", "application/json", body.getBytes(UTF_8));
    }

    assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(30));
  }

  private void assertHarmless(String path, String type, byte[] body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
            .timeout(Duration.ofSeconds(60))
            .header("Authorization", "Bearer " + Api.ADMIN_KEY)
            .header("Content-Type", type)
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 499);
    assertThat(answer.body())
        .doesNotContain("\tat ", "Exception:", "tools.jackson", "org.postgresql", "SELECT ");
  }

  private static byte[] spoiled(byte[] good, Random luck) {
    byte[] body = good.clone();
    for (int times = luck.nextInt(3); times >= 0; times--) {
      int at = luck.nextInt(body.length);
      body =
          switch (luck.nextInt(5)) {
            case 0 -> flipped(body, at, luck);
            case 1 -> Arrays.copyOf(body, at + 1);
            case 2 -> spliced(body, at, Arrays.copyOfRange(body, at / 2, at));
            default -> spliced(body, at, SPICES[luck.nextInt(SPICES.length)]);
          };
    }
    return body;
  }

  private static byte[] flipped(byte[] body, int at, Random luck) {
    body[at] ^= (byte) (1 << luck.nextInt(8));
    return body;
  }

  private static byte[] spliced(byte[] body, int at, byte[] between) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(body, 0, at);
    all.writeBytes(between);
    all.write(body, at, body.length - at);
    return all.toByteArray();
  }

  private static byte[] good(String type) {
    String data = json();
    String body =
        switch (type) {
          case "application/json" -> data;
          case "application/x-ndjson" -> event() + "\n" + event() + "\n";
          case "text/csv" ->
              "event_name,event_time,order_id,email,value,currency\nLead,%d,a1,a@example.com,\"1.5\",EUR\n"
                  .formatted(time());
          case "application/x-www-form-urlencoded" ->
              "upload_tag=any&data=" + URLEncoder.encode("[" + event() + "]", UTF_8);
          default ->
              """
              --B\r
              Content-Disposition: form-data; name="upload_tag"\r
              \r
              any\r
              --B\r
              Content-Disposition: form-data; name="data"\r
              \r
              [%s]\r
              --B--\r
              """
                  .formatted(event());
        };
    return body.getBytes(UTF_8);
  }

  private static String json() {
    return "{\"upload_tag\":\"any\",\"data\":[" + event() + "]}";
  }

  private static String event() {
    return """
    {"event_name":"Purchase","event_time":%d,"currency":"EUR","value":1.5,"match_keys":{"email":"a@example.com","phone":["+43 664 1234567"]},"order_id":"a1","contents":[{"id":"x","quantity":1}]}\
    """
        .formatted(time());
  }

  private static long time() {
    return Instant.now().getEpochSecond() - 60;
  }
}
