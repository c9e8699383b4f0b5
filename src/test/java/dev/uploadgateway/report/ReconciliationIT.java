package dev.uploadgateway.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.uploadgateway.Api;
import dev.uploadgateway.LocalMeta;
import dev.uploadgateway.LocalMeta.Meta;
import dev.uploadgateway.LocalPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
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
import tools.jackson.databind.JsonNode;

/** Our counts beside Meta's; Meta is the sandbox, which matches six events in ten. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "gateway.dispatch.linger=50ms",
      "gateway.dispatch.poll-interval=100ms",
      "gateway.reports.meta-refresh=500ms"
    })
@Import({LocalPostgres.class, LocalMeta.class})
@Timeout(90)
class ReconciliationIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @LocalServerPort int port;
  @Autowired Meta meta;

  private Api api;
  private String dataset;

  @BeforeEach
  void aDataset() {
    api = new Api(port, Api.ADMIN_KEY);
    dataset = Long.toString(System.nanoTime());
  }

  @ParameterizedTest
  @CsvSource({"conversions_api", "offline_conversions_api"})
  void whatMetaToldStandsBesideWhatWasDelivered(String wire) {
    put("{\"access_token\": \"token-of-a-test\", \"wire\": \"%s\"}".formatted(wire));
    long hour = Instant.now().getEpochSecond() / 3_600 * 3_600 - 7_200;
    post("store", hour, 10);

    JsonNode answer =
        until("/reconciliation", found -> found.at("/data/0/meta/valid_entries").asInt() == 10);
    JsonNode row = answer.at("/data/0");
    assertThat(row.path("upload_tag").asString()).isEqualTo("store");
    assertThat(row.at("/gateway/delivered_entries").asInt()).isEqualTo(10);
    assertThat(row.at("/meta/matched_entries").asInt()).isEqualTo(6);
    assertThat(row.at("/meta/match_rate_approx").asInt()).isEqualTo(60);
    assertThat(row.path("difference").asInt()).isZero();
    assertThat(row.path("explanation_code").asString()).isEqualTo("agrees");
    assertThat(answer.at("/meta/told_at").asLong()).isCloseTo(now(), offset());
    assertThat(answer.at("/meta/code").isNull()).isTrue();
    assertThat(answer.at("/meta_quality/dataset_quality/offline/0/composite/score").asDouble())
        .isEqualTo(10);

    JsonNode upload = get("/uploads").at("/data/0");
    assertThat(upload.path("matched_entries").asInt()).isEqualTo(6);
    assertThat(upload.path("match_rate_approx").asInt()).isEqualTo(60);
    assertThat(upload.path("is_excluded_for_lift").isBoolean()).isTrue();

    JsonNode stats =
        until(
            "/stats?granularity=hourly&fields=event,count,meta_count,matched_count",
            found -> found.at("/data/0/meta_count").asInt() == 10);
    assertThat(stats.at("/data/0/matched_count").asInt(-1))
        .isEqualTo(wire.startsWith("offline") ? 6 : -1);
    assertThat(
            get("/stats?time_zone=Asia/Kolkata&fields=meta_count")
                .at("/data/0/meta_count")
                .isNull())
        .isTrue();
  }

  @Test
  void whatMetaHasOnlyIsNamed() {
    put("{\"access_token\": \"token-of-a-test\"}");
    post("ours", now() - 100, 1);
    Api other = new Api(port(meta), null);
    assertThat(
            other
                .post(
                    "/v26.0/" + dataset + "/events?access_token=somebody",
                    """
                    {"upload_tag": "theirs", "data": [{"event_name": "Lead", "event_time": %d,
                     "action_source": "physical_store", "user_data": {"em": ["%s"]}}]}
                    """
                        .formatted(now() - 50, "a".repeat(64)))
                .status())
        .isEqualTo(200);

    JsonNode answer = until("/reconciliation", found -> found.path("unknown_here").size() == 1);

    assertThat(answer.at("/unknown_here/0").asString()).isEqualTo("theirs");
  }

  @Test
  void withoutATokenTheReportsSayWhyMetasColumnsAreNull() {
    put("{}");
    post("store", now() - 100, 1);

    JsonNode answer = get("/reconciliation");

    assertThat(answer.at("/data/0/meta").isNull()).isTrue();
    assertThat(answer.at("/data/0/difference").isNull()).isTrue();
    assertThat(answer.at("/meta/code").asString()).isEqualTo("no_token");
    assertThat(answer.at("/meta/asked_at").isNull()).isTrue();
    assertThat(get("/uploads").at("/meta/code").asString()).isEqualTo("no_token");
  }

  @Test
  void whereMetaIsAwayTheReportsGoOnWithWhatItToldLast() {
    put("{\"access_token\": \"token-of-a-test\"}");
    post("store", now() - 100, 5);
    until("/reconciliation", found -> found.at("/data/0/meta/valid_entries").asInt() == 5);
    put("{\"access_token\": \"bad-token\"}");

    JsonNode answer =
        until("/reconciliation", found -> found.at("/meta/code").asString("").startsWith("meta_"));

    assertThat(answer.at("/meta/code").asString()).isEqualTo("meta_blocked");
    assertThat(answer.at("/meta/reason").asString()).isNotEmpty();
    assertThat(answer.at("/meta/asked_at").asLong()).isCloseTo(now(), offset());
    assertThat(answer.at("/data/0/meta").isNull()).isTrue();
    assertThat(get("/uploads").at("/data/0/valid_entries").asInt()).isEqualTo(5);
  }

  @Test
  void oneQuestionIsEnoughForAllWhoLookMeanwhile() {
    put("{\"access_token\": \"token-of-a-test\"}");
    assertThat(get("/reconciliation").at("/meta/code").asString()).isEqualTo("not_asked_yet");

    until("/reconciliation", found -> found.at("/meta/told_at").asLong() > 0);
  }

  private static int port(Meta meta) {
    return Integer.parseInt(meta.url().substring(meta.url().lastIndexOf(':') + 1));
  }

  private static long now() {
    return Instant.now().getEpochSecond();
  }

  private static org.assertj.core.data.Offset<Long> offset() {
    return org.assertj.core.data.Offset.offset(60L);
  }

  private void put(String settings) {
    assertThat(api.put("/v1/datasets/" + dataset, settings).status()).isLessThan(300);
  }

  private void post(String tag, long time, int events) {
    StringBuilder data = new StringBuilder();
    for (int i = 0; i < events; i++) {
      data.append(i == 0 ? "" : ",")
          .append(
              """
              {"event_name":"Lead","event_time":%d,"order_id":"o%d","match_keys":{"email":"a%d@example.com"}}
              """
                  .formatted(time, i, i));
    }
    Api.Answer answer =
        api.post(
            "/v1/datasets/" + dataset + "/events",
            "{\"upload_tag\":\"%s\",\"data\":[%s]}".formatted(tag, data));
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
  }

  private JsonNode until(String path, Predicate<JsonNode> condition) {
    return await().atMost(PATIENCE).until(() -> get(path), condition);
  }

  private JsonNode get(String path) {
    Api.Answer answer = api.get("/v1/datasets/" + dataset + path);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }
}
