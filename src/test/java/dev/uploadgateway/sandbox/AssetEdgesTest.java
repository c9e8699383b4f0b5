package dev.uploadgateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What was created is found, what was not is refused, and each kind has its own edges. */
class AssetEdgesTest {

  private final Caller meta = new Caller();

  @AfterEach
  void stop() {
    meta.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ads_dataset", "offline_conversion_data_sets"})
  void what_a_business_creates_is_found(String edge) throws Exception {
    String id = create("1", edge);

    assertThat(meta.get("/v26.0/1/" + edge).at("/data/0/id").asString()).isEqualTo(id);
    assertThat(meta.get("/v26.0/2/" + edge).path("data")).isEmpty();
    assertThat(meta.get("/v26.0/" + id + "?fields=name").path("name").asString()).isEqualTo("N");
  }

  @ParameterizedTest
  @CsvSource({
    "POST, 4711/shared_accounts",
    "POST, 4711/adaccounts",
    "POST, 4711/agencies",
    "POST, 4711",
    "GET, 4711/shared_accounts?business=1",
    "GET, 4711/agencies",
    "GET, 4711?fields=tracking_specs",
    "POST, act_x/customconversions",
    "GET, act_x/insights"
  })
  void what_was_not_created_is_refused(String method, String path) throws Exception {
    String body = "{\"name\":\"N\",\"tracking_specs\":[],\"account_id\":\"5\",\"business\":\"1\"}";
    JsonNode answer =
        method.equals("GET")
            ? meta.get("/v26.0/" + path)
            : Caller.json(meta.post("/v26.0/" + path, body).body());

    assertThat(answer.at("/error/code").intValue()).isEqualTo(100);
    assertThat(answer.at("/error/error_subcode").intValue()).isEqualTo(33);
  }

  @Test
  void a_dataset_has_no_edge_of_an_event_set_and_the_other_way_round() throws Exception {
    String dataset = create("1", "ads_dataset");
    String eventSet = create("1", "offline_conversion_data_sets");

    assertThat(message(assign(dataset, "adaccounts", "1"))).contains("nonexisting field");
    assertThat(message(assign(eventSet, "shared_accounts", "1"))).contains("nonexisting field");
    assertThat(assign(dataset, "shared_accounts", "1").statusCode()).isEqualTo(200);
    assertThat(assign(eventSet, "adaccounts", "1").statusCode()).isEqualTo(200);
  }

  @Test
  void a_business_assigns_what_it_owns_or_what_is_shared_with_it() throws Exception {
    String dataset = create("1", "ads_dataset");

    assertThat(assign(dataset, "shared_accounts", "2").statusCode()).isEqualTo(403);
    meta.post(
        "/v26.0/" + dataset + "/agencies",
        "{\"business\":\"2\",\"permitted_tasks\":[\"ADVERTISE\"]}");
    assertThat(assign(dataset, "shared_accounts", "2").statusCode()).isEqualTo(200);
    assertThat(
            meta.get("/v26.0/" + dataset + "/shared_accounts?business=2")
                .at("/data/0/id")
                .asString())
        .isEqualTo("act_5");
  }

  @Test
  void tracking_specs_are_overwritten() throws Exception {
    String dataset = create("1", "ads_dataset");
    meta.post(
        "/_sandbox/ads", "{\"id\":\"9\",\"account_id\":\"5\",\"tracking_specs\":[{\"a\":1}]}");
    String ours = "[{\"action.type\":[\"offline_conversion\"],\"dataset\":[\"" + dataset + "\"]}]";

    HttpResponse<String> answer = meta.post("/v26.0/9", "{\"tracking_specs\":" + ours + "}");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(meta.get("/v26.0/9?fields=tracking_specs").path("tracking_specs").toString())
        .isEqualTo(ours);
    assertThat(
            meta.post("/v26.0/9", "{\"tracking_specs\":" + ours.replace(dataset, "1") + "}")
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void an_ad_account_has_forty_custom_conversions() throws Exception {
    String dataset = create("1", "ads_dataset");
    for (int i = 0; i < 40; i++) {
      assertThat(convert(dataset, "PURCHASE", "{\"value\":{\"gt\":1}}").statusCode())
          .isEqualTo(200);
    }

    assertThat(message(convert(dataset, "PURCHASE", "{\"value\":{\"gt\":1}}"))).contains("40");
    JsonNode page = meta.get("/v26.0/act_5/customconversions");
    assertThat(page.path("data")).hasSize(25);
    JsonNode rest =
        meta.get(
            "/v26.0/act_5/customconversions?after=" + page.at("/paging/cursors/after").asString());
    assertThat(rest.path("data")).hasSize(15);
    assertThat(rest.path("paging").has("next")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PURCHASE | {\"value\":{\"above\":1}}",
        "PURCHASE | {\"value\":{\"gt\":\"much\"}}",
        "PURCHASE | {\"and\":[]}",
        "PURCHASE | {\"value\":1}",
        "PURCHASE | nonsense",
        "Purchase | {\"value\":{\"gt\":1}}"
      })
  void a_custom_conversion_takes_a_rule_and_a_type(String type, String rule) throws Exception {
    assertThat(convert(create("1", "ads_dataset"), type, rule).statusCode()).isEqualTo(400);
  }

  @Test
  void conversions_are_attributed_to_ads_that_track_within_28_days() throws Exception {
    String dataset = create("1", "ads_dataset");
    meta.post(
        "/_sandbox/ads",
        "{\"id\":\"9\",\"account_id\":\"5\",\"tracking_specs\":[{\"action.type\":\"offline_conversion\",\"dataset\":[\""
            + dataset
            + "\"]}]}");
    meta.post(
        "/v26.0/" + dataset + "/events",
        Caller.data(Caller.conversion("1"), Caller.conversion("2")));
    String insights = "/v26.0/act_5/insights?date_preset=maximum&fields=actions,action_values";

    assertThat(meta.get(insights).at("/data/0").has("actions")).isFalse();
    JsonNode row =
        meta.get(insights + "&action_attribution_windows=%5B%2228d_click%22%5D").at("/data/0");
    assertThat(row.at("/actions/1/action_type").asString())
        .isEqualTo("offline_conversion.purchase");
    assertThat(row.at("/actions/1/value").asString()).isEqualTo("2");
    assertThat(row.at("/action_values/0/28d_click").asString()).startsWith("32");
  }

  /** "dataset": "1001" is as good as ["1001"] or 1001: the page itself has one of them. */
  @ParameterizedTest
  @ValueSource(strings = {"\"%s\"", "%s", "[%s]", "[\"%s\"]"})
  void a_spec_with_one_dataset_is_attributed_like_one_with_a_list(String notation)
      throws Exception {
    String dataset = create("1", "ads_dataset");
    meta.post("/_sandbox/ads", "{\"id\":\"9\",\"account_id\":\"5\"}");
    String specs =
        "{\"tracking_specs\":[{\"action.type\":\"offline_conversion\",\"dataset\":%s}]}"
            .formatted(notation);

    assertThat(meta.post("/v26.0/9", specs.formatted("4711")).statusCode())
        .as("no such dataset")
        .isEqualTo(400);
    assertThat(meta.post("/v26.0/9", specs.formatted(dataset)).statusCode()).isEqualTo(200);
    meta.post("/v26.0/" + dataset + "/events", Caller.data(Caller.conversion("1")));
    assertThat(
            meta.get(
                    "/v26.0/act_5/insights?date_preset=maximum&fields=actions"
                        + "&action_attribution_windows=%5B%2228d_click%22%5D")
                .at("/data/0/actions/0/value")
                .asString())
        .isEqualTo("1");
  }

  @Test
  void an_ad_shows_the_fields_that_are_asked_for() throws Exception {
    meta.post("/_sandbox/ads", "{\"id\":\"9\",\"account_id\":\"5\"}");

    assertThat(meta.get("/v26.0/9?fields=name,creative,tracking_specs").propertyNames())
        .containsExactlyInAnyOrder("id", "name", "tracking_specs");
    assertThat(meta.get("/v26.0/9?fields=name,colour").at("/error/message").asString())
        .contains("(colour)");
  }

  private String create(String business, String edge) throws Exception {
    HttpResponse<String> answer = meta.post("/v26.0/" + business + "/" + edge, "{\"name\":\"N\"}");
    return Caller.json(answer.body()).path("id").asString();
  }

  private HttpResponse<String> assign(String dataset, String edge, String business)
      throws Exception {
    return meta.post(
        "/v26.0/" + dataset + "/" + edge,
        "{\"account_id\":\"5\",\"business\":\"" + business + "\"}");
  }

  private HttpResponse<String> convert(String dataset, String type, String rule) throws Exception {
    return meta.post(
        "/v26.0/act_5/customconversions",
        "{\"name\":\"N\",\"event_source_id\":\"%s\",\"custom_event_type\":\"%s\",\"rule\":\"%s\"}"
            .formatted(dataset, type, rule.replace("\"", "\\\"")));
  }

  private static String message(HttpResponse<String> answer) {
    return Caller.json(answer.body()).at("/error/message").asString();
  }
}
