package dev.uploadgateway.facade;

import static dev.uploadgateway.facade.Graph.list;
import static dev.uploadgateway.facade.Graph.offline;
import static dev.uploadgateway.facade.Graph.online;
import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.Api;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@RunningFacade
class EventsInIT {

  @LocalServerPort int port;

  private Graph graph;

  @BeforeEach
  void aDatasetOfOnesOwn() {
    graph = Graph.withOwnDataset(port);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v2.0/", "/v16.0/", "/v26.0/", "/v999.99/", "/"})
  void everyVersionTakesEventsAndSoDoesNone(String version) {
    Api.Answer answer =
        graph.postJson(
            version + graph.dataset() + "/events",
            """
            {"access_token": "%s", "upload_tag": "store_data", "data": %s}
            """
                .formatted(Api.ADMIN_KEY, list(offline("1"), offline("2"))));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"num_processed_entries\":2}");
    assertThat(graph.stored("store_data")).isEqualTo(2);
  }

  @Test
  void aFormAndAMultipartBodyHoldTheEventsAsText() {
    String path = "/v16.0/" + graph.dataset() + "/events";

    Api.Answer form =
        graph.postForm(
            path, "upload_tag", "t", "data", list(offline("1")), "access_token", Api.ADMIN_KEY);
    Api.Answer multipart =
        graph.postMultipart(
            path, "access_token", Api.ADMIN_KEY, "upload_tag", "t", "data", list(offline("2")));
    Api.Answer text =
        graph.postJson(
            path + "?access_token=" + Api.ADMIN_KEY,
            "{\"data\": \"%s\", \"upload_tag\": \"t\"}"
                .formatted(list(offline("3")).replace("\"", "\\\"").replace("\n", " ")));

    assertThat(List.of(form.body(), multipart.body(), text.body()))
        .containsOnly("{\"num_processed_entries\":1}");
    assertThat(graph.stored("t")).isEqualTo(3);
  }

  @Test
  void eventsWithUserDataAreAnsweredAsTheConversionsApiDoes() {
    Api.Answer answer = graph.events("{\"data\": %s}".formatted(list(online("1"), online("2"))));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().propertyNames())
        .containsExactly("events_received", "messages", "fbtrace_id");
    assertThat(answer.json().path("events_received").asInt()).isEqualTo(2);
    assertThat(answer.json().path("messages").isEmpty()).isTrue();
    assertThat(answer.text("fbtrace_id"))
        .isNotEmpty()
        .isEqualTo(answer.header("x-fb-trace-id"))
        .isEqualTo(answer.header("X-Request-Id"));
  }

  @Test
  void callsWithoutATagShareTheUploadOfTheirDay() {
    String today = LocalDate.now(ZoneOffset.UTC).toString();

    graph.events("{\"data\": %s}".formatted(list(online("1"))));
    graph.events("{\"data\": %s}".formatted(list(offline("2"))));

    assertThat(graph.stored(today) + graph.stored(LocalDate.now(ZoneOffset.UTC).toString()))
        .isIn(2L, 4L); // whatever happens at midnight
  }

  @Test
  void repeatedEventsAreTakenLikeNewOnesAndKeptOnce() {
    String body = "{\"upload_tag\": \"t\", \"data\": %s}".formatted(list(offline("1")));

    assertThat(graph.events(body).body()).isEqualTo("{\"num_processed_entries\":1}");
    assertThat(graph.events(body).body()).isEqualTo("{\"num_processed_entries\":1}");

    assertThat(graph.stored("t")).isEqualTo(1);
  }

  @Test
  void twoThousandEventsAreTakenAndOneMoreIsRefused() {
    String most =
        IntStream.range(0, 2_000)
            .mapToObj(order -> offline("o" + order))
            .collect(Collectors.joining(","));

    Api.Answer tooMany =
        graph.events(
            "{\"upload_tag\": \"t\", \"data\": [%s,%s]}".formatted(most, offline("one more")));
    assertThat(graph.stored("t")).isZero();
    Api.Answer taken = graph.events("{\"upload_tag\": \"t\", \"data\": [%s]}".formatted(most));

    assertError(tooMany, 400, 100);
    assertThat(taken.body()).isEqualTo("{\"num_processed_entries\":2000}");
    assertThat(graph.stored("t")).isEqualTo(2_000);
  }

  @Test
  void oneInvalidEventRefusesAllAndEveryInvalidOneIsNamed() {
    String noValue = offline("2").replace("\"value\": 16,", "");
    String old = offline("4").replaceFirst("\"event_time\": \\d+", "\"event_time\": 1456870902");
    String noCustomer =
        """
        {"event_name": "Lead", "event_time": %d}\
        """
            .formatted(Graph.now());

    Api.Answer answer =
        graph.events(
            "{\"upload_tag\": \"t\", \"data\": %s}"
                .formatted(list(offline("1"), noValue, offline("3"), old, noCustomer)));

    JsonNode error = assertError(answer, 400, 100);
    assertThat(error.path("error_subcode").asInt()).isEqualTo(1815356);
    assertThat(error.path("type").asString()).isEqualTo("OAuthException");
    assertThat(error.path("is_transient").asBoolean(true)).isFalse();
    assertThat(error.path("error_user_title").asString()).isNotEmpty();
    assertThat(error.path("error_user_msg").asString())
        .isEqualTo(
            "3 of the events are invalid, and none was stored. Fix them or skip them, and retry the call.");
    assertThat(error.at("/error_data/invalid_entries").valueStream())
        .extracting(entry ->
            entry.path("event_index").asInt()
                + " "
                + entry.path("type").asString()
                + " "
                + entry.path("code").asInt()
                + " "
                + entry.path("field").asString())
        .containsExactly(
            "1 CodedException 2804009 value",
            "3 CodedException 2804003 event_time",
            "4 CodedException 2804050 match_keys");
    assertThat(graph.stored("t")).isZero();

    Api.Answer withoutThem =
        graph.events(
            "{\"upload_tag\": \"t\", \"data\": %s}".formatted(list(offline("1"), offline("3"))));
    assertThat(withoutThem.body()).isEqualTo("{\"num_processed_entries\":2}");
  }

  @Test
  void everyInvalidEventOfAFullCallIsNamed() {
    String events =
        IntStream.range(0, 2_000)
            .mapToObj(
                order -> "{\"event_name\": \"Purchase\", \"contents\": [{}, {}, {}, {}, {}, {}]}")
            .collect(Collectors.joining(","));

    Api.Answer answer = graph.events("{\"data\": [%s]}".formatted(events));

    JsonNode error = assertError(answer, 400, 100);
    assertThat(
            error
                .at("/error_data/invalid_entries")
                .valueStream()
                .map(entry -> entry.path("event_index").asInt())
                .distinct())
        .hasSize(2_000);
  }

  @Test
  void aNamespaceAfterTheEventsRefusesThoseThatCannotGoUnderIt() {
    Api.Answer answer =
        graph.events(
            "{\"upload_tag\": \"t\", \"data\": %s, \"namespace_id\": 12345}"
                .formatted(list(offline("1"))));

    assertThat(assertError(answer, 400, 100).at("/error_data/invalid_entries/0/rule").asString())
        .isEqualTo("namespace_with_match_keys");
    assertThat(graph.stored("t")).isZero();
  }

  @Test
  void thePagesNotQuiteJsonIsReadAsItIsMeant() {
    Api.Answer answer =
        graph.postMultipart(
            "/v16.0/" + graph.dataset() + "/events",
            "access_token",
            Api.ADMIN_KEY,
            "upload_tag",
            "store_data",
            "data",
            """
            [
              {
                match_keys: {"phone": ["%s"], "email": ["%s"],},
                currency: "USD",
                value: 16,
                event_name: "Purchase",
                event_time: %d,
                contents: [
                  {id: "A", quantity: 1},
                  {id: "B", quantity: 2},
                ],
                custom_data: {category: 'ICECREAM'},
              },
            ]\
            """
                .formatted(Graph.PHONE_HASH, Graph.EMAIL_HASH, Graph.now()));

    assertThat(answer.body()).isEqualTo("{\"num_processed_entries\":1}");
  }

  @Test
  void aMissingCommaIsRefusedByLineColumnAndCharacter() {
    Api.Answer answer =
        graph.postForm(
            "/v16.0/" + graph.dataset() + "/events",
            "access_token",
            Api.ADMIN_KEY,
            "data",
            """
            [
              {
                contents: [
                  {id: "A", quantity: 1}
                ]
                custom_data: {
                },
              },
            ]\
            """);

    assertThat(assertError(answer, 400, 100).path("message").asString())
        .isEqualTo(
            "(#100) The parameter data is not JSON: line 6, column 5, character 62, at c. Nothing was stored");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "{\"data\": []}",
        "{\"data\": {}}",
        "{\"data\": 5}",
        "{\"data\": \"\"}",
        "{\"data\": \"[\"}",
        "{\"data\": [",
        "{\"data\": [1]",
        "{\"data\": [], \"data\": []}",
        "{\"data\": []} []",
        "{\"data\": [{\"event_name\": \"Lead\", \"event_name\": \"Lead\"}]}"
      })
  void whatHoldsNoEventsIsAnInvalidParameter(String body) {
    assertError(graph.events(body), 400, 100);
  }

  @Test
  void aBodyBeyondAllMeasureIsRefusedInMetasWordsToo() {
    assertError(graph.events(" ".repeat(BodyReader.LARGEST + 1)), 413, 100);
  }

  @Test
  void anotherContentTypeIsAnInvalidParameter() {
    assertError(
        graph
            .api()
            .call("POST", "/" + graph.dataset() + "/events", "x", "Content-Type", "text/plain"),
        400,
        100);
  }

  @Test
  void parametersThatNoEdgeKnowsAreIgnored() {
    Api.Answer answer =
        graph.events(
            """
            {"data": %s, "upload_source": "MDFU V2.00", "trace": 7, "platforms": [{"a": 1}], "locale": "de_DE",
             "test_event_code": "TEST1", "appsecret_proof": "00", "something": null}
            """
                .formatted(list(online("1"))));

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().path("messages").valueStream().map(JsonNode::asString))
        .containsExactly("test_event_code is not handed on with a call: set it with the dataset");
  }

  @Test
  void aClientThatCannotReadErrorsIsAnsweredWith200() {
    Api.Answer answer = graph.events("{\"data\": [{}], \"suppress_http_code\": 1}");

    assertError(answer, 200, 100);
  }

  @Test
  void theCustomGatewayEndpointAnswers202() {
    Api.Answer answer =
        graph.postJson(
            "/capi/%s/events".formatted(graph.dataset()),
            "{\"accessKey\": \"%s\", \"data\": %s}".formatted(Api.ADMIN_KEY, list(online("1"))));

    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    assertThat(answer.json().path("events_received").asInt()).isEqualTo(1);
  }

  static JsonNode assertError(Api.Answer answer, int status, int code) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).startsWith("application/json");
    JsonNode error = answer.json().path("error");
    assertThat(error.path("code").asInt()).as(answer.body()).isEqualTo(code);
    assertThat(error.path("fbtrace_id").asString()).isEqualTo(answer.header("X-Request-Id"));
    assertThat(error.path("message").asString()).isNotEmpty();
    return error;
  }
}
