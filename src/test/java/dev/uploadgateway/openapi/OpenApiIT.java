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
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
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
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
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

  /** Where a body is a record, a member more or less of it is noticed here. */
  @Test
  void aBodyIsDescribedMemberByMember() {
    Map<String, Set<String>> written = new TreeMap<>();
    Map<String, Set<String>> read = new TreeMap<>();
    handlers((route, handler) -> {
      for (MethodParameter parameter : handler.getMethodParameters()) {
        if (parameter.hasParameterAnnotation(RequestBody.class)) {
          note(written, route, parameter.getParameterType());
        }
      }
      ResolvableType answer = ResolvableType.forMethodReturnType(handler.getMethod());
      note(
          read,
          route,
          answer.resolve() == ResponseEntity.class
              ? answer.getGeneric(0).resolve(Object.class)
              : answer.resolve(Object.class));
    });

    assertThat(written).containsKeys("PUT /v1/datasets/{dataset}", "POST /v1/keys");
    written.forEach((route, members) ->
        assertThat(described(operation(route).at("/requestBody/content/application~1json/schema")))
            .as("body of " + route)
            .isEqualTo(members));
    assertThat(read).containsKeys("POST /v1/datasets/{dataset}/events");
    read.forEach((route, members) ->
        assertThat(described(success(operation(route))))
            .as("answer to " + route)
            .isEqualTo(members));
  }

  /** Those of handlers that take whatever there is are not known. */
  @Test
  void everyParameterIsDescribed() {
    Map<String, Set<String>> taken = new TreeMap<>();
    handlers((route, handler) -> {
      for (MethodParameter parameter : handler.getMethodParameters()) {
        RequestParam asked = parameter.getParameterAnnotation(RequestParam.class);
        if (asked != null && !Map.class.isAssignableFrom(parameter.getParameterType())) {
          parameter.initParameterNameDiscovery(new DefaultParameterNameDiscoverer());
          String name = asked.name().isEmpty() ? parameter.getParameterName() : asked.name();
          taken.computeIfAbsent(route, any -> new TreeSet<>()).add(name);
        }
      }
    });

    assertThat(taken).hasSizeGreaterThan(5);
    taken.forEach((route, names) ->
        assertThat(
                operation(route)
                    .path("parameters")
                    .valueStream()
                    .filter(parameter -> parameter.path("in").asString().equals("query"))
                    .map(parameter -> parameter.path("name").asString()))
            .as(route)
            .containsAll(names));
  }

  /** What Meta answers is handed on; every other body has members. */
  @Test
  void noBodyIsJustAnObject() {
    description
        .path("paths")
        .forEach(path ->
            path.forEach(operation -> {
              JsonNode body = operation.at("/requestBody/content/application~1json/schema");
              assertThat(body.isMissingNode() || !described(body).isEmpty())
                  .as("body of " + operation.path("operationId"))
                  .isTrue();
              JsonNode answer = success(operation);
              assertThat(answer.isMissingNode() || !described(answer).isEmpty())
                  .as("answer to " + operation.path("operationId"))
                  .isTrue();
            }));
  }

  private void handlers(BiConsumer<String, HandlerMethod> each) {
    routes
        .getHandlerMethods()
        .forEach((route, handler) ->
            route.getPatternValues().stream()
                .filter(path -> path.startsWith("/v1/") && !path.startsWith("/v1/openapi"))
                .forEach(path ->
                    methods(route).forEach(method -> each.accept(method + " " + path, handler))));
  }

  private static void note(Map<String, Set<String>> bodies, String route, Class<?> body) {
    if (body.isRecord()) {
      bodies.computeIfAbsent(route, any -> new TreeSet<>()).addAll(Members.of(body).names());
    }
  }

  private JsonNode operation(String route) {
    String[] parts = route.split(" ");
    return description.path("paths").path(parts[1]).path(parts[0].toLowerCase(Locale.ROOT));
  }

  private static JsonNode success(JsonNode operation) {
    return operation.path("responses").properties().stream()
        .filter(response -> response.getKey().startsWith("2"))
        .map(response -> response.getValue().at("/content/application~1json/schema"))
        .findFirst()
        .orElseThrow();
  }

  private Set<String> described(JsonNode schema) {
    return new TreeSet<>(resolved(schema).path("properties").propertyNames());
  }

  private JsonNode resolved(JsonNode schema) {
    return schema.has("$ref")
        ? description.at(schema.path("$ref").asString().substring(1))
        : schema;
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

  @Test
  void filesAndMappingsHaveNoMemberThatTheDescriptionDoesNot() {
    String mapping =
        description
            .at(
                "/paths/~1v1~1datasets~1{dataset}~1mappings~1{name}/put/requestBody/content/application~1json/example")
            .toString();
    String mappings = "/v1/datasets/901/mappings";
    assertDescribed("Mapping", api.put(mappings + "/weekly", mapping));
    assertDescribed("Mappings", api.get(mappings));
    String sheet =
        "event_time,event_name,Email\n%d,Purchase,jane@example.com\nyesterday,Lead,none\n";
    Api.Answer file =
        api.call(
            "POST",
            "/v1/datasets/901/files?name=week.csv",
            sheet.formatted(Instant.now().getEpochSecond()),
            "Content-Type",
            "text/csv");
    assertThat(file.status()).isEqualTo(201);
    assertDescribed("File", file);
    String path = "/v1/datasets/901/files/" + file.text("id");
    assertDescribed("FilePreview", api.post(path + "/preview", "{\"dates\": [\"epoch_seconds\"]}"));
    assertDescribed("File", api.post(path + "/start", "{\"upload_tag\": \"described\"}"));
    assertDescribed("Files", api.get("/v1/datasets/901/files"));
    assertDescribed(
        "Answer",
        api.call(
            "PUT",
            "/v1/datasets/901/events?upload_tag=described",
            sheet.formatted(Instant.now().getEpochSecond()),
            "Content-Type",
            "text/csv"));
  }

  private void assertDescribed(String schema, Api.Answer answer) {
    assertThat(answer.json().isObject()).as(answer.body()).isTrue();
    assertDescribed(schema, description.at("/components/schemas/" + schema), answer.json());
  }

  private void assertDescribed(String where, JsonNode schema, JsonNode value) {
    if (schema.has("$ref")) {
      String name = schema.path("$ref").asString().replaceFirst(".*/", "");
      assertDescribed(name, description.at("/components/schemas/" + name), value);
    } else if (value.isArray()) {
      value.forEach(item -> assertDescribed(where + "[]", schema.path("items"), item));
    } else if (value.isObject() && !schema.has("additionalProperties")) {
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
            .uploadEvents(
                "902", new Upload().uploadTag("client").addDataItem(event), null, null, null);

    assertThat(answer.getEventsAccepted()).isEqualTo(1);
    assertThatThrownBy(() -> new DatasetsApi(client).showDataset("nowhere"))
        .isInstanceOfSatisfying(
            ApiException.class, failure -> assertThat(failure.getCode()).isEqualTo(404));
  }
}
