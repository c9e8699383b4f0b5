package dev.uploadgateway.facade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.Api;
import dev.uploadgateway.LocalMeta;
import dev.uploadgateway.LocalMeta.Meta;
import dev.uploadgateway.LocalPostgres;
import java.util.List;
import java.util.Map;
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

/** The curl calls of the Offline Conversions API's page around the events, in both dialects. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@Import({LocalPostgres.class, LocalMeta.class})
@Timeout(120)
class SeedSetupCallsIT {

  private static final String TRACKED = "{\"action.type\":[\"post_engagement\"],\"page\":[\"77\"]}";

  @LocalServerPort int port;
  @Autowired Meta meta;

  @ParameterizedTest
  @CsvSource({"offline_conversions_api, 7101, 5501, 9901", "conversions_api, 7102, 5502, 9902"})
  void theCallsOfThePageWorkAsWritten(String wire, String like, String account, String ad)
      throws Exception {
    Shell.assumeCurl();
    Api admin = new Api(port, Api.ADMIN_KEY);
    if (!admin.get("/v1/datasets").json().path("data").isEmpty()) {
      admin
          .get("/v1/datasets")
          .json()
          .path("data")
          .findValuesAsString("id")
          .forEach(id -> assertThat(admin.delete("/v1/datasets/" + id).status()).isEqualTo(204));
    }
    // Whose token to use, nobody needs to say: it is the only one there is, and then all have one.
    admin.put(
        "/v1/datasets/" + like,
        "{\"access_token\": \"token-of-a-system-user\", \"wire\": \"%s\"}".formatted(wire));
    meta.ad(
        "{\"id\": \"%s\", \"account_id\": \"%s\", \"tracking_specs\": [%s]}"
            .formatted(ad, account, TRACKED));

    List<JsonNode> answers =
        Shell.answers(
            "seed-setup-calls.sh",
            Map.of(
                "GRAPH",
                "http://localhost:" + port,
                "API_VERSION",
                "v16.0",
                "BUSINESS",
                "100",
                "CLIENT",
                "200",
                "AD_ACCOUNT",
                account,
                "AD",
                ad,
                "ACCESS_TOKEN",
                Api.ADMIN_KEY));

    assertThat(answers).hasSize(12);
    String id = answers.get(0).path("id").asString("");
    assertThat(id).matches("\\d+");
    assertThat(answers.get(1).path("data").findValuesAsString("id")).contains(id);
    assertThat(answers.get(2).toString()).isEqualTo("{\"success\":true}");
    assertThat(answers.get(3).path("data").findValuesAsString("id")).contains("200");
    assertThat(answers.get(4).toString()).isEqualTo("{\"success\":true}");
    assertThat(answers.get(5).path("tracking_specs").toString()).isEqualTo("[" + TRACKED + "]");
    assertThat(answers.get(6).toString()).isEqualTo("{\"success\":true}");
    assertThat(answers.get(7).toString()).isEqualTo("{\"success\":true}");
    assertThat(answers.get(8).path("tracking_specs"))
        .as("what was there, and once what was written in two spellings")
        .hasSize(2)
        .anyMatch(spec -> spec.toString().equals(TRACKED))
        .anyMatch(spec -> spec.toString().contains(id));
    assertThat(answers.get(9).path("id").asString("")).matches("\\d+");
    assertThat(answers.get(10).at("/error/code").asInt()).isEqualTo(100);
    assertThat(answers.get(10).at("/error/message").asString("")).contains("/value/above");
    assertThat(answers.get(11).path("data").isArray()).isTrue();
    // What was created can be sent to.
    assertThat(admin.get("/v1/datasets/" + id).text("wire")).isEqualTo(wire);
  }

  @Test
  void anAdShowsEveryFieldThatIsAskedFor() {
    Api admin = new Api(port, Api.ADMIN_KEY);
    admin.put("/v1/datasets/7105", "{\"access_token\": \"token-of-a-system-user\"}");
    meta.ad("{\"id\": \"9905\", \"account_id\": \"5505\"}");

    Api.Answer some = admin.get("/v26.0/9905?as=7105&fields=name,account_id,tracking_specs");
    Api.Answer list =
        admin.get("/9905?as=7105&" + Graph.query("fields", "[\"tracking_specs\",\"status\"]"));
    Api.Answer unknown = admin.get("/v26.0/9905?as=7105&fields=colour,tracking_specs");

    assertThat(some.json().toString())
        .isEqualTo(
            "{\"id\":\"9905\",\"account_id\":\"5505\",\"name\":\"Ad 9905\",\"tracking_specs\":[]}");
    assertThat(list.json().propertyNames())
        .containsExactlyInAnyOrder("id", "status", "tracking_specs");
    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown.json().at("/error/code").asInt()).isEqualTo(100);
    assertThat(unknown.json().at("/error/error_data/meta/message").asString()).contains("(colour)");
  }

  /** Ads and campaigns have insights too: those of an account of that number are not theirs. */
  @ParameterizedTest
  @CsvSource({"GET, 9906/insights", "GET, 5506/customconversions", "POST, 5506/customconversions"})
  void whatIsAnAdAccountsIsNotAskedOfAnythingElse(String method, String path) {
    Api admin = new Api(port, Api.ADMIN_KEY);
    admin.put("/v1/datasets/7106", "{\"access_token\": \"token-of-a-system-user\"}");

    Api.Answer answer =
        admin.call(
            method,
            "/v26.0/" + path + "?as=7106&event_source_id=7106&name=a&custom_event_type=Purchase",
            "");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().at("/error/error_subcode").asInt()).isEqualTo(33);
  }

  @Test
  void parametersAreReadAsThePageWritesThem() {
    Api admin = new Api(port, Api.ADMIN_KEY);
    String dataset = created(admin, "conversions_api");
    meta.ad("{\"id\": \"9907\", \"account_id\": \"5507\"}");

    Api.Answer tracked =
        form(
            admin,
            "9907",
            Api.ADMIN_KEY,
            Graph.query(
                "tracking_spec",
                "[{action.type:\"offline_conversion\", dataset:[\"%s\"]}]".formatted(dataset)));
    Api.Answer rule =
        form(
            admin,
            "act_5507/customconversions",
            Api.ADMIN_KEY,
            Graph.query(
                "event_source_id",
                dataset,
                "name",
                "a",
                "custom_event_type",
                "Purchase",
                "rule",
                "{and: [{event_name: {eq: 'Purchase'}}, {value: {gt: 100.10}},]}"));
    Api.Answer insights =
        admin.get(
            "/act_5507/insights?"
                + Graph.query(
                    "as", dataset, "time_range", "{'since':'2026-11-01','until':'2026-11-20'}"));

    assertThat(tracked.body()).isEqualTo("{\"success\":true}");
    assertThat(meta.graph("9907?fields=tracking_specs").toString()).contains(dataset);
    assertThat(rule.status()).as(rule.body()).isEqualTo(200);
    assertThat(meta.graph("act_5507/customconversions").at("/data/0/rule").asString())
        .isEqualTo(
            "{\"and\":[{\"event_name\":{\"eq\":\"Purchase\"}},{\"value\":{\"gt\":100.10}}]}");
    assertThat(insights.json().at("/data/0/date_start").asString()).isEqualTo("2026-11-01");
  }

  @ParameterizedTest
  @CsvSource({
    "POST, 9908, status=PAUSED",
    "POST, 9908, name=Other",
    "GET, act_5508/insights, use_unified_attribution_setting=true"
  })
  void whatElseMetaWouldDoIsNotIgnored(String method, String path, String parameter) {
    Api.Answer answer =
        new Api(port, Api.ADMIN_KEY)
            .call(method, "/v26.0/" + path + "?tracking_specs=1&" + parameter, "");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().at("/error/message").asString())
        .contains("does not hand on the parameter " + parameter.split("=")[0]);
  }

  @Test
  void whatIsNotHandedOnIsRefused() {
    Api admin = new Api(port, Api.ADMIN_KEY);
    admin.put("/v1/datasets/7104", "{\"access_token\": \"token-of-a-system-user\"}");

    Api.Answer answer =
        form(
            admin,
            "7104/adaccounts",
            Api.ADMIN_KEY,
            "account_id=1&business=2&auto_track_for_ads=true");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().at("/error/message").asString("")).contains("auto_track_for_ads");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "conversions_api | permitted_tasks | ADVERTISE",
        "conversions_api | permitted_tasks | 'ADVERTISE,ANALYZE'",
        "conversions_api | permitted_tasks | 'ADVERTISE, ANALYZE'",
        "conversions_api | permitted_tasks | [\"ADVERTISE\",\"ANALYZE\"]",
        "conversions_api | permitted_tasks | '[''ADVERTISE'']'",
        "conversions_api | permitted_tasks | \"ADVERTISE\"",
        "conversions_api | permitted_roles | ADVERTISER",
        "conversions_api | permitted_roles | [\"ADMIN\"]",
        "offline_conversions_api | permitted_roles | ADMIN",
        "offline_conversions_api | permitted_roles | 'ADVERTISER,UPLOADER'",
        "offline_conversions_api | permitted_roles | [\"ADVERTISER\"]"
      })
  void whatIsPermittedMayBeOneWordOrSeveral(String wire, String parameter, String words) {
    Api admin = new Api(port, Api.ADMIN_KEY);
    String dataset = created(admin, wire);

    Api.Answer answer =
        form(
            admin,
            dataset + "/agencies",
            Api.ADMIN_KEY,
            "business=200&" + Graph.query(parameter, words));

    assertThat(answer.body()).isEqualTo("{\"success\":true}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "conversions_api | permitted_tasks | ALL | ALL",
        "conversions_api | permitted_tasks | 'ADVERTISE,OWN' | OWN",
        "conversions_api | permitted_tasks | [\"ADVERTISE\",5,{\"a\":1}] | '5, {\"a\":1}'",
        "conversions_api | permitted_roles | EDITOR | EDITOR",
        "offline_conversions_api | permitted_roles | [\"ADVERTISE\"] | ADVERTISE"
      })
  void whatCannotBePermittedIsNamedBeforeMetaIsAsked(
      String wire, String parameter, String words, String named) {
    Api admin = new Api(port, Api.ADMIN_KEY);
    String dataset = created(admin, wire);

    Api.Answer answer =
        form(
            admin,
            dataset + "/agencies",
            Api.ADMIN_KEY,
            "business=200&" + Graph.query(parameter, words));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().at("/error/code").asInt()).isEqualTo(100);
    assertThat(answer.json().at("/error/message").asString())
        .contains("The parameter " + parameter + " does not know " + named + ":");
    assertThat(meta.graph(dataset + "/agencies").path("data")).isEmpty();
  }

  private static String created(Api admin, String wire) {
    return admin
        .post(
            "/v1/businesses/100/datasets",
            "{\"name\": \"N\", \"access_token\": \"token-of-a-system-user\", \"wire\": \"%s\"}"
                .formatted(wire))
        .text("id");
  }

  @Test
  void whatIsAdministeredTakesAKeyThatMayDoThat() {
    Api admin = new Api(port, Api.ADMIN_KEY);
    admin.put("/v1/datasets/7103", "{\"access_token\": \"token-of-a-system-user\"}");
    String reader = key(admin, "\"read\"", "[\"7103\"]");
    String ofOne = key(admin, "\"admin\"", "[\"7103\"]");
    String ofAnother = key(admin, "\"admin\"", "[\"7199\"]");

    assertThat(code(admin, "7103/agencies", reader, "business=200")).isEqualTo(200);
    assertThat(code(admin, "7103/agencies", ofAnother, "business=200")).isEqualTo(10);
    assertThat(code(admin, "100/offline_conversion_data_sets", ofOne, "name=a")).isEqualTo(10);
    assertThat(code(admin, "9903", reader, "tracking_specs=[]")).isEqualTo(200);
    String specs =
        "tracking_specs=[{\"action.type\":\"offline_conversion\",\"dataset\":[\"7103\"]}]";
    assertThat(code(admin, "9903", ofAnother, specs + "&as=7103")).isEqualTo(10);
    assertThat(code(admin, "9903", ofAnother, specs))
        .as("nobody learns whether a foreign dataset exists")
        .isEqualTo(code(admin, "9903", ofAnother, specs.replace("7103", "7198")));
    assertThat(
            code(
                admin,
                "act_5503/customconversions",
                ofAnother,
                "event_source_id=7103&name=a&custom_event_type=Purchase&rule={}"))
        .isEqualTo(10);
    assertThat(code(admin, "9999999", ofOne, specs)).as("no such ad at Meta").isEqualTo(100);
    assertThat(code(admin, "7103/agencies", "nonsense", "business=200")).isEqualTo(190);
  }

  private static int code(Api api, String path, String key, String form) {
    return form(api, path, key, form).json().at("/error/code").asInt();
  }

  private static Api.Answer form(Api api, String path, String key, String form) {
    return api.with(null)
        .call(
            "POST",
            "/v16.0/" + path,
            form + "&access_token=" + key,
            "Content-Type",
            "application/x-www-form-urlencoded");
  }

  private static String key(Api admin, String scope, String datasets) {
    return admin
        .post(
            "/v1/keys",
            "{\"name\": \"k\", \"scopes\": [%s], \"datasets\": %s}".formatted(scope, datasets))
        .text("key");
  }
}
