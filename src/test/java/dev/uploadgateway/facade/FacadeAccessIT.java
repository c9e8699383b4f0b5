package dev.uploadgateway.facade;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.Api;
import java.io.IOException;
import java.net.Socket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@RunningFacade
@ExtendWith(OutputCaptureExtension.class)
class FacadeAccessIT {

  private static final String OWN = "[\"77001\"]";

  @LocalServerPort int port;
  @Autowired JdbcClient sql;

  private Api admin;

  @BeforeEach
  void aDatasetOfOnesOwnAndAForeignOne() {
    admin = new Api(port, Api.ADMIN_KEY);
    admin.put("/v1/datasets/77001", "{}");
    admin.put("/v1/datasets/77002", "{}");
  }

  /**
   * What a key with that scope, for the dataset 77001 only unless it says so, is answered: status
   * and code. Who may write is told with code 100 that {@code {}} holds no events, and who may
   * administer that something is missing, if only the dataset's token; 77003 is nobody's.
   */
  @ParameterizedTest(name = "{0} {1}")
  @CsvFileSource(resources = "access.csv", numLinesToSkip = 1)
  void everyCallTakesItsScopeAndItsDataset(
      String method,
      String path,
      String none,
      String wrong,
      String expired,
      String write,
      String read,
      String ownAdmin,
      String everyAdmin) {
    assertAnswered(method, path, null, none);
    assertAnswered(method, path, "ugw_0123456789_wrong", wrong);
    assertAnswered(method, path, expired(key("admin", "null")), expired);
    assertAnswered(method, path, key("write", OWN), write);
    assertAnswered(method, path, key("read", OWN), read);
    assertAnswered(method, path, key("admin", OWN), ownAdmin);
    assertAnswered(method, path, key("admin", "null"), everyAdmin);
  }

  @Test
  void anExpiredKeyHasASubcodeOfItsOwn() {
    Api.Answer answer = admin.with(expired(key("read", OWN))).get("/v26.0/77001/uploads");

    assertThat(answer.json().at("/error/error_subcode").asInt()).isEqualTo(463);
    assertThat(answer.header("WWW-Authenticate")).startsWith("OAuth");
  }

  @Test
  void whatDoesNotExistIsAnsweredLikeMeta() {
    Api.Answer answer = admin.get("/v26.0/77003/uploads");

    assertThat(answer.json().at("/error/error_subcode").asInt()).isEqualTo(33);
    assertThat(answer.json().at("/error/type").asString()).isEqualTo("GraphMethodException");
  }

  @Test
  void aForeignUploadIsNotSeenByItsNumberEither() {
    String id =
        admin.post("/77002/uploads", "{\"upload_tag\": \"t\"}").json().path("id").asString();

    Api own = admin.with(key("read", OWN));

    for (String path : new String[] {"/v26.0/" + id, "/" + id + "/progress"}) {
      assertThat(admin.get(path).status()).isEqualTo(200);
      assertThat(own.get(path).json().at("/error/code").asInt()).isEqualTo(10);
      assertThat(admin.with(null).get(path).json().at("/error/code").asInt()).isEqualTo(190);
    }
  }

  /** Who may read a dataset learns nothing of an upload that has the dataset's number. */
  @Test
  void anUploadWithTheNumberOfADatasetIsStillItsOwn() {
    String id =
        admin.post("/77002/uploads", "{\"upload_tag\": \"twin\"}").json().path("id").asString();
    assertThat(id).as("beyond the numbers that Meta gives").hasSize(18);
    admin.put("/v1/datasets/" + id, "{}");
    Api own = admin.with(key("read", "[\"" + id + "\"]"));

    assertThat(own.get("/v26.0/" + id).status()).isEqualTo(200);
    assertThat(own.get("/" + id + "/progress").json().at("/error/code").asInt()).isEqualTo(10);
    assertThat(admin.get("/" + id + "/progress").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x=%25zz%", "suppress_http_code=1&x=%"})
  void aQueryThatCannotBeReadIsAnsweredInMetasWords(String query) throws Exception {
    String answer = raw("GET /v26.0/77001/uploads?" + query + " HTTP/1.1");

    assertThat(answer)
        .startsWith(query.startsWith("suppress") ? "HTTP/1.1 200" : "HTTP/1.1 400")
        .contains("\"error\"", "\"code\":100");
  }

  private String raw(String line) throws IOException {
    try (Socket socket = new Socket("localhost", port)) {
      socket
          .getOutputStream()
          .write((line + "\r\nHost: localhost\r\nConnection: close\r\n\r\n").getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  /** Where each of Meta's clients puts the key. */
  @ParameterizedTest
  @ValueSource(strings = {"bearer", "oauth", "query", "form", "multipart", "json", "accessKey"})
  void theKeyIsTakenFromWhereverClientsPutIt(String where) {
    String write = key("write", OWN);
    String read = key("read", OWN);

    assertThat(post(where, write).json().at("/error/message").asString())
        .isEqualTo("(#100) The parameter data is required");
    assertThat(post(where, read).json().at("/error/code").asInt()).isEqualTo(200);
    assertThat(post(where, write + "x").json().at("/error/code").asInt()).isEqualTo(190);
  }

  /** Also where it is refused before anything else is looked at. */
  @ParameterizedTest
  @ValueSource(strings = {"bearer", "query", "form", "multipart", "json"})
  void theSwitchForClientsThatCannotReadErrorsMayStandInTheBody(String where) {
    String path = "/v26.0/77001/events";
    String wrong = "ugw_0123456789_wrong";
    Graph graph = new Graph(admin, "77001");
    String[] fields = {"suppress_http_code", "1", "access_token", wrong};
    String json = "{\"suppress_http_code\": %s, \"access_token\": \"%s\"}";

    Api.Answer answer =
        switch (where) {
          case "bearer" -> admin.with(wrong).post(path, "{\"suppress_http_code\": 1}");
          case "query" ->
              graph.postForm(path + "?access_token=" + wrong, "suppress_http_code", "1");
          case "form" -> graph.postForm(path, fields);
          case "multipart" -> graph.postMultipart(path, fields);
          default -> graph.postJson(path, json.formatted("true", wrong));
        };

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().at("/error/code").asInt()).isEqualTo(190);
    assertThat(graph.postJson(path, json.formatted("0", wrong)).status()).isEqualTo(401);
  }

  @Test
  void whatCannotBeReadToItsEndIsAnsweredWith200TooWhereThatWasSaidBefore() {
    Api.Answer answer =
        admin.post("/v26.0/77001/events", "{\"suppress_http_code\": 1, \"data\": [{");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().at("/error/code").asInt()).isEqualTo(100);
  }

  @Test
  void noKeyAndNoEventIsEverWrittenToTheLog(CapturedOutput log) {
    String key = key("write", OWN);
    String marked = "marked-customer@example.com";
    for (String where : new String[] {"query", "form", "multipart", "json", "accessKey"}) {
      post(where, key);
      post(where, key + "x");
    }
    Graph graph = new Graph(admin, "77001");
    String event = Graph.offline("1").replace(Graph.EMAIL_HASH, marked);
    Api.Answer refused =
        graph.postForm(
            "/77001/events", "access_token", key, "data", "[" + event + " " + event + "]");
    Api.Answer invalid =
        graph.postForm(
            "/77001/events", "access_token", key, "data", "[" + event.replace("USD", marked) + "]");

    assertThat(log.getAll()).doesNotContain(key, Api.ADMIN_KEY, "marked");
    assertThat(refused.body() + invalid.body()).doesNotContain("marked", key);
  }

  private Api.Answer post(String where, String key) {
    String path = "/v26.0/77001/events";
    Graph graph = new Graph(admin, "77001");
    return switch (where) {
      case "bearer" -> admin.with(key).post(path, "{}");
      case "oauth" -> admin.with(null).call("POST", path, "{}", "Authorization", "OAuth " + key);
      case "query" -> graph.postJson(path + "?access_token=" + key, "{}");
      case "form" -> graph.postForm(path, "upload_tag", "t", "access_token", key);
      case "multipart" -> graph.postMultipart(path, "upload_tag", "t", "access_token", key);
      case "json" -> graph.postJson(path, "{\"access_token\": \"" + key + "\"}");
      default -> graph.postJson(path, "{\"accessKey\": \"" + key + "\"}");
    };
  }

  private void assertAnswered(String method, String path, String key, String expected) {
    Api.Answer answer = admin.with(key).call(method, path, method.equals("POST") ? "{}" : "");
    assertThat(answer.status() + " " + answer.json().at("/error/code").asInt(0))
        .as(answer.body())
        .isEqualTo(expected);
    assertThat(answer.header("X-Request-Id")).isNotEmpty();
  }

  private String key(String scope, String datasets) {
    return admin
        .post(
            "/v1/keys",
            "{\"name\": \"test\", \"scopes\": [\"%s\"], \"datasets\": %s}"
                .formatted(scope, datasets))
        .text("key");
  }

  private String expired(String key) {
    sql.sql("update api_key set expires_at = now() where id = ?")
        .param(key.split("_", 3)[1])
        .update();
    return key;
  }
}
