package dev.uploadgateway.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.uploadgateway.Api;
import dev.uploadgateway.LocalMeta;
import dev.uploadgateway.LocalMeta.Meta;
import dev.uploadgateway.LocalPostgres;
import dev.uploadgateway.Northwind;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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

/** Datasets are created, listed, assigned and shared at Meta, in the edges of either dialect. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {"gateway.dispatch.linger=50ms", "gateway.dispatch.poll-interval=100ms"})
@Import({LocalPostgres.class, LocalMeta.class})
@ExtendWith(OutputCaptureExtension.class)
class EventSetsIT {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String TOKEN = "EAABsbCS1iHgBOZCtheTokenOfASystemUser";

  @LocalServerPort int port;
  @Autowired Meta meta;

  private Api api;

  @BeforeEach
  void setUp() {
    api = new Api(port, Api.ADMIN_KEY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"conversions_api", "offline_conversions_api"})
  void aDatasetIsCreatedAtMetaAndTakesEventsAtOnce(String wire) {
    String dataset = create("1", wire);

    api.post("/v1/datasets/" + dataset + "/events", Northwind.once().body("northwind"));

    await().atMost(PATIENCE).until(() -> meta.count(dataset) == 830);
    assertThat(api.get("/v1/datasets/" + dataset).text("wire")).isEqualTo(wire);
    assertThat(api.get("/v1/datasets/" + dataset).text("name")).isEqualTo("Superbowl");
  }

  @ParameterizedTest
  @ValueSource(strings = {"conversions_api", "offline_conversions_api"})
  void theDatasetsOfABusinessAreListedOverAllPages(String wire) {
    String business = wire.equals("conversions_api") ? "2" : "3";
    List<String> created = IntStream.range(0, 103).mapToObj(i -> create(business, wire)).toList();
    create("4", wire);

    Api.Answer list = api.get("/v1/businesses/" + business + "/datasets?as=" + created.getFirst());

    assertThat(list.json().path("data").findValuesAsString("id")).isEqualTo(created);
    assertThat(list.json().has("paging")).isFalse();
    assertThat(list.body()).doesNotContain(TOKEN, "access_token");
  }

  @Test
  void anotherOneTakesTheCredentialsOfOneThatIsKnown() {
    String first = create("5", "offline_conversions_api");

    Api.Answer second =
        api.post(
            "/v1/businesses/5/datasets",
            "{\"name\": \"Second\", \"like\": \"%s\"}".formatted(first));

    assertThat(second.status()).isEqualTo(201);
    assertThat(second.text("wire")).isEqualTo("offline_conversions_api");
    assertThat(second.header("Location")).isEqualTo("/v1/datasets/" + second.text("id"));
    assertThat(
            api.post("/v1/datasets/" + second.text("id") + "/test", "")
                .json()
                .path("ok")
                .asBoolean())
        .isTrue();
  }

  @Test
  void whatTodaysDatasetsLackIsNotSentAndSaid() {
    Api.Answer today =
        api.post(
            "/v1/businesses/6/datasets",
            "{\"name\": \"N\", \"description\": \"D\", \"access_token\": \"%s\"}".formatted(TOKEN));

    assertThat(today.status()).isEqualTo(201);
    assertThat(today.json().path("warnings")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"conversions_api,shared_accounts", "offline_conversions_api,adaccounts"})
  void anAdAccountIsAssignedOnceItsBusinessHasAccess(String wire, String edge) {
    String dataset = create("7", wire);
    String assignment = "{\"account_id\": \"act_55\", \"business\": 8}"; // text or number

    Api.Answer tooEarly = api.post("/v1/datasets/" + dataset + "/adaccounts", assignment);
    Api.Answer shared = api.post("/v1/datasets/" + dataset + "/agencies", "{\"business\": \"8\"}");
    Api.Answer assigned = api.post("/v1/datasets/" + dataset + "/adaccounts", assignment);

    assertThat(tooEarly.status()).isEqualTo(409);
    assertThat(tooEarly.code()).isEqualTo("meta_blocked");
    assertThat(tooEarly.json().at("/meta/code").asInt()).isEqualTo(200);
    assertThat(shared.json().path("success").asBoolean()).isTrue();
    assertThat(assigned.json().path("success").asBoolean()).isTrue();
    assertThat(meta.graph(dataset + "/" + edge + "?business=8").at("/data/0/account_id").asString())
        .isEqualTo("55");
    assertThat(
            api.get("/v1/datasets/" + dataset + "/adaccounts?business=8")
                .json()
                .at("/data/0/account_id")
                .asString())
        .isEqualTo("55");
    assertThat(api.get("/v1/datasets/" + dataset + "/agencies").json().at("/data/0/id").asString())
        .isEqualTo("8");
  }

  @Test
  void whatIsPermittedIsSaidInTheWordsOfTheDialect() {
    String today = "/v1/datasets/" + create("9", "conversions_api") + "/agencies";
    String before = "/v1/datasets/" + create("9", "offline_conversions_api") + "/agencies";

    assertThat(
            api.post(today, "{\"business\": \"10\", \"permitted_tasks\": [\"UPLOAD\"]}").status())
        .isEqualTo(200);
    assertThat(
            api.post(before, "{\"business\": \"10\", \"permitted_roles\": [\"ADMIN\"]}").status())
        .isEqualTo(200);
    assertThat(api.post(today, "{\"business\": \"10\", \"permitted_tasks\": [\"ALL\"]}").body())
        .contains("ADVERTISE, ANALYZE, EDIT, UPLOAD");
    assertThat(api.post(today, "{\"business\": \"10\", \"permitted_roles\": [\"ADMIN\"]}").code())
        .isEqualTo("invalid_parameter");
    assertThat(api.post(before, "{\"business\": \"10\", \"permitted_tasks\": [\"EDIT\"]}").code())
        .isEqualTo("invalid_parameter");
  }

  @Test
  void whatMetaDoesNotKnowIsNamedAsSuch() {
    api.put("/v1/datasets/11", "{\"access_token\": \"%s\"}".formatted(TOKEN));

    Api.Answer answer = api.post("/v1/datasets/11/agencies", "{\"business\": \"10\"}");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo("meta_unknown_object");
    assertThat(answer.json().at("/meta/error_subcode").asInt()).isEqualTo(33);
    assertThat(answer.json().at("/meta/fbtrace_id").asString("")).startsWith("A");
  }

  @Test
  void nothingIsKeptOfADatasetThatMetaDidNotCreate(CapturedOutput log) {
    Api.Answer answer =
        api.post(
            "/v1/businesses/12/datasets",
            "{\"name\": \"Never\", \"access_token\": \"bad-%s\"}".formatted(TOKEN));

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.code()).isEqualTo("meta_blocked");
    assertThat(answer.text("detail")).contains("190", "access_token");
    assertThat(api.get("/v1/datasets").body()).doesNotContain("Never");
    assertThat(answer.body()).doesNotContain(TOKEN);
    assertThat(log.getAll())
        .contains("graph method=POST path=12/ads_dataset outcome=blocked http=401 code=190")
        .doesNotContain(TOKEN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"access_token\": \"t\"} | name",
        "{\"name\": \"N\"} | access_token",
        "{\"name\": \"N\", \"access_token\": \"t\", \"wire\": \"fax\"} | wire",
        "{\"name\": \"N\", \"access_token\": \"white space\"} | access_token",
        "{\"name\": \"N\", \"access_token\": \"t\", \"api_version\": \"26\"} | api_version"
      })
  void whatCannotBeCreatedIsRefusedBeforeMetaIsAsked(String body, String named) {
    Api.Answer answer = api.post("/v1/businesses/13/datasets", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("parameter") + answer.text("field")).isEqualTo(named);
    assertThat(meta.graph("13/ads_dataset").path("data")).isEmpty();
  }

  @Test
  void aDatasetToBeLikeMustBeKnown() {
    assertThat(
            api.post("/v1/businesses/14/datasets", "{\"name\": \"N\", \"like\": \"none\"}").code())
        .isEqualTo("unknown_dataset");
  }

  @Test
  void noIdLeadsToAnotherPath() {
    String dataset = create("15", "conversions_api");

    Api.Answer answer =
        api.post("/v1/datasets/" + dataset + "/agencies", "{\"business\": \"../me\"}");
    Api.Answer list = api.post("/v1/datasets/" + dataset + "/agencies", "{\"business\": [1]}");

    assertThat(answer.code()).isEqualTo("invalid_parameter");
    assertThat(list.code()).isEqualTo("invalid_parameter");
    assertThat(api.get("/v1/businesses/15%3Fx/datasets?as=" + dataset).status()).isEqualTo(400);
  }

  private String create(String business, String wire) {
    Api.Answer created =
        api.post(
            "/v1/businesses/" + business + "/datasets",
            "{\"name\": \"Superbowl\", \"access_token\": \"%s\", \"wire\": \"%s\"}"
                .formatted(TOKEN, wire));
    assertThat(created.status()).as(created.body()).isEqualTo(201);
    return created.text("id");
  }
}
