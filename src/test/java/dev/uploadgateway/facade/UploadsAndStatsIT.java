package dev.uploadgateway.facade;

import static dev.uploadgateway.facade.EventsInIT.assertError;
import static dev.uploadgateway.facade.Graph.list;
import static dev.uploadgateway.facade.Graph.offline;
import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.Api;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@RunningFacade
class UploadsAndStatsIT {

  @LocalServerPort int port;

  private Graph graph;

  @BeforeEach
  void aDatasetOfOnesOwn() {
    graph = Graph.withOwnDataset(port);
  }

  @Test
  void uploadsHaveMetasDefaultFieldsAndAllOthersOnDemand() {
    String event = offline("1");
    send("t", event);
    send("t", event);

    JsonNode row = get("uploads").json().at("/data/0");
    JsonNode whole =
        get(
                "uploads",
                "fields",
                "id,upload_tag,creation_time,first_upload_time,last_upload_time,event_time_min,event_time_max,"
                    + "api_calls,valid_entries,matched_entries,duplicate_entries,match_rate_approx,event_stats")
            .json()
            .at("/data/0");

    assertThat(row.propertyNames()).containsExactly("id", "upload_tag");
    assertThat(row.path("upload_tag").asString()).isEqualTo("t");
    assertThat(whole.path("valid_entries").asInt()).isEqualTo(1);
    assertThat(whole.path("duplicate_entries").asInt()).isEqualTo(1);
    assertThat(whole.path("match_rate_approx").asInt()).isEqualTo(-1);
    assertThat(whole.path("event_stats").asString()).isEqualTo("{\"Purchase\":1}");
    assertThat(whole.path("creation_time").isIntegralNumber()).isTrue();
    assertThat(whole.has("matched_entries")).isFalse();
  }

  @Test
  void pagesFollowEachOtherThereAndBack() {
    for (String tag : List.of("a", "b", "c", "d", "e")) {
      send(tag, offline(tag));
    }

    JsonNode first = uploads("limit", "2");
    JsonNode second = uploads("limit", "2", "after", cursor(first, "after"));
    JsonNode last = uploads("limit", "2", "after", cursor(second, "after"));
    JsonNode back = uploads("limit", "2", "before", cursor(last, "before"));
    JsonNode start = uploads("limit", "2", "before", cursor(back, "before"));

    assertThat(tags(first)).containsExactly("a", "b");
    assertThat(tags(second)).containsExactly("c", "d");
    assertThat(tags(last)).containsExactly("e");
    assertThat(tags(back)).containsExactly("c", "d");
    assertThat(tags(start)).containsExactly("a", "b");
    assertThat(links(first)).containsExactly("cursors", "next");
    assertThat(links(second)).containsExactly("cursors", "previous", "next");
    assertThat(links(last)).containsExactly("cursors", "previous");
    assertThat(links(start)).containsExactly("cursors", "next");
    assertThat(tags(follow(first, "next"))).containsExactly("c", "d");
    assertThat(tags(follow(last, "previous"))).containsExactly("c", "d");
    assertThat(tags(follow(follow(last, "previous"), "next"))).containsExactly("e");
  }

  @Test
  void uploadsAreFoundByTagAndTimeAndSortedAsAsked() {
    send("a", offline("1"));
    send("b", offline("2"));
    long now = Instant.now().getEpochSecond();

    assertThat(tags(uploads("upload_tag", "a"))).containsExactly("a");
    assertThat(tags(get("offline_event_uploads", "order", "DESCENDING").json()))
        .containsExactly("b", "a");
    assertThat(tags(uploads("start_time", Long.toString(now - 600)))).containsExactly("a", "b");
    assertThat(tags(uploads("end_time", "2020-01-31T10:00:00+0000"))).isEmpty();
    assertThat(tags(uploads("start_time", "2020-01-31"))).hasSize(2);
    for (String sort : List.of("API_CALLS", "EVENT_TIME_MAX", "IS_EXCLUDED_FOR_LIFT")) {
      assertThat(tags(uploads("sort_by", sort))).hasSize(2);
    }
    assertError(get("uploads", "sort_by", "PRICE"), 400, 100);
    assertError(get("uploads", "fields", "id,customers"), 400, 100);
    assertError(get("uploads", "start_time", "yesterday"), 400, 100);
    assertError(get("uploads", "limit", "0"), 400, 100);
    assertError(get("uploads", "before", "nonsense"), 400, 100);
    assertThat(get("uploads", "upload_tag", "none").body()).isEqualTo("{\"data\":[]}");
  }

  @Test
  void aLargeLimitIsTakenAndTimesAreReadAsGraphReadsThem() {
    send("a", offline("1"));

    assertThat(tags(uploads("limit", "5000"))).containsExactly("a");
    for (String start : List.of("1456870055", "2016-03-01", "2016-03-01T00:00:00+0000")) {
      assertThat(get("stats", "start", start, "limit", "100000").json().at("/data/0/count").asInt())
          .isEqualTo(1);
      assertThat(get("stats", "end", start).json().path("data")).isEmpty();
    }
    assertError(get("stats", "start", "soon"), 400, 100);
    assertError(get("stats", "limit", "many"), 400, 100);
  }

  @Test
  void theLinkToTheNextPageHoldsTheKeyOnlyWhereTheClientPutIt() {
    send("a", offline("1"));
    send("b", offline("2"));
    String path = "/v26.0/%s/uploads?limit=1".formatted(graph.dataset());

    assertThat(graph.api().get(path).json().at("/paging/next").asString())
        .contains("after=")
        .doesNotContain(Api.ADMIN_KEY);
    assertThat(
            graph
                .api()
                .with(null)
                .get(path + "&access_token=" + Api.ADMIN_KEY)
                .json()
                .at("/paging/next")
                .asString())
        .contains(Api.ADMIN_KEY);
  }

  @Test
  void statsCountByTimeInMetasEnvelope() {
    send("t", offline("1"));
    send("t", offline("2"));
    long now = Instant.now().getEpochSecond();

    JsonNode plain = get("stats").json();
    JsonNode whole =
        get(
                "stats",
                "start",
                Long.toString(now - Duration.ofDays(1).toSeconds()),
                "end",
                Long.toString(now + 60),
                "aggr_time",
                "upload_time",
                "granularity",
                "hourly",
                "fields",
                "[\"count\",\"event\",\"usd_amount\",\"matched_count\"]",
                "summary",
                "true",
                "skip_empty_values",
                "true",
                "user_timezone_id",
                "1")
            .json();

    assertThat(plain.at("/data/0").propertyNames()).containsExactly("event", "time", "count");
    assertThat(plain.at("/data/0/count").asInt()).isEqualTo(2);
    assertThat(plain.at("/paging/cursors/after").asString()).isNotEmpty();
    assertThat(plain.has("summary")).isFalse();
    assertThat(whole.at("/data/0").propertyNames()).containsExactly("event", "count", "usd_amount");
    assertThat(whole.at("/data/0/usd_amount").decimalValue()).isEqualByComparingTo("32");
    assertThat(whole.at("/summary/average_upload_delay").asInt()).isBetween(60, 600);
    assertThat(get("stats", "end", "1000").body()).isEqualTo("{\"data\":[]}");
    assertError(get("stats", "granularity", "weekly"), 400, 100);
    assertError(get("stats", "after", "nonsense"), 400, 100);
  }

  @Test
  void metasOwnUploaderOpensAnUploadAndResumesIt() {
    String events = "/v26.0/%s/events".formatted(graph.dataset());
    String uploads = "/v26.0/%s/uploads".formatted(graph.dataset());
    assertThat(graph.get("/api_version", "access_token", Api.ADMIN_KEY).text("api_version"))
        .matches("v\\d+[.]0");
    String id =
        graph
            .postJson(
                uploads,
                "{\"access_token\":\"%s\",\"upload_tag\":\"sales.csv\"}".formatted(Api.ADMIN_KEY))
            .text("id");
    assertThat(
            graph
                .postForm(uploads, "access_token", Api.ADMIN_KEY, "upload_tag", "sales.csv")
                .text("id"))
        .isEqualTo(id);

    Api.Answer sent = graph.postJson(events, rows(id, 0, 500, offline("1")));
    Api.Answer repeated = graph.postJson(events, rows(id, 0, 500, offline("1")));
    Api.Answer overlapping = graph.postJson(events, rows(id, 499, 600, offline("2")));
    Api.Answer next = graph.postJson(events, rows(id, 500, 900, offline("3")));

    assertThat(sent.body()).isEqualTo("{\"num_processed_entries\":1}");
    for (Api.Answer again : List.of(repeated, overlapping)) {
      assertThat(assertError(again, 200, 100).path("error_subcode").asInt()).isEqualTo(2044011);
    }
    assertThat(next.body()).isEqualTo("{\"num_processed_entries\":1}");
    assertThat(graph.stored("sales.csv")).isEqualTo(2);
    JsonNode upload =
        graph
            .get("/v26.0/" + id, "access_token", Api.ADMIN_KEY, "fields", "progress,upload_tag")
            .json();
    assertThat(upload.path("upload_tag").asString()).isEqualTo("sales.csv");
    assertThat(upload.at("/progress/data").valueStream())
        .extracting(range -> range.path("start_inclusive") + "-" + range.path("end_exclusive"))
        .containsExactly("0-500", "500-900");
    assertThat(graph.api().get("/" + id + "/progress").json().path("data"))
        .isEqualTo(upload.at("/progress/data"));
    assertThat(
            uploads("upload_tag", "sales.csv", "fields", "id,upload_tag,progress")
                .at("/data/0/progress/data"))
        .isEqualTo(upload.at("/progress/data"));
  }

  @Test
  void ofManyWhoSendTheSameRowsOneIsTaken() throws Exception {
    String id =
        graph
            .api()
            .post("/%s/uploads".formatted(graph.dataset()), "{\"upload_tag\":\"t\"}")
            .text("id");
    List<Callable<Api.Answer>> calls =
        IntStream.range(0, 12)
            .<Callable<Api.Answer>>mapToObj(i ->
                () ->
                    graph.postJson(
                        "/%s/events".formatted(graph.dataset()),
                        rows(id, i % 3, 10 + i, offline("o" + i))))
            .toList();

    try (ExecutorService clients = Executors.newFixedThreadPool(12)) {
      List<Future<Api.Answer>> answers = clients.invokeAll(calls);
      assertThat(answers.stream().map(answer -> answer.resultNow().body()))
          .areExactly(1, new Condition<>(body -> body.contains("num_processed_entries"), "taken"))
          .areExactly(11, new Condition<>(body -> body.contains("2044011"), "there before"));
    }
    assertThat(graph.stored("t")).isEqualTo(1);
  }

  @Test
  void anUploadThatIsNotTheDatasetsTakesNothing() {
    Graph other = Graph.withOwnDataset(port);
    String foreign =
        other
            .api()
            .post("/%s/uploads".formatted(other.dataset()), "{\"upload_tag\":\"t\"}")
            .text("id");

    for (String id : List.of(foreign, "987654321", "x")) {
      assertError(
          graph.events("{\"upload_id\": \"%s\", \"data\": %s}".formatted(id, list(offline("1")))),
          400,
          100);
    }
    for (String progress :
        List.of("5", "[]", "{", "{\"start_inclusive\": 5, \"end_exclusive\": 5}")) {
      Api.Answer answer =
          graph.postForm(
              "/%s/events".formatted(graph.dataset()),
              "access_token",
              Api.ADMIN_KEY,
              "progress",
              progress,
              "data",
              list(offline("1")));
      assertError(answer, 400, 100);
    }
    assertError(graph.api().post("/%s/uploads".formatted(graph.dataset()), "{}"), 400, 100);
  }

  @Test
  void theEventSetShowsWhatIsKnownHere() {
    send("t", offline("1"));
    send("u", offline("1"), offline("2"));

    JsonNode plain = graph.api().get("/v26.0/" + graph.dataset()).json();
    JsonNode whole =
        graph
            .api()
            .get(
                "/v26.0/%s?fields=name,valid_entries,duplicate_entries,event_stats,event_time_max,match_rate_approx,owner_business"
                    .formatted(graph.dataset()))
            .json();

    assertThat(plain.propertyNames()).containsExactly("id", "name");
    assertThat(whole.path("id").asString()).isEqualTo(graph.dataset());
    assertThat(whole.path("valid_entries").asInt()).isEqualTo(2);
    assertThat(whole.path("duplicate_entries").asInt()).isEqualTo(1);
    assertThat(whole.path("event_stats").asString()).isEqualTo("{\"Purchase\": 2}");
    assertThat(whole.path("event_time_max").asLong()).isPositive();
    assertThat(whole.path("match_rate_approx").asInt()).isEqualTo(-1);
    assertThat(whole.has("owner_business")).isFalse();
  }

  @Test
  void theDryRunCountsAndStoresNothing() {
    long day = Duration.ofDays(1).toSeconds();
    String lagging =
        offline("2")
            .replaceFirst("\"event_time\": \\d+", "\"event_time\": " + (Graph.now() - 3 * day));
    String old =
        offline("3")
            .replaceFirst("\"event_time\": \\d+", "\"event_time\": " + (Graph.now() - 91 * day));
    String nobody =
        "{\"event_name\": \"Lead\", \"event_time\": %d, \"item_number\": \"1\"}"
            .formatted(Graph.now());
    String otherCustomer = offline("1").replace(Graph.EMAIL_HASH, Graph.PHONE_HASH);

    Api.Answer answer =
        graph
            .api()
            .post(
                "/v16.0/%s/validate".formatted(graph.dataset()),
                "{\"data\": %s}"
                    .formatted(list(offline("1"), lagging, old, nobody, otherCustomer)));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    JsonNode counts = answer.json();
    assertThat(counts.path("num_processed_entries").asInt()).isEqualTo(5);
    assertThat(counts.path("total_validated_count").asInt()).isEqualTo(3);
    assertThat(counts.path("match_count").asInt()).isEqualTo(-1);
    assertThat(counts.path("events_without_match_keys_count").asInt()).isEqualTo(1);
    assertThat(counts.path("events_lagged_2_days_count").asInt()).isEqualTo(2);
    assertThat(counts.path("events_lagged_7_days_count").asInt()).isEqualTo(1);
    assertThat(counts.path("events_lagged_90_days_count").asInt()).isEqualTo(1);
    assertThat(counts.path("events_with_value_count").asInt()).isEqualTo(4);
    assertThat(counts.path("unique_value_count").asInt()).isEqualTo(1);
    assertThat(counts.path("unique_event_time_of_day_count").asInt()).isBetween(1, 5);
    assertThat(counts.path("no_orderid_count").asInt()).isEqualTo(1);
    assertThat(counts.path("events_with_itemnum_no_orderid_count").asInt()).isEqualTo(1);
    assertThat(counts.path("nonunique_orderid_itemnum_count").asInt()).isEqualTo(1);
    assertThat(counts.path("orderid_nonunique_match_keys_count").asInt()).isEqualTo(1);
    assertThat(counts.path("events_before_adaccount_assignment").isArray()).isTrue();
    assertThat(
            counts
                .path("invalid_entries")
                .valueStream()
                .map(entry -> entry.path("event_index").asInt()))
        .containsExactly(2, 3);
    assertThat(get("uploads").body()).isEqualTo("{\"data\":[]}");
  }

  @Test
  void theDryRunNamesWhatIsInvalidAsTheUploadDoes() {
    String body =
        "{\"upload_tag\": \"t\", \"data\": %s}"
            .formatted(list(offline("1"), offline("2").replace("\"value\": 16,", "")));

    JsonNode dry = graph.api().post("/%s/validate".formatted(graph.dataset()), body).json();
    JsonNode upload = graph.events(body).json();

    assertThat(dry.at("/invalid_entries/0").propertyNames())
        .containsExactly("event_index", "message", "type", "code", "field", "rule");
    assertThat(dry.at("/invalid_entries/0/event_index").asInt()).isEqualTo(1);
    assertThat(dry.at("/invalid_entries/0/code").asInt()).isEqualTo(2804009);
    assertThat(dry.path("invalid_entries"))
        .isEqualTo(upload.at("/error/error_data/invalid_entries"));
  }

  private static String rows(String upload, int from, int to, String event) {
    return """
    {"access_token": "%s", "data": [%s], "progress": {"end_exclusive": %d, "start_inclusive": %d},
     "suppress_http_code": 1, "upload_id": "%s", "upload_source": "MDFU V2.00"}
    """
        .formatted(Api.ADMIN_KEY, event, to, from, upload);
  }

  private void send(String uploadTag, String... events) {
    Api.Answer answer =
        graph.events("{\"upload_tag\": \"%s\", \"data\": %s}".formatted(uploadTag, list(events)));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  private Api.Answer get(String edge, String... parameters) {
    return graph
        .api()
        .get("/v26.0/%s/%s?%s".formatted(graph.dataset(), edge, Graph.query(parameters)));
  }

  /** In the order in which they were opened. */
  private JsonNode uploads(String... parameters) {
    return graph
        .api()
        .get("/%s/uploads?order=ASCENDING&%s".formatted(graph.dataset(), Graph.query(parameters)))
        .json();
  }

  private static List<String> tags(JsonNode page) {
    return page.path("data").valueStream().map(row -> row.path("upload_tag").asString()).toList();
  }

  private static Iterable<String> links(JsonNode page) {
    return page.path("paging").propertyNames();
  }

  private static String cursor(JsonNode page, String which) {
    return page.at("/paging/cursors/" + which).asString();
  }

  private JsonNode follow(JsonNode page, String link) {
    URI uri = URI.create(page.at("/paging/" + link).asString());
    return graph.api().get(uri.getRawPath() + "?" + uri.getRawQuery()).json();
  }
}
