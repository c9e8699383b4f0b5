package dev.uploadgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.uploadgateway.LocalMeta.Meta;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Looks for a marked customer in everything that outlives a request, with all logs at DEBUG. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "gateway.dispatch.linger=0s",
      "gateway.dispatch.poll-interval=200ms",
      "gateway.dispatch.retry-delays=4s,4s",
    })
@Import({LocalPostgres.class, LocalMeta.class})
class NoLeakIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String BAD_TOKEN = "bad-zqtoken-8d1c";
  private static final String GOOD_TOKEN = "good-zqtoken-77f0";
  private static final String APP_SECRET = "zqappsecret-51aa";

  private static final String CUSTOMER =
      """
      {"email": " Zqmark.Mail@Example.COM", "phone": "+49 (1512) 345 98 76", "fn": "Zqfirst", "ln": "Zqlast",
       "ct": "Zqtown", "extern_id": "zqextern-42", "client_user_agent": "zqagent/1.0"}
      """;

  /** As they were sent. */
  private static final List<String> RAW =
      List.of(
          "Zqmark.Mail@Example.COM",
          "(1512) 345 98 76",
          "Zqfirst",
          "Zqlast",
          "Zqtown",
          "zqextern-42",
          "zqagent/1.0");

  /** As they are hashed. */
  private static final List<String> NORMALIZED =
      List.of(
          "zqmark.mail@example.com", "4915123459876", "zqfirst", "zqlast", "zqtown", "zqextern-42");

  private static final List<String> SECRETS = List.of(BAD_TOKEN, GOOD_TOKEN, APP_SECRET);

  @LocalServerPort int port;
  @Autowired Meta meta;
  @Autowired JdbcClient sql;
  @Autowired MeterRegistry meters;

  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private Level levelBefore;
  private Api api;

  @BeforeEach
  void listen() {
    api = new Api(port, Api.ADMIN_KEY);
    levelBefore = root.getLevel();
    log.setContext(root.getLoggerContext());
    log.start();
    root.addAppender(log);
    root.setLevel(Level.DEBUG);
  }

  @AfterEach
  void stopListening() {
    root.setLevel(levelBefore);
    root.detachAppender(log);
    log.stop();
  }

  @Test
  void aCustomerIsSealedWhileTheEventWaitsAndGoneOnceItIsDelivered() {
    put(BAD_TOKEN);

    post("1");
    await().atMost(PATIENCE).until(() -> !shown().path("blocked_reason").isNull());
    await().atMost(PATIENCE).until(() -> states().equals(List.of("pending, raw, sealed")));
    assertDatabaseHoldsNoTrace();

    meta.fault("{\"kind\": \"html\", \"processed\": true}");
    put(GOOD_TOKEN);
    await().atMost(PATIENCE).until(() -> states().equals(List.of("pending, frozen, sealed")));
    assertDatabaseHoldsNoTrace();

    await().atMost(PATIENCE).until(() -> states().equals(List.of("delivered, frozen, erased")));
    assertDatabaseHoldsNoTrace();

    JsonNode arrived = meta.events("401", "zq").getFirst();
    assertThat(arrived.path("received").asInt()).isEqualTo(2);
    assertThat(arrived.path("identical").asBoolean()).isTrue();
    // or else nothing above would have been looked for
    for (String identifier : NORMALIZED) {
      assertThat(arrived.at("/event/user_data").toString()).contains(hex(sha256(identifier)));
    }
    assertLogAndMetricsHoldNoTrace();
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
    put(GOOD_TOKEN);

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

  private void assertDatabaseHoldsNoTrace() {
    String rows = databaseInLowerCase();
    assertThat(rows).contains("401"); // it was read
    for (String trace : traces()) {
      assertNoTrace(rows, trace, "the database");
      assertNoTrace(rows, hex(trace.getBytes(StandardCharsets.UTF_8)), "bytes of the database");
    }
  }

  private void assertLogAndMetricsHoldNoTrace() {
    StringBuilder lines = new StringBuilder();
    for (ILoggingEvent event : List.copyOf(log.list)) {
      lines.append(event.getLoggerName()).append(' ').append(event.getFormattedMessage());
      lines.append(' ').append(event.getMDCPropertyMap()).append('\n');
      if (event.getThrowableProxy() != null) {
        lines.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
      }
    }
    assertThat(lines.toString()).contains("DispatcherServlet"); // DEBUG was on
    meters.getMeters().forEach(meter -> lines.append(meter.getId()).append('\n'));
    String all = lines.toString().toLowerCase(Locale.ROOT);
    for (String trace : traces()) {
      assertNoTrace(all, trace, "logs and metrics");
    }
  }

  /** Shows where it was found, and not the whole haystack. */
  private static void assertNoTrace(String haystack, String trace, String where) {
    int at = haystack.indexOf(trace);
    String around =
        at < 0
            ? ""
            : haystack.substring(Math.max(0, at - 300), Math.min(haystack.length(), at + 100));
    assertThat(around).as("%s in %s", trace, where).isEmpty();
  }

  /**
   * Everything that must not be found, in lower case. Of a hash half is enough, as an event key
   * that were one would show only that.
   */
  private static List<String> traces() {
    List<String> traces = new ArrayList<>();
    Stream.of(RAW, NORMALIZED, SECRETS)
        .flatMap(List::stream)
        .forEach(text -> traces.add(text.toLowerCase(Locale.ROOT)));
    Stream.of(RAW, NORMALIZED)
        .flatMap(List::stream)
        .forEach(text -> traces.add(hex(sha256(text)).substring(0, 32)));
    return traces;
  }

  /** Every column of every row of every table, bytes as hex, and uuids without hyphens as well. */
  private String databaseInLowerCase() {
    List<String> tables =
        sql.sql(
                """
                select quote_ident(table_name) from information_schema.tables
                where table_schema = 'public' and table_type = 'BASE TABLE'
                """)
            .query(String.class)
            .list();
    assertThat(tables).contains("batch", "call", "dataset", "event_key", "tally_change", "upload");
    StringBuilder rows = new StringBuilder();
    for (String table : tables) {
      sql.sql("select t::text from " + table + " t")
          .query(String.class)
          .list()
          .forEach(row -> rows.append(row).append('\n').append(row.replace("-", "")).append('\n'));
    }
    return rows.toString().toLowerCase(Locale.ROOT);
  }

  private List<String> states() {
    return sql.sql(
            """
            select state || ', ' || case when wire is null then 'raw' else 'frozen' end
                   || ', ' || case when envelope is null and data_key is null then 'erased' else 'sealed' end
            from batch
            """)
        .query(String.class)
        .list();
  }

  private void put(String token) {
    String draft =
        """
        {"access_token": "%s", "app_secret": "%s"}
        """
            .formatted(token, APP_SECRET);
    assertThat(api.put("/v1/datasets/401", draft).status()).isIn(200, 201);
  }

  private JsonNode shown() {
    return api.get("/v1/datasets/401").json();
  }

  private void post(String orderId) {
    String body =
        """
        {"upload_tag": "zq", "data": [{"event_name": "Purchase", "event_time": %d, "order_id": "%s",
         "value": 12.5, "currency": "EUR", "match_keys": %s}]}
        """
            .formatted(Instant.now().getEpochSecond() - 60, orderId, CUSTOMER);
    Api.Answer answer = api.post("/v1/datasets/401/events", body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    assertThat(answer.body()).doesNotContainIgnoringCase("zqmark");
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
