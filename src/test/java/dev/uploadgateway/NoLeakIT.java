package dev.uploadgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.uploadgateway.LocalMeta.Meta;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/**
 * Looks for a marked customer, marked tokens and keys in everything that outlives a request, with
 * all logs at TRACE.
 */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "gateway.dispatch.linger=0s",
      "gateway.dispatch.poll-interval=200ms",
      "gateway.dispatch.retry-delays=4s,4s",
      "gateway.files.poll-interval=200ms",
      "server.tomcat.accesslog.enabled=true",
      "server.tomcat.accesslog.buffered=false",
      "management.tracing.sampling.probability=1",
    })
@Import({LocalPostgres.class, LocalMeta.class})
class NoLeakIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Of this run only. */
  @TempDir static Path accessLog;

  @DynamicPropertySource
  static void writeTheAccessLogThere(DynamicPropertyRegistry registry) {
    registry.add("server.tomcat.accesslog.directory", () -> accessLog.toString());
  }

  private static final Collector collector = Collector.start();

  @DynamicPropertySource
  static void sendTracesThere(DynamicPropertyRegistry registry) {
    registry.add("management.opentelemetry.tracing.export.otlp.endpoint", collector::url);
  }

  @AfterAll
  static void stopTheCollector() {
    collector.close();
  }

  @LocalServerPort int port;
  @Autowired Meta meta;
  @Autowired DataSource database;
  @Autowired JdbcClient sql;
  @Autowired MeterRegistry meters;
  @Autowired SdkTracerProvider tracers;

  private final AllLogs logs = new AllLogs();
  private Api api;

  @BeforeEach
  void listen() {
    api = new Api(port, Api.ADMIN_KEY);
    logs.listen();
  }

  @AfterEach
  void stopListening() {
    logs.stop();
  }

  @Test
  void aCustomerIsSealedWhileTheEventWaitsAndGoneOnceItIsDelivered() {
    put("401", Marked.BAD_TOKEN);

    post("401", "1");
    await().atMost(PATIENCE).until(() -> !shown().path("blocked_reason").isNull());
    await().atMost(PATIENCE).until(() -> states("401").equals(List.of("pending, raw, sealed")));
    assertDatabaseHoldsNoTrace();

    meta.fault("{\"kind\": \"html\", \"processed\": true}");
    put("401", Marked.GOOD_TOKEN);
    await().atMost(PATIENCE).until(() -> states("401").equals(List.of("pending, frozen, sealed")));
    assertDatabaseHoldsNoTrace();

    await()
        .atMost(PATIENCE)
        .until(() -> states("401").equals(List.of("delivered, frozen, erased")));
    assertDatabaseHoldsNoTrace();

    JsonNode arrived = meta.events("401", "zq").getFirst();
    assertThat(arrived.path("received").asInt()).isEqualTo(2);
    assertThat(arrived.path("identical").asBoolean()).isTrue();
    // or else nothing above would have been looked for
    for (String identifier : Marked.NORMALIZED) {
      assertThat(arrived.at("/event/user_data").toString()).contains(Marked.sha256(identifier));
    }
    assertLogAndMetricsHoldNoTrace();
  }

  @Test
  void anEventIsFollowedFromItsRequestThroughTheOutboxToItsCall() {
    put("403", Marked.GOOD_TOKEN);
    String trace = "4bf92f3577b34da6a3ce929d0e0e4736";

    Api.Answer answer =
        api.call(
            "POST",
            "/v1/datasets/403/events",
            body("followed", Marked.CUSTOMER),
            "X-Request-Id",
            "till-3.17",
            "traceparent",
            "00-" + trace + "-00f067aa0ba902b7-01",
            "tracestate",
            "till=" + Marked.EMAIL,
            "baggage",
            "customer=" + Marked.EMAIL);
    assertAccepted(answer);

    await().atMost(PATIENCE).until(() -> spans(trace).containsKey("call"));
    Map<String, Span> spans = spans(trace);
    assertThat(spans).containsOnlyKeys("POST /v1/datasets/{dataset}/events", "append", "call");
    Span request = spans.get("POST /v1/datasets/{dataset}/events");
    Span append = spans.get("append");
    Span call = spans.get("call");
    assertThat(append.getParentSpanId()).isEqualTo(request.getSpanId());
    assertThat(call.getParentSpanId()).isEqualTo(append.getSpanId());
    assertThat(Collector.tag(request, "request_id")).isEqualTo("till-3.17");
    assertThat(Collector.tag(request, "http.response.status_code")).isEqualTo("202");
    assertThat(Collector.tag(call, "dataset")).isEqualTo("403");
    assertThat(Collector.tag(call, "outcome")).isEqualTo("accepted");
    assertThat(Collector.tag(call, "events")).isEqualTo("1");
    assertTracesHoldNoTrace();
    assertThat(meta.calls("403").getFirst().at("/headers_seen/names").valueStream())
        .extracting(JsonNode::asString)
        .map(name -> name.toLowerCase(Locale.ROOT))
        .contains("authorization")
        .noneMatch(name -> name.startsWith("trace") || name.startsWith("b"));
  }

  /** What ends by an exception, too, whose message may quote the body. */
  @Test
  void aRequestThatFailsTellsItsTraceNothingOfItsBody() {
    put("404", Marked.GOOD_TOKEN);

    Api.Answer unreadable = api.post("/v1/datasets/404/events", Marked.EMAIL);
    Api.Answer unknown = api.get("/v1/datasets/404/events/receipt-70117");
    Api.Answer nowhere = api.get("/receipt-70117");

    assertThat(List.of(unreadable, unknown, nowhere))
        .extracting(Api.Answer::status)
        .containsExactly(400, 404, 404);
    assertTracesHoldNoTrace();
    assertThat(collector.text()).contains("/events/{order_id}").doesNotContain("70117");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"upload_tag\": \"zq2\", \"data\": [{\"match_keys\": {\"email\": \"zqmark.mail@example.com\"",
        "{\"upload_tag\": \"zq2\", \"data\": [{\"match_keys\": {\"email\": zqmark.mail@example.com}}]}",
        "{\"upload_tag\": \"zq2\", \"data\": [{\"match_keys\": \"zqmark.mail@example.com\"}]}",
        "{\"upload_tag\": \"zq2\", \"data\": [{\"match_keys\": {\"zqmark.mail@example.com\": 1}}]}",
        "{\"upload_tag\": \"zq2\", \"data\": [{\"zqmark.mail@example.com\": 1}]}",
        "{\"upload_tag\": \"zq2\", \"data\": [\"zqmark.mail@example.com\"]}",
        "{\"upload_tag\": \"zq2\", \"data\": \"zqmark.mail@example.com\"}",
        "{\"upload_tag\": \"zq2\", \"zqmark.mail@example.com\": [], \"data\": [{}]}",
        "{\"upload_tag\": \"zq2\", \"data\": [{\"event_time\": \"zqmark.mail@example.com\"}]}",
        "{\"upload_tag\": \"zq2\", \"data\": [{\"event_name\": \"Purchase\", \"event_time\": 1,"
            + " \"value\": \"zqmark.mail@example.com\", \"currency\": \"zqmark.mail@example.com\"}]}",
        "{\"upload_tag\": \"zq2\", \"namespace_id\": \"zqmark.mail@example.com\", \"data\": [{}]}",
        "{\"upload_tag\": \"zq2\", \"data\": [{\"match_keys\": {\"email\": \"Zqfirst\","
            + " \"phone\": \"Zqlast\", \"fn\": \"zqmark.mail@example.com\\u0000\"}}]}",
        "zqmark.mail@example.com,Zqfirst,Zqlast",
        "\"zqmark.mail@example.com\"",
      })
  void whatCannotBeReadIsNotRepeatedInTheAnswerOrInTheLog(String body) {
    put("401", Marked.GOOD_TOKEN);

    Api.Answer json = api.post("/v1/datasets/401/events", body);
    Api.Answer ndjson =
        api.call(
            "POST",
            "/v1/datasets/401/events?upload_tag=zq2",
            body,
            "Content-Type",
            "application/x-ndjson");

    assertThat(List.of(json, ndjson))
        .allMatch(answer -> answer.status() == 400 || answer.status() == 422)
        .allSatisfy(answer ->
            assertThat(answer.body().toLowerCase(Locale.ROOT)).doesNotContain("zqm", "zqf", "zql"));
    assertDatabaseHoldsNoTrace();
    assertLogAndMetricsHoldNoTrace();
  }

  /**
   * The rest of what the gateway does, with the marked customer in each body and a marked key in
   * each head, query or body.
   */
  @Test
  void noneOfTheMainPathsLeavesATrace() throws Exception {
    put("402", Marked.GOOD_TOKEN);
    String key =
        api.post("/v1/keys", "{\"name\": \"no leak\", \"scopes\": [\"admin\"]}").text("key");
    logs.alsoLookFor(key);
    logs.alsoLookFor(key.substring(key.length() / 2));
    Api shop = api.with(key);

    takeEventsInEveryForm(shop, key);
    refuseWhoHasNoKey();
    setAsideCorrectReleaseAndDiscard(shop);
    workOffAFile(shop);
    askMetaAboutTheDataset(shop);
    assertThat(
            shop.post(
                    "/v1/datasets/402/erasures", "{\"match_keys\": %s}".formatted(Marked.CUSTOMER))
                .status())
        .isEqualTo(200);
    lookAtTheConsole(key);

    await().atMost(PATIENCE).until(() -> !states("402").contains("pending, raw, sealed"));
    String dump = DatabaseDump.text(database);
    assertThat(dump).contains("no leak").doesNotContain(key.substring(key.length() / 2));
    assertDatabaseHoldsNoTrace();
    assertLogAndMetricsHoldNoTrace();
    assertAccessLogHoldsNoTrace();
    assertTracesHoldNoTrace();
  }

  private void takeEventsInEveryForm(Api shop, String key) {
    String tag = "?upload_tag=zqtag";
    assertAccepted(shop.post("/v1/datasets/402/events", body("json", Marked.CUSTOMER)));
    assertAccepted(
        shop.call(
            "POST",
            "/v1/datasets/402/events" + tag,
            event("ndjson", Marked.CUSTOMER).replace("\n", " "),
            "Content-Type",
            "application/x-ndjson"));
    assertAccepted(
        shop.call(
            "POST", "/v1/datasets/402/events" + tag, sheet("csv"), "Content-Type", "text/csv"));
    Api.Answer preview =
        shop.post("/v1/datasets/402/events/preview", body("preview", Marked.CUSTOMER));
    assertThat(preview.body()).contains(Marked.sha256(Marked.EMAIL));
    String data = URLEncoder.encode("[" + event("form", hashed()) + "]", StandardCharsets.UTF_8);
    Api nobody = api.with(null);
    Api.Answer form =
        nobody.call(
            "POST",
            "/v16.0/402/events",
            "access_token=" + key + "&upload_tag=zqform&data=" + data,
            "Content-Type",
            "application/x-www-form-urlencoded");
    assertThat(form.status()).as(form.body()).isEqualTo(200);
    Api.Answer query =
        nobody.call(
            "POST",
            "/v16.0/402/events?access_token=" + key + "&upload_tag=zqquery&data=" + data,
            "",
            "Content-Type",
            "application/x-www-form-urlencoded");
    assertThat(query.status()).as(query.body()).isEqualTo(200);
  }

  private void refuseWhoHasNoKey() {
    Api unknown = api.with(Marked.UNKNOWN_KEY);
    List<Api.Answer> refused =
        List.of(
            unknown.post("/v1/datasets/402/events", body("refused", Marked.CUSTOMER)),
            unknown.get("/v1/keys"),
            api.with(null).get("/v16.0/402/uploads?access_token=" + Marked.UNKNOWN_KEY),
            api.with(null)
                .call("GET", "/v1/datasets", "", "Authorization", "Basic " + Marked.UNKNOWN_KEY),
            api.get("/v1/datasets/402/uploads?after=" + Marked.EMAIL),
            api.get("/v1/datasets/402/quarantine?" + Marked.EMAIL + "=1"),
            api.call(
                "POST",
                "/v1/datasets/402/events",
                body("type", Marked.CUSTOMER),
                "Content-Type",
                Marked.EMAIL),
            api.put("/v1/datasets/402", "{\"access_token\": {\"" + Marked.BAD_TOKEN + "\": 1}}"),
            api.put("/v1/datasets/402", "{\"access_token\": " + Marked.BAD_TOKEN + "}"));
    assertThat(refused)
        .allMatch(answer -> answer.status() >= 400 && answer.status() < 500)
        .allSatisfy(answer ->
            assertThat(answer.body()).doesNotContain(Marked.UNKNOWN_KEY, Marked.BAD_TOKEN));
  }

  private void setAsideCorrectReleaseAndDiscard(Api shop) {
    for (String order : List.of("zq-corrected", "zq-released")) {
      meta.fault(
          "{\"kind\": \"invalid_event\", \"order_id\": \"%s\", \"dataset\": \"402\"}"
              .formatted(order));
    }
    post("402", "zq-corrected");
    post("402", "zq-released");
    await()
        .atMost(PATIENCE)
        .until(() -> shop.get("/v1/datasets/402/quarantine").json().path("data").size() == 2);
    String wrong =
        shop.get("/v1/datasets/402/quarantine?order_id=zq-corrected")
            .json()
            .at("/data/0/event_keys/0")
            .asString();
    String correct = "/v1/datasets/402/quarantine/" + wrong + "/correct";
    assertThat(
            shop.post(
                    correct,
                    event("zq-right", "{\"email\": \"" + Marked.EMAIL + "\", \"zqfirst\": 1}"))
                .status())
        .isIn(202, 422);
    assertThat(shop.get("/v1/datasets/402/events/zq-released").status()).isEqualTo(200);
    shop.post("/v1/datasets/402/quarantine/release", "{\"order_id\": \"zq-released\"}");
    await()
        .atMost(PATIENCE)
        .until(() ->
            shop.get("/v1/datasets/402/quarantine?order_id=zq-released").json().path("data").size()
                == 1);
    assertThat(shop.delete("/v1/datasets/402/quarantine").status()).isEqualTo(200);
    meta.clearFaults();
  }

  private void workOffAFile(Api shop) {
    String files = "/v1/datasets/402/files";
    JsonNode file =
        shop.call("POST", files + "?name=week.csv", sheet("file"), "Content-Type", "text/csv")
            .json();
    String id = files + "/" + file.path("id").asLong();
    assertThat(shop.get(id + "/preview").status()).isEqualTo(200);
    assertThat(shop.post(id + "/start", "{\"upload_tag\": \"zqfile\"}").status()).isEqualTo(200);
    await().atMost(PATIENCE).until(() -> shop.get(id).text("state").equals("done"));
    assertThat(shop.get(id + "/refused").body()).contains("Zqfirst");
  }

  private void askMetaAboutTheDataset(Api shop) {
    assertThat(shop.post("/v1/datasets/402/test", "").status()).isLessThan(500);
    shop.get("/v1/datasets/402/adaccounts");
    shop.post("/v1/datasets/402/agencies", "{\"business\": \"7\"}");
    shop.post("/v1/datasets/402/customconversions", "{\"" + Marked.EMAIL + "\": 1}");
    shop.get("/v1/datasets/402/insights?ad_account=5");
    shop.get("/v1/datasets/402/reconciliation");
    meta.fault("{\"kind\": \"error\", \"code\": 190, \"times\": 1, \"dataset\": \"402\"}");
    assertThat(shop.post("/v1/datasets/402/test", "").status()).isLessThan(600);
    meta.clearFaults();
    put("402", Marked.GOOD_TOKEN);
  }

  private void lookAtTheConsole(String key) throws Exception {
    try (HttpClient browser =
        HttpClient.newBuilder()
            .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
            .build()) {
      String login = page(browser, "/console/login");
      Matcher token = Pattern.compile("name=\"csrf-token\" content=\"([^\"]+)\"").matcher(login);
      assertThat(token.find()).isTrue();
      logs.alsoLookFor(token.group(1));
      String form =
          "key=%s&_csrf=%s"
              .formatted(key, URLEncoder.encode(token.group(1), StandardCharsets.UTF_8));
      browser.send(
          HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/console/login"))
              .setHeader("Content-Type", "application/x-www-form-urlencoded")
              .POST(BodyPublishers.ofString(form))
              .build(),
          BodyHandlers.discarding());
      assertThat(page(browser, "/console/datasets/402")).contains("402").doesNotContain("zqtoken");
      page(browser, "/console");
      page(browser, "/console/datasets?q=" + Marked.EMAIL);
    }
  }

  private String page(HttpClient browser, String path) throws Exception {
    return browser
        .send(
            HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build(),
            BodyHandlers.ofString())
        .body();
  }

  private static void assertAccepted(Api.Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    assertThat(answer.body()).doesNotContainIgnoringCase("zqmark");
  }

  private static String hashed() {
    return "{\"email\": \"%s\"}".formatted(Marked.sha256(Marked.EMAIL));
  }

  private static String body(String orderId, String customer) {
    return "{\"upload_tag\": \"zq\", \"data\": [%s]}".formatted(event(orderId, customer));
  }

  private static String event(String orderId, String customer) {
    return """
    {"event_name": "Purchase", "event_time": %d, "order_id": "%s", "value": 12.5, "currency": "EUR", "match_keys": %s}\
    """
        .formatted(Instant.now().getEpochSecond() - 60, orderId, customer);
  }

  /** One row that is taken, and one that is not. */
  private static String sheet(String orderId) {
    return """
    event_time,event_name,order_id,Email,First Name,value,currency
    %1$d,Purchase,%2$s 1,Zqmark.Mail@Example.COM,Zqfirst,1,EUR
    %1$d,Purchase,%2$s 2,Zqmark.Mail@Example.COM,Zqfirst,zqlast,EUR
    """
        .formatted(Instant.now().getEpochSecond() - 60, orderId);
  }

  private void assertDatabaseHoldsNoTrace() {
    String dump = DatabaseDump.text(database);
    assertThat(dump).contains("-- batch", "-- dataset"); // it was read
    Marked.assertNoTrace(dump, "the database");
  }

  private void assertLogAndMetricsHoldNoTrace() {
    assertThat(logs.loggersBelowInfo()).as("loggers that were heard below INFO").isNotEmpty();
    assertThat(LoggerFactory.getLogger("dev.uploadgateway.intake.Intake").isTraceEnabled())
        .isTrue();
    assertThat(logs.leaks()).isEmpty();
    StringBuilder metrics = new StringBuilder();
    meters.getMeters().forEach(meter -> metrics.append(meter.getId()).append('\n'));
    assertThat(metrics.toString()).contains("http.server.requests");
    Marked.assertNoTrace(metrics.toString(), "the metrics");
  }

  private void assertTracesHoldNoTrace() {
    tracers.forceFlush().join(10, TimeUnit.SECONDS);
    assertThat(collector.spans()).isNotEmpty();
    Marked.assertNoTrace(collector.text(), "the traces");
  }

  /** By their names, each of which is once in that trace. */
  private Map<String, Span> spans(String trace) {
    tracers.forceFlush().join(10, TimeUnit.SECONDS);
    return collector.spans().stream()
        .filter(span -> HexFormat.of().formatHex(span.getTraceId().toByteArray()).equals(trace))
        .collect(Collectors.toMap(Span::getName, span -> span));
  }

  private void assertAccessLogHoldsNoTrace() {
    StringBuilder lines = new StringBuilder();
    try (Stream<Path> files = Files.list(accessLog)) {
      for (Path file : files.toList()) {
        lines.append(Files.readString(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(lines.toString()).contains("POST /v16.0/402/events");
    Marked.assertNoTrace(lines.toString(), "the access log");
  }

  private List<String> states(String dataset) {
    return sql.sql(
            """
            select state || ', ' || case when wire is null then 'raw' else 'frozen' end
                   || ', ' || case when envelope is null and data_key is null then 'erased' else 'sealed' end
            from batch where dataset = (select number from dataset where id = ?)
            """)
        .param(dataset)
        .query(String.class)
        .list();
  }

  private void put(String dataset, String token) {
    String draft =
        """
        {"access_token": "%s", "app_secret": "%s"}
        """
            .formatted(token, Marked.APP_SECRET);
    assertThat(api.put("/v1/datasets/" + dataset, draft).status()).isIn(200, 201);
  }

  private JsonNode shown() {
    return api.get("/v1/datasets/401").json();
  }

  private void post(String dataset, String orderId) {
    String body =
        """
        {"upload_tag": "zq", "data": [{"event_name": "Purchase", "event_time": %d, "order_id": "%s",
         "value": 12.5, "currency": "EUR", "match_keys": %s}]}
        """
            .formatted(Instant.now().getEpochSecond() - 60, orderId, Marked.CUSTOMER);
    Api.Answer answer = api.post("/v1/datasets/" + dataset + "/events", body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    assertThat(answer.body()).doesNotContainIgnoringCase("zqmark");
  }
}
