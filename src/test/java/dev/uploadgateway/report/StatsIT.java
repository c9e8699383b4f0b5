package dev.uploadgateway.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.uploadgateway.Api;
import dev.uploadgateway.LocalPostgres;
import dev.uploadgateway.dataset.Datasets;
import dev.uploadgateway.outbox.CallRecord;
import dev.uploadgateway.outbox.Claim;
import dev.uploadgateway.outbox.Claims;
import dev.uploadgateway.outbox.Part;
import dev.uploadgateway.outbox.Quarantine;
import dev.uploadgateway.outbox.ReasonCode;
import dev.uploadgateway.outbox.Settlement;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What became of events, by time; the gateway's own loop stands still. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "gateway.meta.base-url=http://localhost:1",
      "gateway.dispatch.linger=0s",
      "gateway.dispatch.poll-interval=1d",
      "gateway.reports.usd-rates.EUR=1.08"
    })
@Import(LocalPostgres.class)
@Timeout(60)
class StatsIT {

  private static final JsonMapper json = new JsonMapper();
  private static final String STATES =
      "event,count,pending_count,delivered_count,quarantined_count,discarded_count";

  /** Midnight UTC, three days ago. */
  private static final long MIDNIGHT =
      Instant.now().truncatedTo(ChronoUnit.DAYS).minus(3, ChronoUnit.DAYS).getEpochSecond();

  @LocalServerPort int port;
  @Autowired JdbcClient sql;
  @Autowired Datasets datasets;
  @Autowired Claims claims;
  @Autowired Settlement settlement;
  @Autowired Quarantine quarantine;
  @Autowired Figures figures;

  private Api api;
  private String dataset;

  /** Blocked, so that nothing is sent but by this test. */
  @BeforeEach
  void aDataset() {
    api = new Api(port, Api.ADMIN_KEY);
    dataset = "stats_" + Long.toString(System.nanoTime(), 36);
    assertThat(api.put("/v1/datasets/" + dataset, "{}").status()).isLessThan(300);
    datasets.block(datasets.get(dataset), "a test");
  }

  @ParameterizedTest
  @CsvSource({
    "time_zone=Asia/Kolkata,       66600",
    "user_timezone_id=71,          66600",
    "time_zone=Asia/Kathmandu,     65700",
    "time_zone=%2B05:45,           65700",
    "time_zone=America/Phoenix,    25200",
    "user_timezone_id=5,           25200",
    "time_zone=UTC,                86400",
  })
  void daysAreThoseOfTheZone(String zone, long midnightThere) {
    post(
        event("Lead", MIDNIGHT + midnightThere - 1, "1"),
        event("Lead", MIDNIGHT + midnightThere, "2"),
        event("Lead", MIDNIGHT + midnightThere + 86_399, "3"));

    assertThat(stats("?" + zone).path("data"))
        .isEqualTo(
            json.readTree(
                """
                [{"event": "Lead", "time": %d, "count": 1}, {"event": "Lead", "time": %d, "count": 2}]
                """
                    .formatted(MIDNIGHT + midnightThere - 86_400, MIDNIGHT + midnightThere)));
  }

  @ParameterizedTest
  @CsvSource({"time_zone, Vienna", "user_timezone_id, 476", "user_timezone_id, x"})
  void aZoneThatThereIsNotIsNamed(String parameter, String value) {
    Api.Answer ours = api.get(path("/stats?" + parameter + "=" + value));
    Api.Answer asMeta = api.get("/v16.0/" + dataset + "/stats?" + parameter + "=" + value);

    assertThat(ours.status()).isEqualTo(400);
    assertThat(ours.text("parameter")).isEqualTo(parameter);
    assertThat(asMeta.status()).isEqualTo(400);
    assertThat(asMeta.json().at("/error/code").asInt()).isEqualTo(100);
    assertThat(asMeta.body()).contains(parameter);
  }

  @Test
  void theFacadeCutsDaysInTheZoneOfMetasNumber() {
    post(event("Lead", MIDNIGHT + 66_600, "1"));

    JsonNode rows = api.get("/v16.0/" + dataset + "/stats?user_timezone_id=71").json().path("data");

    assertThat(rows.get(0).path("time").asLong()).isEqualTo(MIDNIGHT + 66_600);
  }

  @Test
  void startCountsAndEndDoesNotAndBothAreExactOnAQuarterHour() {
    for (int i = 0; i < 4; i++) {
      post(
          event("Lead", MIDNIGHT + i * 900, "begin" + i),
          event("Lead", MIDNIGHT + i * 900 + 899, "e" + i));
    }

    JsonNode exact = stats("?start=%d&end=%d".formatted(MIDNIGHT + 900, MIDNIGHT + 2_700));
    JsonNode rounded = stats("?start=%d&end=%d".formatted(MIDNIGHT + 901, MIDNIGHT + 2_701));

    assertThat(exact.at("/data/0/count").asInt()).isEqualTo(4);
    assertThat(exact.has("range")).isFalse();
    assertThat(rounded.at("/data/0/count").asInt()).isEqualTo(6);
    assertThat(rounded.path("range"))
        .isEqualTo(
            json.readTree("{\"start\":%d,\"end\":%d}".formatted(MIDNIGHT + 900, MIDNIGHT + 3_600)));
  }

  @Test
  void moneyIsToldInDollarsWhereThereIsARate() {
    post(
        event("Purchase", MIDNIGHT, "1", "100", "EUR"),
        event("Purchase", MIDNIGHT, "2", "1.5", "USD"),
        event("Refund", MIDNIGHT, "3", "7", "GBP"));

    assertThat(stats("?fields=event,usd_amount").path("data"))
        .isEqualTo(
            json.readTree(
                """
                [{"event": "Purchase", "usd_amount": 109.50}, {"event": "Refund", "usd_amount": null}]
                """));
    assertThat(api.get(path("/uploads?fields=usd_amount")).json().at("/data/0/usd_amount").isNull())
        .isTrue();
  }

  @Test
  void whatBecameOfEventsIsCountedWhereverTheyAre() {
    post(event("Lead", MIDNIGHT, "1"), event("Lead", MIDNIGHT, "2"), event("Sale", MIDNIGHT, "3"));
    assertStates("Lead 2 2 0 0 0", "Sale 1 1 0 0 0");

    settlement.delivered(claim(), call("accepted"), List.of());
    assertStates("Lead 2 0 2 0 0", "Sale 1 0 1 0 0");

    post(event("Lead", MIDNIGHT, "4"), event("Lead", MIDNIGHT, "5"), event("Sale", MIDNIGHT, "6"));
    assertStates("Lead 4 2 2 0 0", "Sale 2 1 1 0 0");

    Claim claim = claim();
    settlement.sort(
        claim,
        List.of(
            Part.sentAlone(claim.events().subList(0, 1)),
            Part.quarantined(claim.events().subList(1, 3), ReasonCode.REFUSED_BY_META.with("no"))),
        call("refused"));
    assertTotals(6, 1, 3, 2, 0);

    quarantine.release(number(), new Quarantine.Filter(null, null, null));
    assertTotals(6, 3, 3, 0, 0);

    settlement.quarantine(claim(), ReasonCode.EXPIRED.with("old"), null);
    settlement.quarantine(claim(), ReasonCode.EXPIRED.with("old"), null);
    assertStates("Lead 4 0 2 2 0", "Sale 2 0 1 1 0");

    assertThat(api.delete(path("/quarantine?order_id=4")).status()).isEqualTo(200);
    assertStates("Lead 4 0 2 1 1", "Sale 2 0 1 1 0");
    assertThat(api.post(path("/quarantine/release?order_id=5"), "{}").status()).isEqualTo(200);
    assertStates("Lead 4 1 2 0 1", "Sale 2 0 1 1 0");
    settlement.delivered(claim(), call("accepted"), List.of());
    assertStates("Lead 4 0 3 0 1", "Sale 2 0 1 1 0");
  }

  @Test
  void eventsThatWereMovedBetweenBatchesKeepTheTimeOfTheirUpload() {
    post(event("Lead", MIDNIGHT, "1"));
    sql.sql("update batch set accepted_at = accepted_at - interval '1 day' where dataset = ?")
        .param(number())
        .update();
    post(event("Lead", MIDNIGHT, "2"));
    Claim both = claim();
    settlement.sort(both, List.of(Part.sentAlone(both.events())), null);

    settlement.delivered(claim(), call("accepted"), List.of());

    JsonNode rows = stats("?aggr_time=upload_time&granularity=hourly&fields=count,delivered_count");
    assertThat(rows.path("data").valueStream())
        .allMatch(row -> row.path("count").asInt() == row.path("delivered_count").asInt());
  }

  @Test
  void uploadsAreSearchedByAPartOfTheirTagAndSortedByTheirCounts() {
    for (String tag : List.of("Wien Mitte", "graz", "wien west")) {
      api.post(
          path("/events?upload_tag=" + tag.replace(" ", "+")),
          "{\"upload_tag\":\"%s\",\"data\":[%s]}".formatted(tag, event("Lead", MIDNIGHT, tag)));
    }
    settlement.delivered(claim(), call("accepted"), List.of());

    assertThat(tags("/uploads?search=wIEN&sort_by=CREATION_TIME&order=ASCENDING"))
        .containsExactly("Wien Mitte", "wien west");
    assertThat(tags("/uploads?search=" + encoded("%"))).isEmpty();
    assertThat(tags("/uploads?search=")).hasSize(3);
    assertThat(tags("/uploads?sort_by=PENDING_ENTRIES&order=ASCENDING").getFirst())
        .isEqualTo(tags("/uploads?sort_by=DELIVERED_ENTRIES&limit=1").getFirst());
  }

  @Test
  void pagesAreTheSameFiguresAsValues() {
    post(
        event("Purchase", MIDNIGHT, "1", "100", "EUR"),
        event("Purchase", MIDNIGHT, "2", "1.5", "USD"),
        event("Purchase", MIDNIGHT, "1", "100", "EUR"));
    settlement.delivered(claim(), call("accepted"), List.of());
    post(event("Lead", MIDNIGHT, "3"));

    Figures.Overview overview = figures.overview(number());
    List<Figures.Step> steps = figures.stats(number(), Map.of("time_zone", "UTC"));
    Figures.UploadPage uploads = figures.uploads(number(), Map.of("search", "TIL"));

    Figures.States states = new Figures.States(3, 1, 2, 0, 0, 1, 0);
    assertThat(overview.uploads()).isEqualTo(1);
    assertThat(overview.states()).isEqualTo(states);
    assertThat(overview.earliestDeadline())
        .isEqualTo(Instant.ofEpochSecond(MIDNIGHT).plus(62, ChronoUnit.DAYS));
    assertThat(steps).extracting(Figures.Step::event).containsExactly("Lead", "Purchase");
    assertThat(steps.getLast().states().delivered()).isEqualTo(2);
    assertThat(steps.getLast().time()).isEqualTo(Instant.ofEpochSecond(MIDNIGHT));
    assertThat(steps.getLast().sums().inDollars()).isEqualByComparingTo("109.50");
    assertThat(steps.getLast().metaCount()).isNull();
    assertThat(uploads.after()).isNull();
    assertThat(uploads.uploads().getFirst().states()).isEqualTo(states);
    assertThat(uploads.uploads().getFirst().atMeta().matchRate()).isNull();
    assertThat(figures.uploads(number(), Map.of("search", "no")).uploads()).isEmpty();
    assertThat(figures.overview(-1))
        .isEqualTo(new Figures.Overview(0, new Figures.States(0, 0, 0, 0, 0, 0, 0), null, null));
  }

  /** Once before what was counted is folded into the tallies, or while, and once afterwards. */
  private void assertStates(String... rows) {
    assertThat(states()).containsExactly(rows);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() ->
            sql.sql("select count(*) from tally_change where dataset = ?")
                    .param(number())
                    .query(Long.class)
                    .single()
                == 0);
    assertThat(states()).containsExactly(rows);
  }

  private void assertTotals(long... totals) {
    JsonNode rows = stats("?fields=" + STATES).path("data");
    String[] fields = STATES.split(",");
    for (int i = 0; i < totals.length; i++) {
      String field = fields[i + 1];
      assertThat(rows.valueStream().mapToLong(row -> row.path(field).asLong()).sum())
          .as(field)
          .isEqualTo(totals[i]);
    }
  }

  private List<String> states() {
    return stats("?fields=" + STATES)
        .path("data")
        .valueStream()
        .map(row -> String.join(" ", row.valueStream().map(JsonNode::asString).toList()))
        .toList();
  }

  private List<String> tags(String query) {
    return api.get(path(query)).json().path("data").findValuesAsString("upload_tag");
  }

  private Claim claim() {
    return claims.claim(number(), 1_000, Duration.ofMinutes(5)).orElseThrow();
  }

  private int number() {
    return datasets.get(dataset).number();
  }

  private static CallRecord call(String outcome) {
    return new CallRecord(
        Instant.now(), 1, 1, outcome, new CallRecord.Answer(200, null, null, "t", null));
  }

  private String path(String rest) {
    return "/v1/datasets/" + dataset + rest;
  }

  private JsonNode stats(String query) {
    Api.Answer answer = api.get(path("/stats" + query));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  private void post(String... events) {
    Api.Answer answer =
        api.post(
            path("/events"),
            "{\"upload_tag\":\"till\",\"data\":[%s]}".formatted(String.join(",", events)));
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
  }

  private static String event(String name, long time, String order) {
    return """
    {"match_keys":{"email":"jane@example.com"},"event_name":"%s","event_time":%d,"order_id":"%s"}\
    """
        .formatted(name, time, order);
  }

  private static String event(String name, long time, String order, String value, String currency) {
    return event(name, time, order)
        .replaceFirst("}$", ",\"value\":%s,\"currency\":\"%s\"}".formatted(value, currency));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
