package dev.uploadgateway.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.uploadgateway.Api;
import dev.uploadgateway.LocalPostgres;
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
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What intake answers and what it keeps; nothing is sent, as everything lingers for a day. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "gateway.meta.base-url=http://localhost:1",
      "gateway.dispatch.linger=1d",
      "gateway.dispatch.poll-interval=1d",
      "gateway.intake.max-events=50",
      "gateway.intake.max-body=512KB",
      "gateway.intake.max-stream=4MB",
      "gateway.intake.max-streams=1",
      "gateway.intake.max-listed=5",
      "spring.datasource.hikari.connection-timeout=2000"
    })
@Import(LocalPostgres.class)
@Timeout(60)
class IntakeIT {

  private static final String EVENTS = "/v1/datasets/shop/events";
  private static final String NDJSON = "application/x-ndjson";

  /** Whatever is answered, it does not hold this. */
  private static final String CUSTOMER = "marked-customer@example.com";

  private static final AtomicInteger lastOrder = new AtomicInteger();
  private static final HttpClient http = HttpClient.newHttpClient();
  private static final JsonMapper json = new JsonMapper();

  @LocalServerPort int port;
  @Autowired JdbcClient sql;
  @Autowired DataSource dataSource;

  private Api api;
  private long stored;

  @BeforeEach
  void aDataset() {
    api = new Api(port, Api.ADMIN_KEY);
    assertThat(api.put("/v1/datasets/shop", "{}").status()).isLessThan(300);
    stored = storedEvents();
  }

  /** Every stored event has its key, and every key its event. */
  @AfterEach
  void batchesHoldWhatTheKeysSay() {
    assertThat(storedEvents())
        .isEqualTo(
            sql.sql("select coalesce(sum(events), 0) from batch").query(Long.class).single());
  }

  @Test
  void theAnswerCountsAndNamesWhatBecameOfEachEvent() {
    String again = purchase(order());
    Api.Answer answer =
        post(
            body(
                "answer",
                again,
                purchase(order()).replace("USD", "US"),
                again,
                purchase(order()).replace("\"email\"", "\"shoe_size\":\"44\",\"email\"")));

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.json())
        .isEqualTo(
            json.readTree(
                """
                {"upload_tag": "answer", "events_received": 4, "events_accepted": 2, "events_duplicate": 1,
                 "events_rejected": 1,
                 "errors": [{"index": 1, "field": "currency", "code": "currency_unknown",
                             "message": "The currency is not one of ISO 4217"}],
                 "warnings": [{"index": 3, "field": "match_keys.shoe_size", "code": "identifier_unknown",
                               "message": "Meta knows no such identifier; it is not sent"}]}
                """));
    assertThat(storedEvents()).isEqualTo(stored + 2);
  }

  @Test
  void whereNothingIsAcceptableTheAnswerIs422AndNothingIsStored() {
    Api.Answer answer = post(body("none", "{}", "7", purchase(order()).replace("16", "-1")));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("events_rejected").asInt()).isEqualTo(3);
    assertThat(answer.json().path("errors").findValuesAsString("code"))
        .containsExactly(
            "event_name_missing",
            "event_time_missing",
            "customer_missing",
            "not_an_object",
            "event_name_missing");
    assertThat(answer.json().path("errors_omitted").asInt()).isEqualTo(3);
    assertNothingStored(answer);
  }

  @Test
  void whatWasStoredBeforeIsADuplicateAndStill202() {
    String body = body("first", purchase(order()), purchase(order()));
    assertThat(post(body).json().path("events_accepted").asInt()).isEqualTo(2);

    Api.Answer again = post(body.replace("first", "second"));

    assertThat(again.status()).isEqualTo(202);
    assertThat(again.json().path("events_accepted").asInt()).isZero();
    assertThat(again.json().path("events_duplicate").asInt()).isEqualTo(2);
    assertThat(storedEvents()).isEqualTo(stored + 2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {                                                     | 400 | malformed_json
          {"upload_tag":"t","data":[EVENT,]}                    | 400 | malformed_json
          {"upload_tag":"t","data":[EVENT]                      | 400 | malformed_json
          {"upload_tag":"t","data":[EVENT}                      | 400 | malformed_json
          {upload_tag:"t","data":[EVENT]}                       | 400 | malformed_json
          {"upload_tag":"t","upload_tag":"u","data":[EVENT]}    | 400 | malformed_json
          {"upload_tag":"t","data":[EVENT],"data":[]}           | 400 | malformed_json
          {"upload_tag":"t","data":[{"a":1,"a":2},EVENT]}       | 400 | malformed_json
          {"upload_tag":"t","data":[EVENT,{"value":NaN}]}       | 400 | malformed_json
          {"upload_tag":"t","data":[EVENT,{"value":-Infinity}]} | 400 | malformed_json
          {"upload_tag":"t","data":[EVENT]} x                   | 400 | malformed_json
          {"upload_tag":"t","data":[EVENT]} {}                  | 400 | invalid_body
          [EVENT]                                               | 400 | invalid_body
          "text"                                                | 400 | invalid_body
          7                                                     | 400 | invalid_body
          null                                                  | 400 | invalid_body
          {}                                                    | 400 | invalid_body
          {"upload_tag":"t"}                                    | 400 | invalid_body
          {"upload_tag":"t","data":null}                        | 400 | invalid_body
          {"upload_tag":"t","data":EVENT}                       | 400 | invalid_body
          {"upload_tag":"t","data":"[]"}                        | 400 | invalid_body
          {"upload_tag":"t","data":[]}                          | 400 | data_empty
          {"upload_tag":7,"data":[EVENT]}                       | 400 | invalid_body
          {"upload_tag":"t","data":[EVENT],"CUSTOMER":1}        | 400 | unknown_field
          {"data":[EVENT]}                                      | 400 | upload_tag_missing
          {"upload_tag":null,"data":[EVENT]}                    | 400 | upload_tag_missing
          {"upload_tag":" ","data":[EVENT]}                     | 400 | upload_tag_missing
          {"upload_tag":"a\\u0000CUSTOMER","data":[EVENT]}      | 400 | invalid_upload_tag
          {"upload_tag":"a\\nCUSTOMER","data":[EVENT]}          | 400 | invalid_upload_tag
          {"upload_tag":"t","namespace_id":"CUSTOMER","data":[EVENT]} | 400 | invalid_namespace_id
          {"upload_tag":"t","namespace_id":1.5,"data":[EVENT]}  | 400 | invalid_body
          """)
  void aBodyThatIsWrongStoresNothing(String body, int status, String code) {
    Api.Answer answer =
        post(body.replace("EVENT", purchase(order())).replace("CUSTOMER", CUSTOMER));

    assertProblem(answer, status, code);
  }

  @Test
  void anEmptyBodyIsRefused() {
    assertProblem(post(""), 400, "invalid_body");
    assertProblem(ndjson("t", ""), 400, "data_empty");
    assertProblem(ndjson("t", "\r\n \n"), 400, "data_empty");
  }

  @Test
  void malformedJsonIsNamedByLineAndColumn() {
    Api.Answer answer =
        post("{\"upload_tag\":\"t\",\n\"data\":[\n  " + purchase(order()) + "\n  oops]}");

    assertProblem(answer, 400, "malformed_json");
    assertThat(answer.json().path("line").asInt()).isEqualTo(4);
    assertThat(answer.json().path("column").asInt()).isBetween(3, 8);
    assertThat(answer.text("detail")).contains("line 4, column ");
  }

  @Test
  void aTagOf257CharactersIsRefused() {
    assertThat(post(body("t".repeat(256), purchase(order()))).status()).isEqualTo(202);
    stored = storedEvents();
    assertProblem(post(body("t".repeat(257), purchase(order()))), 400, "invalid_upload_tag");
  }

  @Test
  void nestingBeyondMeasureIsRefused() {
    String deep = "[".repeat(50) + "]".repeat(50);
    String deepest = "[".repeat(100_000);

    assertProblem(
        post(body("t", purchase(order()), "{\"custom_data\":{\"a\":" + deep + "}}")),
        400,
        "malformed_json");
    assertProblem(post(body("t", purchase(order()), "{\"a\":" + deepest)), 400, "malformed_json");
    assertProblem(post(deepest), 400, "invalid_body");
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", NDJSON})
  void whatIsNoUnicodeIsRefused(String type) throws Exception {
    String whole = type.equals(NDJSON) ? purchase(order()) : body("t", purchase(order()));
    for (int[] wrong : new int[][] {{0xff}, {0xc3, 0x28}, {0xfc}, {0xe4}}) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.writeBytes(whole.substring(0, whole.indexOf("marked")).getBytes(UTF_8));
      for (int b : wrong) {
        bytes.write(b);
      }
      bytes.writeBytes(whole.substring(whole.indexOf("marked")).getBytes(UTF_8));
      assertProblem(send(type, bytes.toByteArray()), 400, "malformed_json");
    }
    assertProblem(send(type, new byte[] {0, 0, 0, '{', 0, 0, 0}), 400, "malformed_json");
    assertProblem(
        send(type, new byte[] {0, 0, 0, '{', 0x7f, 0x7f, 0x7f, 0x7f}), 400, "malformed_json");
  }

  @Test
  void aByteOrderMarkAndAnyLineEndsAreNoHarm() throws Exception {
    String lines = purchase(order()) + "\r\n\r\n" + purchase(order()) + "\r\n\n  \n";

    Api.Answer ndjson = send(NDJSON + ";charset=utf-8", ("\uFEFF" + lines).getBytes(UTF_8));
    Api.Answer json =
        send(
            "application/json; charset=UTF-8",
            ("\uFEFF" + body("t", purchase(order())) + "\r\n").getBytes(UTF_8));

    assertThat(ndjson.json().path("events_accepted").asInt()).isEqualTo(2);
    assertThat(json.json().path("events_accepted").asInt()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/xml", "text/html", "image/png"})
  void whateverAClientAcceptsItLearnsWhatBecameOfItsEvents(String accept) {
    Api.Answer answer = api.call("POST", EVENTS, body("t", purchase(order())), "Accept", accept);

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.json().path("events_accepted").asInt()).isEqualTo(1);
  }

  @Test
  void theTagMayStandInTheQuery() {
    Api.Answer answer =
        api.post(EVENTS + "?upload_tag=M%C3%A4rz", "{\"data\":[" + purchase(order()) + "]}");

    assertThat(answer.text("upload_tag")).isEqualTo("März");
  }

  @Test
  void tooManyEventsAreRefused() {
    String[] events =
        IntStream.range(0, 51).mapToObj(i -> purchase(order())).toArray(String[]::new);

    assertProblem(post(body("t", events)), 413, "too_many_events");
  }

  @Test
  void aBodyThatIsTooLargeIsRefusedWhetherItSaysSoOrNot() throws Exception {
    String large = body("t", purchase(order())) + " ".repeat(512 * 1024);
    String note = "\"note\":\"" + "x".repeat(60_000) + "\",\"value\"";
    String lines =
        IntStream.range(0, 75)
            .mapToObj(i -> purchase(order()).replace("\"value\"", note) + "\n")
            .collect(joining());

    assertProblem(send("application/json", large.getBytes(UTF_8)), 413, "body_too_large");
    assertProblem(sendChunked("application/json", large.getBytes(UTF_8)), 413, "body_too_large");
    assertProblem(sendChunked(NDJSON, lines.getBytes(UTF_8)), 413, "body_too_large");
  }

  @Test
  void anEventOfMoreThan64KilobytesIsRefusedAlone() {
    String text = "\"custom_data\":{\"note\":\"" + "x".repeat(70_000) + "\"},";
    String large = purchase(order()).replace("\"value\"", text + "\"value\"");

    Api.Answer answer = post(body("t", large, purchase(order())));

    assertThat(answer.json().path("events_accepted").asInt()).isEqualTo(1);
    assertThat(answer.json().path("errors").findValuesAsString("code"))
        .containsExactly("event_too_large");
  }

  @Test
  void anEventBeyondAllMeasureIsNotReadToItsEnd() throws Exception {
    String many = "\"a\",".repeat(600_000) + "\"a\"";
    String event = purchase(order()) + "\n{\"custom_data\":{\"list\":[" + many + "]}}";

    assertProblem(sendChunked(NDJSON, event.getBytes(UTF_8)), 413, "event_too_large");
  }

  @Test
  void aCompressedBodyIsRefused() {
    assertProblem(
        api.call("POST", EVENTS, body("t", purchase(order())), "Content-Encoding", "gzip"),
        415,
        "unsupported_content_encoding");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "nonsense"})
  void otherContentTypesAreRefused(String type) {
    assertProblem(
        api.call("POST", EVENTS, body("t", purchase(order())), "Content-Type", type),
        415,
        "unsupported_media_type");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "SHOP", "shop%20"})
  void anUnknownDatasetIsNotFound(String dataset) {
    assertProblem(
        api.post("/v1/datasets/" + dataset + "/events", body("t", purchase(order()))),
        404,
        "unknown_dataset");
  }

  @Test
  void aRequestTakesAKeyThatMayWriteToTheDataset() {
    assertProblem(api.with(null).post(EVENTS, body("t", purchase(order()))), 401, "missing_key");
    String reader = api.post("/v1/keys", "{\"name\":\"r\",\"scopes\":[\"read\"]}").text("key");
    assertProblem(
        api.with(reader).post(EVENTS, body("t", purchase(order()))), 403, "scope_missing");
  }

  @Test
  void aBodyThatEndsTooEarlyStoresNothing() throws Exception {
    String body = body("t", purchase(order()));
    String lines = purchase(order()) + "\n" + purchase(order()) + "\n";

    for (String sent : List.of(body, body.substring(0, body.length() / 2), "")) {
      assertCutOff(cutOff("application/json", sent, body.length() + 10), "bad_request");
    }
    assertCutOff(cutOff(NDJSON, lines, lines.length() + 10), "bad_request");
    String half = lines.substring(0, lines.length() - 20);
    assertCutOff(cutOff(NDJSON, half, lines.length()), "bad_request");
    assertCutOff(cutOff(NDJSON, half, half.length()), "malformed_json");
  }

  @Test
  void aChunkedBodyWithoutItsLastChunkStoresNothing() throws Exception {
    String line = purchase(order()) + "\n";
    String answer =
        raw(
            "Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n".formatted(line.length(), line),
            NDJSON);

    assertCutOff(answer, "bad_request");
  }

  @Test
  void aStreamThatIsMalformedFarDownStoresNothing() {
    String lines =
        IntStream.range(0, 2_499).mapToObj(i -> purchase(order()) + "\n").collect(joining());

    Api.Answer answer =
        ndjson("malformed-stream", lines + "{\"event_name\":\n" + purchase(order()));

    assertProblem(answer, 400, "malformed_json");
    assertThat(answer.json().path("line").asInt()).isBetween(2_500, 2_501);
  }

  @Test
  void aStreamIsStoredWholeWithItsBadEventsNamed() {
    String lines =
        IntStream.range(0, 2_500)
            .mapToObj(i -> i % 100 == 7 ? "{}\n" : purchase(order()) + "\n")
            .collect(joining());

    JsonNode answer = ndjson("long-stream", lines).json();
    JsonNode again = ndjson("long-stream", lines).json();

    assertThat(answer.path("events_received").asInt()).isEqualTo(2_500);
    assertThat(answer.path("events_accepted").asInt()).isEqualTo(2_475);
    assertThat(answer.path("events_rejected").asInt()).isEqualTo(25);
    assertThat(answer.path("errors").get(0).path("index").asInt()).isEqualTo(7);
    assertThat(again.path("events_duplicate").asInt()).isEqualTo(2_475);
    assertThat(storedEvents()).isEqualTo(stored + 2_475);
  }

  @Test
  void aStreamMoreThanTheGatewayStoresAtOnceIsToldToComeBack() throws Exception {
    String lines =
        IntStream.range(0, 1_001).mapToObj(i -> purchase(order()) + "\n").collect(joining());
    try (Socket first = new Socket("localhost", port)) {
      first.setSoTimeout(20_000);
      write(first, head(NDJSON) + "Content-Length: " + (lines.length() + 2) + "\r\n\r\n" + lines);
      await().atMost(Duration.ofSeconds(20)).until(this::aTransactionIsOpen);

      Api.Answer second = ndjson("second", lines);

      assertThat(second.status()).isEqualTo(503);
      assertThat(second.code()).isEqualTo("too_many_streams");
      assertThat(second.header("Retry-After")).isEqualTo("10");

      write(first, "\n\n");
      assertThat(new String(readHead(first), UTF_8)).contains(" 202 ");
    }
    assertThat(ndjson("third", lines).status()).isEqualTo(202);
  }

  @Test
  void whereTheDatabaseHasNoConnectionTheClientIsToldToComeBack() throws Exception {
    List<Connection> taken = new ArrayList<>();
    try {
      for (int i = 0; i < 20; i++) {
        taken.add(dataSource.getConnection());
      }
      Api.Answer answer = post(body("no-connection", purchase(order())));
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.code()).isIn("storage_unavailable", "unavailable");
      assertThat(answer.header("Retry-After")).isEqualTo("5");
    } finally {
      for (Connection connection : taken) {
        connection.close();
      }
    }
    assertThat(storedEvents()).isEqualTo(stored);
  }

  @Test
  void theSameEventsFromManyAtOnceAreAcceptedOnce() throws Exception {
    List<String> events = IntStream.range(0, 100).mapToObj(i -> purchase(order())).toList();
    List<JsonNode> answers =
        atOnce(
            IntStream.range(0, 16)
                .mapToObj(i -> {
                  List<String> shuffled = new ArrayList<>(events);
                  Collections.rotate(shuffled, i * 7);
                  return String.join("\n", shuffled);
                })
                .toList(),
            lines -> ndjson("many-at-once", lines));

    assertThat(answers.stream().mapToInt(a -> a.path("events_accepted").asInt()).sum())
        .isEqualTo(100);
    assertThat(answers.stream().mapToInt(a -> a.path("events_duplicate").asInt()).sum())
        .isEqualTo(1_500);
    assertThat(storedEvents()).isEqualTo(stored + 100);
  }

  @Test
  void manyReceiptsAtOnceShareTheirCommits() throws Exception {
    List<JsonNode> answers =
        atOnce(
            IntStream.range(0, 200).mapToObj(i -> body("receipts", purchase(order()))).toList(),
            this::post);

    assertThat(answers).allMatch(answer -> answer.path("events_accepted").asInt() == 1);
    assertThat(storedEvents()).isEqualTo(stored + 200);
    assertThat(
            sql.sql(
                    "select count(*) from batch b join upload u on u.id = b.upload_id where u.upload_tag = 'receipts'")
                .query(Long.class)
                .single())
        .isBetween(1L, 200L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"event_name\":\"\\ud800\"",
        "\"event_id\":\"\\udfff\"",
        "\"order_id\":\"\\ud800\"",
        "\"custom_data\":{\"\\u0000\":\"\\u0000\\ud800\"}",
        "\"item_number\":\"\uD83D\uDED2\""
      })
  void noTextMakesTheGatewayFail(String member) {
    String event =
        "{\"match_keys\":{\"email\":\"%s\\u0000\\ud800\"},\"event_time\":%d,%s%s}"
            .formatted(
                CUSTOMER + order(),
                now(),
                member.contains("event_name") ? "" : "\"event_name\":\"Lead\",",
                member);

    assertThat(post(body("text \\ud83d\\uded2 \\ud800", event, purchase(order()))).status())
        .isEqualTo(202);
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

  private static long now() {
    return Instant.now().getEpochSecond() - 60;
  }

  private static String order() {
    return "ATN" + lastOrder.incrementAndGet();
  }

  private static String purchase(String order) {
    return """
    {"match_keys":{"email":"%s"},"event_name":"Purchase","event_time":%d,"value":16,"currency":"USD","order_id":"%s"}\
    """
        .formatted(CUSTOMER, now(), order);
  }

  private static String body(String tag, String... events) {
    return "{\"upload_tag\":\"%s\",\"data\":[%s]}".formatted(tag, String.join(",", events));
  }

  private Api.Answer post(String body) {
    return api.post(EVENTS, body);
  }

  private Api.Answer ndjson(String tag, String lines) {
    return api.call("POST", EVENTS + "?upload_tag=" + tag, lines, "Content-Type", NDJSON);
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
                URI.create("http://localhost:" + port + EVENTS + "?upload_tag=bytes"))
            .timeout(Duration.ofSeconds(30))
            .version(HttpClient.Version.HTTP_1_1)
            .header("Authorization", "Bearer " + Api.ADMIN_KEY)
            .header("Content-Type", type)
            .POST(body)
            .build();
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    return new Api.Answer(response.statusCode(), response.body(), response);
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
        .formatted(EVENTS, Api.ADMIN_KEY, type);
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
    assertThat(storedEvents()).isEqualTo(stored);
  }

  private void assertProblem(Api.Answer answer, int status, String code) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.json().path("status").asInt()).isEqualTo(status);
    assertNothingStored(answer);
  }

  private void assertNothingStored(Api.Answer answer) {
    assertThat(storedEvents()).isEqualTo(stored);
    assertThat(answer.body()).doesNotContain("marked");
    assertThat(answer.header("X-Request-Id")).isNotEmpty();
  }

  private long storedEvents() {
    return sql.sql("select count(*) from event_key").query(Long.class).single();
  }
}
