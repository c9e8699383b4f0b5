package dev.uploadgateway.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.uploadgateway.Api;
import dev.uploadgateway.LocalMeta;
import dev.uploadgateway.LocalMeta.Meta;
import dev.uploadgateway.LocalPostgres;
import dev.uploadgateway.Northwind;
import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;

/** What Meta attributes comes back whole, as its JSON and as a table. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {"gateway.dispatch.linger=50ms", "gateway.dispatch.poll-interval=100ms"})
@Import({LocalPostgres.class, LocalMeta.class})
class InsightsIT {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String TOKEN = "EAABsbCS1iHgBOZCtheTokenOfASystemUser";

  @LocalServerPort int port;
  @Autowired Meta meta;

  private Api api;

  @BeforeEach
  void setUp() {
    api = new Api(port, Api.ADMIN_KEY);
  }

  @Test
  void offlineConversionsAreCountedByActionWithTheirValue() {
    String insights = tracked("301", 1);

    JsonNode row = get(insights + "&date_preset=maximum").at("/data/0");

    assertThat(row.path("account_id").asString()).isEqualTo("301");
    assertThat(row.at("/actions/0/action_type").asString()).isEqualTo("offline_conversion");
    assertThat(row.at("/actions/1/action_type").asString())
        .isEqualTo("offline_conversion.purchase");
    assertThat(row.at("/actions/1/value").asString()).isEqualTo("830");
    assertThat(row.at("/actions/1/28d_view").asString()).isEqualTo("830");
    assertThat(row.at("/actions/1/28d_click").asString()).isEqualTo("830");
    assertThat(row.at("/action_values/1/value").asString())
        .satisfies(value ->
            assertThat(new BigDecimal(value)).isEqualByComparingTo(Northwind.once().value()));
  }

  @Test
  void pagesAreFollowedWithoutTheTokenBeingShown() {
    String insights = tracked("302", 103);

    Api.Answer answer = api.get(insights + "&level=ad&limit=7");

    assertThat(answer.json().path("data")).hasSize(103);
    assertThat(answer.json().at("/data/102/ad_id").asString()).isEqualTo("302102");
    assertThat(answer.json().has("paging")).isFalse();
    assertThat(answer.text("advice")).contains("more than a day");
    assertThat(answer.body()).doesNotContain(TOKEN);
  }

  @Test
  void withAWindowOfADayThereIsNothingAsTheSeedPageWarns() {
    String insights = tracked("303", 1);

    JsonNode row =
        get(insights + "&date_preset=maximum&action_attribution_windows=1d_view").at("/data/0");

    assertThat(row.has("actions")).isFalse();
    assertThat(row.path("impressions").asString()).isEqualTo("1000");
  }

  @Test
  void breakdownsAndFormerNamesOfPeriodsAreTaken() {
    String insights = tracked("304", 1);

    JsonNode row =
        get(insights
                + "&date_preset=lifetime&level=campaign&fields=campaign_id,unique_actions"
                + "&action_breakdowns=action_type,action_device")
            .at("/data/0");

    assertThat(row.at("/unique_actions/0/action_device").asString()).isEqualTo("unknown");
    assertThat(row.path("campaign_id").asString()).isEqualTo("73040");
    assertThat(row.path("date_start").asString()).isEqualTo("2015-01-01");
  }

  @Test
  void aRangeOfDaysGoesToMetaAsItIs() {
    String insights = tracked("305", 1);

    JsonNode row =
        get(insights
                + "&time_range=%7B%22since%22%3A%222016-06-06%22%2C%22until%22%3A%222016-06-07%22%7D")
            .at("/data/0");

    assertThat(row.path("date_start").asString()).isEqualTo("2016-06-06");
    assertThat(row.path("date_stop").asString()).isEqualTo("2016-06-07");
    assertThat(row.has("actions")).isFalse();
  }

  @Test
  void aTableIsAnsweredWhereAcceptAsksForOne() {
    String insights = tracked("306", 2) + "&level=ad&date_preset=maximum";

    Api.Answer csv = api.call("GET", insights, "", "Accept", "text/csv");
    Api.Answer text = api.call("GET", insights, "", "Accept", "text/plain");

    assertThat(csv.header("Content-Type")).startsWith("text/csv");
    assertThat(csv.body().lines().findFirst().orElse(""))
        .startsWith("ad_id,ad_name,date_start,date_stop,impressions,clicks,action_type,actions");
    assertThat(csv.body().lines()).hasSize(1 + 2 * 3);
    assertThat(text.header("Content-Type")).startsWith("text/plain");
    assertThat(text.body()).contains("offline_conversion.purchase", "more than a day");
  }

  @ParameterizedTest
  @CsvSource({
    "account_id=, account_id",
    "account_id=..%2Fme, account_id",
    "account_id=1&level=galaxy, level",
    "account_id=1&date_preset=soon, date_preset",
    "account_id=1&time_range=june, time_range",
    "account_id=1&limit=0, limit",
    "account_id=1&fields=a%20b%7B, fields",
    "account_id=1&filtering=x, filtering"
  })
  void whatCannotBeAskedIsNamed(String query, String parameter) {
    api.put("/v1/datasets/399", "{\"access_token\": \"the-token\"}");

    Api.Answer answer = api.get("/v1/datasets/399/insights?" + query);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("invalid_parameter");
    assertThat(answer.text("parameter")).isEqualTo(parameter);
  }

  @Test
  void whatMetaRefusesIsAProblemAlsoToWhoAsksForATable() {
    api.put("/v1/datasets/398", "{\"access_token\": \"bad-token\"}");

    Api.Answer answer =
        api.call("GET", "/v1/datasets/398/insights?account_id=1", "", "Accept", "text/csv");

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    assertThat(answer.code()).isEqualTo("meta_blocked");
  }

  /** An account whose ads track a dataset that holds 830 purchases. */
  private String tracked(String account, int ads) {
    String dataset =
        api.post(
                "/v1/businesses/1/datasets",
                "{\"name\": \"N\", \"access_token\": \"%s\"}".formatted(TOKEN))
            .text("id");
    for (int i = 0; i < ads; i++) {
      String ad = account + i;
      meta.ad("{\"id\": \"%s\", \"account_id\": \"%s\"}".formatted(ad, account));
      assertThat(api.post("/v1/datasets/" + dataset + "/ads/" + ad + "/tracking", "").status())
          .isEqualTo(200);
    }
    api.post("/v1/datasets/" + dataset + "/events", Northwind.once().body("northwind"));
    await().atMost(PATIENCE).until(() -> meta.count(dataset) == 830);
    return "/v1/datasets/" + dataset + "/insights?account_id=" + account;
  }

  private JsonNode get(String path) {
    Api.Answer answer = api.get(path);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }
}
