package dev.uploadgateway.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.uploadgateway.Api;
import dev.uploadgateway.LocalMeta;
import dev.uploadgateway.LocalPostgres;
import generated.client.ApiClient;
import generated.client.ApiException;
import generated.client.DatasetsApi;
import generated.client.EventsApi;
import generated.client.model.Answer;
import generated.client.model.DatasetDraft;
import generated.client.model.Event;
import generated.client.model.Upload;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** The description is what the gateway does: its paths, its examples, and a client made of it. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "gateway.dispatch.linger=0s",
      "gateway.dispatch.poll-interval=200ms",
      "gateway.watch.refresh=200ms",
      "management.endpoints.web.exposure.include=*"
    })
@Import({LocalPostgres.class, LocalMeta.class})
class OpenApiIT {

  @LocalServerPort int port;

  @Autowired
  @Qualifier("requestMappingHandlerMapping")
  RequestMappingHandlerMapping routes;

  private Api api;
  private JsonNode description;

  @BeforeEach
  void setUp() {
    api = new Api(port, Api.ADMIN_KEY);
    description = api.with(null).get("/v1/openapi.json").json();
    api.put("/v1/datasets/901", "{\"access_token\":\"t\"}");
  }

  @Test
  void everyRouteIsDescribedAndEveryDescriptionARoute() {
    Set<String> described = new TreeSet<>();
    description
        .path("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .propertyNames()
                .forEach(method -> described.add(method.toUpperCase() + " " + path.getKey())));

    assertThat(described).isEqualTo(routes());
  }

  private Set<String> routes() {
    return routes.getHandlerMethods().keySet().stream()
        .flatMap(route ->
            route.getPatternValues().stream()
                .filter(path -> path.startsWith("/v1/") && !path.startsWith("/v1/openapi"))
                .flatMap(path -> methods(route).map(method -> method + " " + path)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<String> methods(RequestMappingInfo route) {
    return route.getMethodsCondition().getMethods().stream().map(Enum::name);
  }

  @Test
  void theExampleOfAnUploadIsTakenAsItsAnswerSays() {
    JsonNode upload = description.at("/paths/~1v1~1datasets~1{dataset}~1events/post");
    String body =
        upload
            .at("/requestBody/content/application~1json/example")
            .toString()
            .replaceAll("\"event_time\":\\d+", "\"event_time\":" + Instant.now().getEpochSecond());

    Api.Answer answer = api.post("/v1/datasets/901/events", body);

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.json())
        .isEqualTo(upload.at("/responses/202/content/application~1json/example"));
    Api.Answer refused =
        api.post("/v1/datasets/901/events", body.replaceAll("(\"event_time\":\\d+)", "$1000"));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json())
        .isEqualTo(upload.at("/responses/422/content/application~1json/example"));
  }

  @Test
  void answersHaveNoMemberThatTheDescriptionDoesNot() {
    assertDescribed("Dataset", api.get("/v1/datasets/901"));
    assertDescribed("Datasets", api.get("/v1/datasets"));
    assertDescribed("Keys", api.get("/v1/keys"));
    assertDescribed("Key", api.post("/v1/keys", "{\"name\":\"described\",\"scopes\":[\"read\"]}"));
    assertDescribed("Acts", api.get("/v1/audit"));
    assertDescribed(
        "Erased",
        api.post("/v1/datasets/901/erasures", "{\"match_keys\":{\"email\":\"jane@example.com\"}}"));
    assertDescribed("Problem", api.get("/v1/datasets/nowhere"));
    assertDescribed("Tested", api.post("/v1/datasets/901/test", ""));
    assertDescribed("Quarantine", api.get("/v1/datasets/901/quarantine"));
    assertDescribed(
        "Released", api.post("/v1/datasets/901/quarantine/release?upload_tag=none", ""));
    assertDescribed("Discarded", api.delete("/v1/datasets/901/quarantine?upload_tag=none"));
    assertDescribed(
        "Preview",
        api.post(
            "/v1/datasets/901/events/preview",
            description
                .at(
                    "/paths/~1v1~1datasets~1{dataset}~1events~1preview/post/requestBody/content/application~1json/example")
                .toString()));
  }

  private void assertDescribed(String schema, Api.Answer answer) {
    assertDescribed(schema, description.at("/components/schemas/" + schema), answer.json());
  }

  private void assertDescribed(String where, JsonNode schema, JsonNode value) {
    if (schema.has("$ref")) {
      String name = schema.path("$ref").asString().replaceFirst(".*/", "");
      assertDescribed(name, description.at("/components/schemas/" + name), value);
    } else if (value.isArray()) {
      value.forEach(item -> assertDescribed(where + "[]", schema.path("items"), item));
    } else if (value.isObject() && !schema.path("additionalProperties").asBoolean(false)) {
      assertThat(value.propertyNames())
          .as(where)
          .isSubsetOf(schema.path("properties").propertyNames());
      schema.path("required").forEach(name -> assertThat(value.has(name.asString())).isTrue());
      value
          .properties()
          .forEach(member ->
              assertDescribed(
                  where + "." + member.getKey(),
                  schema.path("properties").path(member.getKey()),
                  member.getValue()));
    }
  }

  @Test
  void aClientThatIsMadeOfItUploadsAndIsTold() throws ApiException {
    ApiClient client = new ApiClient();
    client.updateBaseUri("http://localhost:" + port);
    client.setRequestInterceptor(
        request -> request.header("Authorization", "Bearer " + Api.ADMIN_KEY));
    Event event =
        new Event()
            .eventName("Purchase")
            .eventTime(Instant.now().getEpochSecond())
            .orderId("of the client")
            .currency("EUR")
            .value(new BigDecimal("12.50"))
            .matchKeys(Map.of("email", List.of("jane@example.com")));

    new DatasetsApi(client)
        .putDataset("902", new DatasetDraft().name("of the client").accessToken("t"));
    Answer answer =
        new EventsApi(client)
            .uploadEvents("902", new Upload().uploadTag("client").addDataItem(event), null, null);

    assertThat(answer.getEventsAccepted()).isEqualTo(1);
    assertThatThrownBy(() -> new DatasetsApi(client).showDataset("nowhere"))
        .isInstanceOfSatisfying(
            ApiException.class, failure -> assertThat(failure.getCode()).isEqualTo(404));
  }
}
