package dev.uploadgateway.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.Api;
import dev.uploadgateway.LocalPostgres;
import dev.uploadgateway.conversion.EventKey;
import dev.uploadgateway.conversion.Text;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "gateway.meta.base-url=http://localhost:1",
      "gateway.dispatch.linger=1d",
      "gateway.dispatch.poll-interval=1d"
    })
@Import(LocalPostgres.class)
@ExtendWith(OutputCaptureExtension.class)
@Timeout(60)
class QuarantineApiIT {

  private static final JsonMapper json = new JsonMapper();

  private final long time = Instant.now().getEpochSecond() - 60;

  @LocalServerPort int port;
  @Autowired JdbcClient sql;
  @Autowired MeterRegistry meters;

  private Api api;
  private String id;
  private String path;

  /**
   * A dataset of its own, with three batches in quarantine: orders 1 to 3 of the till, order 4 of
   * the till, order 5 of the web.
   */
  @BeforeEach
  void aQuarantine() {
    api = new Api(port, Api.ADMIN_KEY);
    id = "quarantine_" + Long.toString(System.nanoTime(), 36);
    path = "/v1/datasets/" + id + "/quarantine";
    // Without a token nothing is sent, and what was released stays to be seen.
    assertThat(api.put("/v1/datasets/" + id, "{}").status()).isEqualTo(201);
    post("till", "1", "2", "3");
    quarantine("refused_by_meta", "Meta's words");
    post("till", "4");
    quarantine("expired", "Too old");
    post("web", "5");
    quarantine("refused_by_meta", "Meta's words");
  }

  @Test
  void whatWaitsIsListedWithItsReason() {
    sql.sql(
            """
            with recorded as (
              insert into call (dataset, upload_id, started_at, millis, events, bytes, outcome, http_status, code,
                                subcode, fbtrace_id, message)
              select dataset, upload_id, timestamptz '2026-11-02 10:00:00Z', 1, 1, 1, 'refused', 400, 100, 2804003,
                     'A1b2', 'words'
              from batch where dataset = :dataset and reason_code = 'expired'
              returning id
            )
            update batch
            set attempts = 2, call_id = (select id from recorded), deadline = '2026-12-01 00:00:00Z',
                settled_at = '2026-11-03 00:00:00Z'
            where dataset = :dataset and reason_code = 'expired'
            """)
        .param("dataset", number())
        .update();

    JsonNode rows = get("").path("data");

    assertThat(rows).hasSize(3);
    assertThat(rows.get(1))
        .isEqualTo(
            json.readTree(
                """
                {"batch": "%s", "upload_tag": "till", "events": 1,
                 "reason": {"code": "expired", "message": "Too old"},
                 "since": "2026-11-03T00:00:00Z", "deadline": "2026-12-01T00:00:00Z", "attempts": 2,
                 "call": {"at": "2026-11-02T10:00:00Z", "http_status": 400, "code": 100, "subcode": 2804003,
                          "fbtrace_id": "A1b2"},
                 "event_keys": ["%s"]}
                """
                    .formatted(batch("expired"), key("4"))));
    assertThat(rows.get(0).path("events").asInt()).isEqualTo(3);
    assertThat(rows.get(0).path("call").isNull()).isTrue();
    assertThat(rows.get(0).path("event_keys").isNull()).isTrue();
    assertThat(get("?batch=" + rows.get(0).path("batch").asString()).at("/data/0/event_keys"))
        .isEqualTo(json.valueToTree(List.of(key("1"), key("2"), key("3"))));
  }

  @ParameterizedTest
  @CsvSource({
    "'', 5",
    "'?reason=expired', 1",
    "'?reason=REFUSED_BY_META', 4",
    "'?upload_tag=till', 4",
    "'?upload_tag=nobody', 0",
    "'?order_id=2', 1",
    "'?order_id=+2+', 1",
    "'?order_id=6', 0",
    "'?event=<4>', 1",
    "'?event=<UUID of 4>', 1",
    "'?event=00000000000000000000000000000000', 0",
    "'?batch=<expired>', 1",
    "'?batch=0', 0",
    "'?upload_tag=till&reason=refused_by_meta', 3",
    "'?upload_tag=web&reason=expired', 0",
    "'?order_id=2&upload_tag=till&reason=refused_by_meta&event=<2>', 1",
    "'?order_id=2&event=<3>', 0",
    "'?order_id=2&upload_tag=web', 0",
  })
  void filtersHoldTogetherForAListAReleaseAndADiscard(String query, int events) {
    String filled = filled(query);

    assertThat(get(filled).path("data").isEmpty()).isEqualTo(events == 0);
    Api.Answer discarded = api.delete(path + filled);
    assertThat(discarded.status()).as(discarded.body()).isEqualTo(200);
    assertThat(discarded.json()).isEqualTo(json.readTree("{\"events_discarded\":" + events + "}"));
    assertThat(api.delete(path + filled).json().path("events_discarded").asInt()).isZero();
    assertUploads(0, 5 - events, events);

    aQuarantine();
    filled = filled(query);
    Api.Answer released = api.post(path + "/release" + filled, "");
    assertThat(released.status()).as(released.body()).isEqualTo(200);
    assertThat(released.json()).isEqualTo(json.readTree("{\"events_released\":" + events + "}"));
    assertUploads(events, 5 - events, 0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | {} | 5",
        "'' | {\"reason\": \"expired\"} | 1",
        "'' | {\"order_id\": 2} | 1",
        "'' | {\"order_id\": \"2\", \"upload_tag\": \"till\"} | 1",
        "?upload_tag=till | {\"reason\": \"refused_by_meta\"} | 3",
        "?reason=expired | {\"reason\": \"expired\"} | 1",
      })
  void aReleaseTakesItsFiltersFromTheBodyAsWell(String query, String body, int events) {
    assertThat(api.post(path + "/release" + query, body).json().path("events_released").asInt(-1))
        .isEqualTo(events);
    assertUploads(events, 5 - events, 0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "raeson=expired | raeson",
        "uploadTag=till | uploadTag",
        "reason=old | reason",
        "reason= | reason",
        "reason=expired&reason=refused_by_meta | reason",
        "upload_tag= | upload_tag",
        "upload_tag=%00 | upload_tag",
        "order_id= | order_id",
        "event=1234 | event",
        "event=zz000000000000000000000000000000 | event",
        "event=1-2-3-4-5 | event",
        "event= | event",
        "batch=x | batch",
        "batch=-1 | batch",
        "batch=99999999999999999999 | batch",
        "batch= | batch",
      })
  void aParameterThatIsNotUnderstoodIsNamedAndNothingChanges(String query, String parameter) {
    for (Api.Answer answer :
        List.of(
            api.get(path + "?" + query),
            api.delete(path + "?" + query),
            api.post(path + "/release?" + query, ""))) {
      assertInvalid(answer, parameter);
    }
    assertUploads(0, 5, 0);
  }

  @ParameterizedTest
  @CsvSource({"limit, 0", "limit, 1001", "limit, x", "after, x"})
  void aPageThatThereIsNotIsRefused(String name, String value) {
    assertInvalid(api.get(path + "?" + name + "=" + value), name);
    assertInvalid(api.delete(path + "?" + name + "=1"), name);
    assertInvalid(api.post(path + "/release?" + name + "=1", ""), name);
    assertUploads(0, 5, 0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | {\"raeson\": \"expired\"} | raeson",
        "'' | {\"limit\": 1} | limit",
        "'' | {\"reason\": null} | reason",
        "'' | {\"reason\": \"\"} | reason",
        "'' | {\"order_id\": [\"1\"]} | order_id",
        "'' | {\"order_id\": 1.5} | order_id",
        "'' | {\"event\": true} | event",
        "?reason=expired | {\"reason\": \"refused_by_meta\"} | reason",
        "?order_id=1 | {\"order_id\": 2} | order_id",
      })
  void aMemberThatIsNotUnderstoodIsNamedAndNothingChanges(
      String query, String body, String parameter) {
    assertInvalid(api.post(path + "/release" + query, body), parameter);
    assertUploads(0, 5, 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "1", "\"expired\"", "{", "reason=expired"})
  void aBodyThatIsNoObjectChangesNothing(String body) {
    assertThat(api.post(path + "/release", body).code()).isEqualTo("malformed_json");
    assertThat(api.delete(path).status()).isEqualTo(200);
  }

  @Test
  void aDiscardDoesNotOverlookFiltersInItsBody() {
    String blanks = " ".repeat(100);
    for (Api.Answer answer :
        List.of(
            api.call("DELETE", path, "{\"reason\": \"expired\"}"),
            api.call("DELETE", path, blanks + "{\"reason\": \"expired\"}"),
            api.call("DELETE", path, "reason=expired", "Content-Type", "text/plain"))) {
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.code()).isEqualTo("body_not_taken");
    }
    assertThat(
            api.call(
                    "POST",
                    path + "/release",
                    "reason=expired",
                    "Content-Type",
                    "application/x-www-form-urlencoded")
                .status())
        .isEqualTo(415);
    assertUploads(0, 5, 0);
    String form = "application/x-www-form-urlencoded";
    assertThat(api.call("DELETE", path, "reason=expired", "Content-Type", form).body())
        .as("counts as parameters")
        .isEqualTo("{\"events_discarded\":1}");
  }

  @Test
  void pagesHoldEveryBatchOnce() {
    List<String> batches = new ArrayList<>();
    JsonNode page = get("?limit=2&upload_tag=till");
    assertThat(page.path("paging").has("next")).isFalse();
    page = get("?limit=2&reason=" + "refused_by_meta");
    assertThat(page.path("paging").has("next")).isFalse();
    page = get("?limit=1");
    for (int pages = 1; pages <= 3; pages++) {
      assertThat(page.path("data")).hasSize(1);
      batches.addAll(page.path("data").findValuesAsString("batch"));
      assertThat(page.path("paging").has("next")).isEqualTo(pages < 3);
      if (pages < 3) {
        URI next = URI.create(page.path("paging").path("next").asString());
        page = api.get(next.getRawPath() + "?" + next.getRawQuery()).json();
      }
    }
    assertThat(batches).doesNotHaveDuplicates().hasSize(3);
  }

  @Test
  void theEventsThatCannotBeTakenOutOfABatchAreNotSilentlyLeft() {
    sql.sql("update batch set envelope = '\\x00' where dataset = ?").param(number()).update();

    JsonNode answer = api.delete(path + "?order_id=1").json();

    assertThat(answer)
        .isEqualTo(
            json.readTree(
                "{\"events_discarded\": 0, \"unopened_batches\": [\"%s\"]}"
                    .formatted(get("").at("/data/0/batch").asString())));
    assertUploads(0, 5, 0);
  }

  @Test
  void aDiscardedEventCanBePostedAgainAndIsCountedAsNew() {
    api.delete(path + "?order_id=4");

    JsonNode again = post("till", "1", "4");
    assertThat(again.path("events_accepted").asInt()).isEqualTo(1);
    assertThat(again.path("events_duplicate").asInt()).isEqualTo(1);
    assertUploads(1, 4, 1);
    JsonNode stats = api.get("/v1/datasets/" + id + "/stats?fields=count").json().path("data");
    assertThat(stats.valueStream().mapToInt(row -> row.path("count").asInt()).sum())
        .as("/stats counts what was uploaded, the discarded one too")
        .isEqualTo(6);
  }

  @Test
  void whatWasDecidedIsCountedAndLoggedWithoutSayingOfWhom(CapturedOutput log) {
    String key = key("2");
    api.post(path + "/release?order_id=1&upload_tag=till", "");
    api.delete(path + "?event=" + key);
    api.delete(path + "?upload_tag=web");

    assertThat(counted("released")).isEqualTo(1);
    assertThat(counted("discarded")).isEqualTo(2);
    assertThat(log.getAll().lines().filter(line -> line.contains("quarantine dataset=" + id)))
        .hasSize(3)
        .anyMatch(line -> line.endsWith("released=1 unopened=0 filters=[order_id, upload_tag]"))
        .anyMatch(line -> line.endsWith("discarded=1 unopened=0 filters=[event]"))
        .anyMatch(line -> line.endsWith("discarded=1 unopened=0 filters=[upload_tag]"))
        .noneMatch(line -> line.contains(key));
  }

  @Test
  void anotherDatasetsKeyOpensNothing() {
    String key =
        api.post(
                "/v1/keys",
                "{\"name\":\"other\",\"scopes\":[\"write\",\"read\"],\"datasets\":[\"other\"]}")
            .text("key");
    Api other = api.with(key);

    for (Api.Answer answer :
        List.of(other.get(path), other.post(path + "/release", "{}"), other.delete(path))) {
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.code()).isEqualTo("dataset_not_allowed");
    }
    assertUploads(0, 5, 0);
    assertThat(api.get("/v1/datasets/none/quarantine").code()).isEqualTo("unknown_dataset");
    assertThat(api.post("/v1/datasets/none/quarantine/release", "").code())
        .isEqualTo("unknown_dataset");
    assertThat(api.delete("/v1/datasets/none/quarantine").code()).isEqualTo("unknown_dataset");
  }

  /** Order 4 has an event with an id of its own, whose key says nothing of the order. */
  private JsonNode post(String tag, String... orders) {
    List<String> events = new ArrayList<>();
    for (String order : orders) {
      events.add(
          """
          {"match_keys":{"email":"jane@example.com"},"event_name":"Lead","event_time":%d,"order_id":"%s","event_id":%s}
          """
              .formatted(time, order, order.equals("4") ? "\"e4\"" : "null"));
    }
    Api.Answer answer =
        api.post(
            "/v1/datasets/" + id + "/events",
            "{\"upload_tag\":\"%s\",\"data\":[%s]}".formatted(tag, String.join(",", events)));
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    return answer.json();
  }

  /** Whatever waits, as if dispatch had set it aside. */
  private void quarantine(String reason, String message) {
    sql.sql(
            """
            with quarantined as (
              update batch
              set state = 'quarantined', reason_code = :reason, reason = :message, settled_at = now()
              where dataset = :dataset and state = 'pending'
              returning upload_id, events
            )
            update upload u
            set quarantined = quarantined + events
            from quarantined q
            where u.dataset = :dataset and u.id = q.upload_id
            """)
        .param("reason", reason)
        .param("message", message)
        .param("dataset", number())
        .update();
  }

  private int number() {
    return sql.sql("select number from dataset where id = ?")
        .param(id)
        .query(Integer.class)
        .single();
  }

  private String batch(String reason) {
    return sql.sql("select id::text from batch where dataset = ? and reason_code = ?")
        .params(number(), reason)
        .query(String.class)
        .single();
  }

  private String key(String order) {
    return uuid(order).toString().replace("-", "");
  }

  private UUID uuid(String order) {
    long hash = EventKey.orderHash(id, new Text(order));
    return sql.sql(
            """
            select event_key from event_key
            where dataset = :dataset and (order_hash = :hash or event_key between :from and :to)
            """)
        .param("dataset", number())
        .param("hash", hash)
        .param("from", new UUID(hash, 0))
        .param("to", new UUID(hash, -1))
        .query(UUID.class)
        .single();
  }

  private String filled(String query) {
    return query
        .replace("<2>", key("2"))
        .replace("<3>", key("3").toUpperCase(Locale.ROOT))
        .replace("<4>", key("4"))
        .replace("<UUID of 4>", uuid("4").toString())
        .replace("<expired>", batch("expired"));
  }

  private double counted(String decision) {
    return meters
        .get("gateway.quarantine.events")
        .tags("dataset", id, "decision", decision)
        .counter()
        .count();
  }

  private JsonNode get(String query) {
    Api.Answer answer = api.get(path + query);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  /** Of all uploads together, each of which has to add up. */
  private void assertUploads(int pending, int quarantined, int discarded) {
    JsonNode uploads = api.get("/v1/datasets/" + id + "/uploads").json().path("data");
    assertThat(
            List.of(
                sum(uploads, "pending_entries"),
                sum(uploads, "quarantined_entries"),
                sum(uploads, "discarded_entries")))
        .containsExactly(pending, quarantined, discarded);
    assertThat(sum(uploads, "valid_entries")).isEqualTo(pending + quarantined + discarded);
  }

  private static int sum(JsonNode uploads, String field) {
    return uploads.valueStream().mapToInt(row -> row.path(field).asInt()).sum();
  }

  private static void assertInvalid(Api.Answer answer, String parameter) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("invalid_parameter");
    assertThat(answer.text("parameter")).isEqualTo(parameter);
  }
}
