package dev.uploadgateway.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.Api;
import dev.uploadgateway.LocalPostgres;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
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

@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "gateway.meta.base-url=http://localhost:1",
      "gateway.dispatch.linger=1d",
      "gateway.dispatch.poll-interval=1d"
    })
@Import(LocalPostgres.class)
@Timeout(60)
class ReportIT {

  private static final JsonMapper json = new JsonMapper();

  /** Noon of the day before yesterday, UTC. */
  private static final long NOON =
      Instant.now().truncatedTo(ChronoUnit.DAYS).minus(36, ChronoUnit.HOURS).getEpochSecond();

  @LocalServerPort int port;
  @Autowired JdbcClient sql;

  private Api api;
  private String dataset;

  /** Every test has a dataset of its own, and so its own uploads. */
  @BeforeEach
  void aDataset() {
    api = new Api(port, Api.ADMIN_KEY);
    dataset = "/v1/datasets/report_" + Long.toString(System.nanoTime(), 36);
    assertThat(api.put(dataset, "{}").status()).isLessThan(300);
  }

  @Test
  void anUploadIsToldInMetasWords() {
    String event = event("Purchase", NOON, "1", 16, "USD");
    post(
        "store", event, event("Purchase", NOON + 60, "2", 4, "EUR"), event("Lead", NOON - 60, "3"));
    post("store", event, "{}");

    JsonNode row = get("/uploads").path("data").get(0);

    assertThat(row.path("id").isString()).isTrue();
    assertThat(row.path("upload_tag").asString()).isEqualTo("store");
    assertThat(row.path("event_time_min").asLong()).isEqualTo(NOON - 60);
    assertThat(row.path("event_time_max").asLong()).isEqualTo(NOON + 60);
    assertThat(row.path("valid_entries").asInt()).isEqualTo(3);
    assertThat(row.path("duplicate_entries").asInt()).isEqualTo(1);
    assertThat(row.path("rejected_entries").asInt()).isEqualTo(1);
    assertThat(row.path("pending_entries").asInt()).isEqualTo(3);
    assertThat(row.path("delivered_entries").asInt()).isZero();
    assertThat(row.path("api_calls").asInt()).isZero();
    assertThat(row.path("matched_entries").isNull()).isTrue();
    assertThat(row.path("match_rate_approx").asInt()).isEqualTo(-1);
    assertThat(json.readTree(row.path("event_stats").asString()))
        .isEqualTo(json.readTree("{\"Lead\":1,\"Purchase\":2}"));
    assertThat(row.path("amounts")).isEqualTo(json.readTree("{\"EUR\":4,\"USD\":16}"));
    assertThat(row.path("first_upload_time").asLong())
        .isEqualTo(row.path("creation_time").asLong())
        .isCloseTo(Instant.now().getEpochSecond(), org.assertj.core.data.Offset.offset(60L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "upload_tag,valid_entries",
        "valid_entries,upload_tag,upload_tag",
        " Upload_Tag , VALID_ENTRIES ,",
        "[\"upload_tag\",\"valid_entries\"]"
      })
  void onlyTheFieldsAskedForAreAnswered(String fields) {
    post("store", event("Lead", NOON, "1"));

    assertThat(get("/uploads?fields=" + encoded(fields)).path("data").get(0))
        .isEqualTo(json.readTree("{\"upload_tag\":\"store\",\"valid_entries\":1}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", ","})
  void noFieldsAreTheUsualOnes(String fields) {
    post("store", event("Lead", NOON, "1"));

    assertThat(get("/uploads?fields=" + encoded(fields)).path("data").get(0).size())
        .isEqualTo(get("/uploads").path("data").get(0).size())
        .isPositive();
    assertThat(get("/stats?fields=" + encoded(fields)).path("data").get(0).propertyNames())
        .containsExactlyInAnyOrder("count", "event", "time");
  }

  @Test
  void uploadsAreFoundByTheirTag() {
    post("a b&c", event("Lead", NOON, "1"));
    post("other", event("Lead", NOON, "2"));

    assertThat(tags(get("/uploads?upload_tag=" + encoded("a b&c")))).containsExactly("a b&c");
    assertThat(tags(get("/uploads?upload_tag=A"))).isEmpty();
    assertThat(tags(get("/uploads?upload_tag=" + encoded("' or 1=1 --")))).isEmpty();
  }

  @Test
  void uploadsAreFoundByTheTimeOfTheirLastUpload() {
    post("old", event("Lead", NOON, "1"));
    post("new", event("Lead", NOON, "2"));
    uploadedAt("old", NOON);
    uploadedAt("new", NOON + 3_600);

    assertThat(tags(get("/uploads?start_time=" + NOON))).containsExactly("new", "old");
    assertThat(tags(get("/uploads?start_time=" + (NOON + 1)))).containsExactly("new");
    assertThat(tags(get("/uploads?end_time=" + (NOON + 3_600)))).containsExactly("old");
    assertThat(tags(get("/uploads?start_time=%d&end_time=%d".formatted(NOON, NOON)))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "LAST_UPLOAD_TIME, ASCENDING",
    "LAST_UPLOAD_TIME, DESCENDING",
    "CREATION_TIME, ASCENDING",
    "FIRST_UPLOAD_TIME, descending",
    "EVENT_TIME_MIN, ASCENDING",
    "event_time_max, DESCENDING",
    "API_CALLS, ASCENDING",
    "API_CALLS, DESCENDING",
    "IS_EXCLUDED_FOR_LIFT, ASCENDING",
    "IS_EXCLUDED_FOR_LIFT, DESCENDING"
  })
  void pagesHoldEveryUploadOnceInOrder(String sortBy, String order) {
    for (int i = 1; i <= 5; i++) {
      post("tag " + i, event("Lead", NOON + i, "o" + i));
      uploadedAt("tag " + i, NOON + i);
    }
    List<String> inOrder = new ArrayList<>(List.of("tag 1", "tag 2", "tag 3", "tag 4", "tag 5"));
    boolean ties = sortBy.equals("API_CALLS") || sortBy.startsWith("IS_");
    if (order.equalsIgnoreCase("descending") && !ties) {
      inOrder = inOrder.reversed();
    }

    List<String> seen = new ArrayList<>();
    JsonNode page = get("/uploads?limit=2&sort_by=%s&order=%s".formatted(sortBy, order));
    for (int pages = 1; ; pages++) {
      assertThat(pages).isLessThanOrEqualTo(3);
      assertThat(page.path("data").size()).isEqualTo(pages < 3 ? 2 : 1);
      seen.addAll(tags(page));
      if (!page.path("paging").has("next")) {
        break;
      }
      assertThat(page.path("paging").path("next").asString())
          .contains("after=" + page.path("paging").path("cursors").path("after").asString());
      page = follow(page.path("paging").path("next").asString());
    }
    assertThat(seen).isEqualTo(inOrder);
  }

  @Test
  void theNextPageAsksForTheSameAsTheFirst() {
    for (int i = 1; i <= 3; i++) {
      post("täg " + i, event("Lead", NOON + i, "o" + i));
    }

    JsonNode first =
        get(
            "/uploads?limit=1&sort_by=CREATION_TIME&order=ASCENDING&fields="
                + encoded("[\"upload_tag\", \"id\"]")
                + "&after=");
    JsonNode second = follow(first.path("paging").path("next").asString());
    JsonNode third = follow(second.path("paging").path("next").asString());

    assertThat(tags(third)).containsExactly("täg 3");
    assertThat(third.path("data").get(0).propertyNames())
        .containsExactlyInAnyOrder("id", "upload_tag");
    assertThat(third.path("paging").has("next")).isFalse();
  }

  @Test
  void aPageLeadsBackAsItLeadsOn() {
    for (int i = 1; i <= 3; i++) {
      post("tag " + i, event("Lead", NOON + i, "o" + i));
    }

    JsonNode first = get("/uploads?limit=1&sort_by=CREATION_TIME&order=ASCENDING");
    JsonNode second = follow(first.path("paging").path("next").asString());
    JsonNode back = follow(second.path("paging").path("previous").asString());

    assertThat(first.path("paging").has("previous")).isFalse();
    assertThat(tags(back)).containsExactly("tag 1");
    assertThat(back.path("paging").has("previous")).isFalse();
    assertThat(tags(follow(back.path("paging").path("next").asString()))).containsExactly("tag 2");
    assertThat(back.path("paging").path("next").asString()).doesNotContain("before=");
  }

  @ParameterizedTest
  @CsvSource({
    "limit, 0",
    "limit, 1001",
    "limit, -1",
    "limit, ten",
    "limit, 99999999999999999999",
    "start_time, now",
    "start_time, -1",
    "end_time, 1.5",
    "end_time, 253402300800",
    "end_time, 999999999999999999",
    "sort_by, NAME",
    "sort_by, id;drop",
    "order, UP",
    "fields, 'upload_tag,secret'",
    "fields, access_token",
    "after, x",
    "after, %00",
    "after, ÄÖ",
    "upload_tag, %00"
  })
  void aParameterThatIsWrongIsNamed(String name, String value) {
    Api.Answer answer =
        api.get(
            dataset + "/uploads?" + name + "=" + (value.startsWith("%") ? value : encoded(value)));

    assertInvalid(answer, name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e999999999 1",
        "1e-999999999 1",
        "1 1.5",
        "1",
        " ",
        "1 99999999999999999999",
        "a b"
      })
  void aForgedCursorIsNamed(String cursor) {
    String after =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(cursor.getBytes(StandardCharsets.UTF_8));

    assertInvalid(api.get(dataset + "/uploads?after=" + after), "after");
  }

  @ParameterizedTest
  @CsvSource({
    "start, yesterday",
    "start, -1",
    "end, 253402300800",
    "aggr_time, day",
    "granularity, weekly",
    "fields, 'count,nonsense'",
    "summary, perhaps"
  })
  void aParameterOfTheStatsThatIsWrongIsNamed(String name, String value) {
    assertInvalid(api.get(dataset + "/stats?" + name + "=" + encoded(value)), name);
  }

  @Test
  void anUnknownDatasetHasNoReports() {
    assertThat(api.get("/v1/datasets/none/uploads").code()).isEqualTo("unknown_dataset");
    assertThat(api.get("/v1/datasets/none/stats").code()).isEqualTo("unknown_dataset");
  }

  @Test
  void aDatasetWithoutEventsHasEmptyReports() {
    assertThat(get("/uploads")).isEqualTo(json.readTree("{\"data\":[],\"paging\":{}}"));
    assertThat(get("/stats")).isEqualTo(json.readTree("{\"data\":[]}"));
    assertThat(get("/stats?summary=true&aggr_time=upload_time"))
        .isEqualTo(json.readTree("{\"data\":[],\"summary\":{\"average_upload_delay\":null}}"));
  }

  @Test
  void statsCountEventsByNameAndDay() {
    post(
        "store",
        event("Purchase", NOON, "1", 16, "USD"),
        event("Purchase", NOON + 1, "2", 4, "USD"),
        event("Lead", NOON, "3"),
        event("Purchase", NOON - 86_400, "4", 1, "USD"));

    assertThat(get("/stats").path("data"))
        .isEqualTo(
            json.readTree(
                """
                [{"event": "Purchase", "time": %d, "count": 1},
                 {"event": "Lead", "time": %d, "count": 1},
                 {"event": "Purchase", "time": %d, "count": 2}]
                """
                    .formatted(NOON - 43_200 - 86_400, NOON - 43_200, NOON - 43_200)));
  }

  @ParameterizedTest
  @CsvSource({"hourly, 3600, 3", "six_hourly, 21600, 2", "daily, 86400, 1", "DAILY, 86400, 1"})
  void statsComeInStepsAsWideAsAsked(String granularity, long step, int rows) {
    post(
        "store",
        event("Lead", NOON, "1"),
        event("Lead", NOON + 3_600, "2"),
        event("Lead", NOON + 6 * 3_600, "3"));

    JsonNode data = get("/stats?granularity=" + granularity).path("data");

    assertThat(data.size()).isEqualTo(rows);
    assertThat(data.valueStream().mapToLong(row -> row.path("count").asLong()).sum()).isEqualTo(3);
    assertThat(data.valueStream().map(row -> row.path("time").asLong() % step))
        .allMatch(rest -> rest == 0);
  }

  @Test
  void statsListBucketsWithoutEventsWhereTheyAreNotToBeSkipped() {
    post("store", event("Purchase", NOON - 2 * 86_400, "1", 16, "USD"), event("Lead", NOON, "2"));
    long day = NOON - 43_200;

    assertThat(get("/stats?skip_empty_values=true").path("data").size()).isEqualTo(2);
    assertThat(get("/stats?skip_empty_values=false").path("data"))
        .isEqualTo(
            json.readTree(
                """
                [{"event": "Lead", "time": %1$d, "count": 0}, {"event": "Purchase", "time": %1$d, "count": 1},
                 {"event": "Lead", "time": %2$d, "count": 0}, {"event": "Purchase", "time": %2$d, "count": 0},
                 {"event": "Lead", "time": %3$d, "count": 1}, {"event": "Purchase", "time": %3$d, "count": 0}]
                """
                    .formatted(day - 2 * 86_400, day - 86_400, day)));
    assertInvalid(api.get(dataset + "/stats?skip_empty_values=some"), "skip_empty_values");
  }

  @Test
  void aDatasetWithoutEventsHasNoEmptyBucketsEither() {
    assertThat(get("/stats?skip_empty_values=false")).isEqualTo(json.readTree("{\"data\":[]}"));
  }

  @Test
  void statsBeginWithTheHourOfTheStartAndEndBeforeTheEnd() {
    post(
        "store",
        event("Lead", NOON, "1"),
        event("Lead", NOON + 3_600, "2"),
        event("Lead", NOON + 7_200, "3"));

    JsonNode data =
        get("/stats?granularity=hourly&start=%d&end=%d".formatted(NOON + 3_601, NOON + 7_200))
            .path("data");

    assertThat(data.valueStream().map(row -> row.path("time").asLong()))
        .containsExactly(NOON + 3_600);
  }

  @Test
  void mixedCurrenciesHaveNoSumInDollars() {
    post("usd", event("Purchase", NOON, "1", 16, "USD"), event("Purchase", NOON, "2", 4, "USD"));
    post("eur", event("Purchase", NOON - 86_400, "3", 5, "EUR"));
    post(
        "both",
        event("Purchase", NOON - 172_800, "4", 5, "EUR"),
        event("Purchase", NOON - 172_800, "5", 6, "USD"));
    post("none", event("Lead", NOON, "6"));

    assertThat(get("/stats?fields=event,usd_amount,amounts").path("data"))
        .isEqualTo(
            json.readTree(
                """
                [{"event": "Purchase", "usd_amount": null, "amounts": {"EUR": 5, "USD": 6}},
                 {"event": "Purchase", "usd_amount": null, "amounts": {"EUR": 5}},
                 {"event": "Lead", "usd_amount": 0, "amounts": {}},
                 {"event": "Purchase", "usd_amount": 20, "amounts": {"USD": 20}}]
                """));
  }

  @Test
  void duplicatesAreCountedAndWhatOnlyMetaKnowsIsNull() {
    String event = event("Purchase", NOON, "1", 16, "USD");
    post("store", event, event);
    post("again", event);

    assertThat(
            get("/stats?fields=count,duplicate_count,usd_amount,matched_count,attributed_count,"
                    + "matched_usd_amount,attributed_usd_amount")
                .path("data"))
        .isEqualTo(
            json.readTree(
                """
                [{"count": 1, "duplicate_count": 2, "usd_amount": 16, "matched_count": null, "attributed_count": null,
                  "matched_usd_amount": null, "attributed_usd_amount": null}]
                """));
  }

  @Test
  void theSummaryHasTheAverageDelayOfUploads() {
    long now = Instant.now().getEpochSecond();
    post("store", event("Lead", now - 1_000, "1"), event("Lead", now - 3_000, "2"));

    JsonNode summed = get("/stats?aggr_time=upload_time&summary=true&granularity=hourly");

    assertThat(summed.path("summary").path("average_upload_delay").asLong())
        .isBetween(2_000L, 2_060L);
    assertThat(summed.path("data").valueStream().mapToLong(row -> row.path("count").asLong()).sum())
        .isEqualTo(2);
    assertThat(summed.path("data").get(0).path("time").asLong())
        .isBetween(now - now % 3_600, now + 60);
    assertThat(get("/stats?aggr_time=upload_time").has("summary")).isFalse();
    assertThat(get("/stats?summary=true").has("summary")).isFalse();
  }

  private static String event(String name, long time, String order) {
    return """
    {"match_keys":{"email":"jane@example.com"},"event_name":"%s","event_time":%d,"order_id":"%s"}\
    """
        .formatted(name, time, order);
  }

  private static String event(String name, long time, String order, int value, String currency) {
    return event(name, time, order)
        .replace("}}", "}")
        .replaceFirst("}$", ",\"value\":%d,\"currency\":\"%s\"}".formatted(value, currency));
  }

  private void post(String tag, String... events) {
    Api.Answer answer =
        api.post(
            dataset + "/events",
            "{\"upload_tag\":\"%s\",\"data\":[%s]}".formatted(tag, String.join(",", events)));
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
  }

  /** As if it had been uploaded then. */
  private void uploadedAt(String tag, long time) {
    sql.sql(
            """
            update upload set created_at = to_timestamp(:time), last_upload_at = to_timestamp(:time)
            where upload_tag = :tag and dataset = (select number from dataset where id = :dataset)
            """)
        .param("time", time)
        .param("tag", tag)
        .param("dataset", dataset.substring(dataset.lastIndexOf('/') + 1))
        .update();
  }

  private JsonNode get(String path) {
    Api.Answer answer = api.get(dataset + path);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  private JsonNode follow(String url) {
    URI uri = URI.create(url);
    assertThat(uri.getPort()).isEqualTo(port);
    Api.Answer answer = api.get(uri.getRawPath() + "?" + uri.getRawQuery());
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  private static List<String> tags(JsonNode page) {
    return page.path("data").findValuesAsString("upload_tag");
  }

  private static void assertInvalid(Api.Answer answer, String parameter) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("invalid_parameter");
    assertThat(answer.text("parameter")).isEqualTo(parameter);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
