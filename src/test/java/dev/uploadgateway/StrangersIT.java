package dev.uploadgateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.uploadgateway.LocalMeta.Meta;
import dev.uploadgateway.console.RunningConsole;
import dev.uploadgateway.console.WithIssuer;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** What the open ports tell, and bear, of people who mean no good. */
@RunningConsole
@WithIssuer
@ExtendWith(OutputCaptureExtension.class)
class StrangersIT {

  private static final String[] PREFLIGHT = {
    "Origin", "https://elsewhere.example",
    "Access-Control-Request-Method", "POST",
    "Access-Control-Request-Headers", "authorization"
  };

  @LocalServerPort int port;
  @LocalManagementPort int managementPort;
  @Autowired JdbcClient sql;
  @Autowired Meta meta;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/datasets",
        "/v1/datasets/nowhere",
        "/v1/nothing",
        "/v26.0/1/events",
        "/console",
        "/console/login"
      })
  void everyAnswerTellsTheBrowserToTrustNothing(String path) {
    for (String key : new String[] {null, "wrong", Api.ADMIN_KEY}) {
      assertSafe(new Api(port, key).get(path));
    }
    assertSafe(new Api(managementPort, null).get("/actuator/health"));
    assertSafe(new Api(managementPort, null).get("/actuator/prometheus"));
  }

  @Test
  void overTlsABrowserIsToldToStayThere() {
    Api.Answer answer =
        new Api(port, Api.ADMIN_KEY).call("GET", "/v1/datasets", "", "X-Forwarded-Proto", "https");

    assertThat(answer.header("Strict-Transport-Security")).contains("max-age=");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/v1/datasets", "/v1/datasets/1/events", "/v26.0/1/events", "/console/login"})
  void noOtherSiteIsInvited(String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
            .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
            .headers(PREFLIGHT)
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      var answer = http.send(request, BodyHandlers.ofString());

      assertThat(answer.headers().map().keySet())
          .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"));
    }
  }

  @Test
  void theManagementPortHasHealthInfoAndPrometheusAndNothingElse() {
    Api management = new Api(managementPort, Api.ADMIN_KEY);

    assertThat(management.with(null).get("/actuator/health").status()).isEqualTo(200);
    assertThat(management.get("/actuator/info").status()).isEqualTo(200);
    assertThat(management.get("/actuator/prometheus").status()).isEqualTo(200);
    for (String other :
        new String[] {
          "",
          "/env",
          "/beans",
          "/heapdump",
          "/threaddump",
          "/loggers",
          "/metrics",
          "/configprops",
          "/mappings",
          "/shutdown",
          "/sbom",
          "/scheduledtasks",
          "/httpexchanges",
          "/flyway"
        }) {
      assertThat(management.get("/actuator" + other).status()).as(other).isEqualTo(404);
    }
    assertThat(management.get("/console/login").status()).isEqualTo(404);
    assertThat(management.with(null).get("/actuator/heapdump").status()).isIn(401, 404);
  }

  @Test
  void aHeadBeyondAllMeasureIsRefusedAndTheConnectionEnds() throws IOException {
    assertThat(answer("X-Short: a\r\n")).startsWith("HTTP/1.1 200");
    assertThat(answer("X-Long: " + "a".repeat(20_000) + "\r\n")).startsWith("HTTP/1.1 4");
    assertThat(answer("X-Many: a\r\n".repeat(500))).startsWith("HTTP/1.1 4");
  }

  /** The context of this test has less patience than what is shipped. */
  @Test
  void whoNeverEndsItsHeadOrItsBodyIsHungUpOn() throws IOException {
    assertThat(
            new YamlPropertySourceLoader()
                .load("shipped", new ClassPathResource("application.yml"))
                .getFirst()
                .getProperty("server.tomcat.connection-timeout"))
        .isEqualTo("20s");
    new Api(port, Api.ADMIN_KEY).put("/v1/datasets/1", "{}");
    try (Socket head = begun("GET /v1/datasets HTTP/1.1\r\nHost: x\r\nX-Slow: ");
        Socket body =
            begun(
                "POST /v1/datasets/1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                    + Api.ADMIN_KEY
                    + "\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{")) {
      assertThat(rest(head)).doesNotContain("HTTP/1.1 200");
      assertThat(rest(body)).startsWith("HTTP/1.1 4");
    }
  }

  @Test
  void whatIsWrittenIntoIdsNeitherForgesLogLinesNorReachesTheSql(CapturedOutput log) {
    Api api = new Api(port, Api.ADMIN_KEY);
    api.put("/v1/datasets/971", "{\"access_token\": \"token\"}");
    String order = "o'; drop table batch; --\"%_\\";
    String body =
        new JsonMapper()
            .writeValueAsString(
                Map.of(
                    "upload_tag",
                    "t'; drop table upload; --",
                    "data",
                    List.of(
                        Map.of(
                            "event_name",
                            "Lead",
                            "event_time",
                            Instant.now().getEpochSecond() - 60,
                            "order_id",
                            order,
                            "match_keys",
                            Map.of("email", "a@example.com")))));

    Api.Answer taken = api.post("/v1/datasets/971/events", body);
    assertThat(taken.status()).as(taken.body()).isEqualTo(202);
    String lines = body.replace("o'; drop table", "o\\r\\nERROR forged by an order");
    assertThat(api.post("/v1/datasets/971/events", lines).status()).isEqualTo(422);
    Api.Answer tag =
        api.post(
            "/v1/datasets/971/events",
            body.replace("t'; drop table upload; --", "t\\r\\nERROR forged by a tag"));
    assertThat(tag.status()).isLessThan(500);
    await().atMost(Duration.ofSeconds(30)).until(() -> meta.count("971") >= 1);

    String encoded = URLEncoder.encode(order, StandardCharsets.UTF_8).replace("+", "%20");
    assertThat(api.get("/v1/datasets/971/events?order_id=" + encoded).status()).isEqualTo(200);
    assertThat(api.get("/v1/datasets/971/uploads?upload_tag=" + encoded).status()).isLessThan(500);
    api.call("GET", "/v1/datasets/971/agencies", "", "X-Request-Id", "a b ERROR forged by an id");
    assertThat(sql.sql("select count(*) from batch").query(Long.class).single()).isPositive();
    assertThat(log.getAll().lines())
        .as("a line of the request with the forged id")
        .anyMatch(line -> line.contains("graph method=GET path=971/agencies"))
        .noneMatch(line -> line.startsWith("ERROR forged"))
        .noneMatch(line -> line.contains("forged by an id"));
  }

  @Test
  void aParameterThatCannotBeDecodedIsRefusedAndNotWrittenDown(CapturedOutput log) {
    Api api = new Api(port, Api.ADMIN_KEY);
    String undecoded = "ORDER-OF-SOMEBODY%FF";

    for (String path :
        new String[] {
          "/v1/datasets?x=",
          "/v1/datasets/1/events?order_id=",
          "/v1/datasets/1/uploads?upload_tag=",
          "/v26.0/1/uploads?upload_tag=",
          "/console/login?next="
        }) {
      assertThat(api.get(path + undecoded).status()).as(path).isIn(200, 400);
    }
    assertThat(api.get("/v1/datasets/1/events?order_id=" + undecoded).code())
        .isEqualTo("invalid_parameter");
    assertThat(
            api.with(null)
                .call(
                    "POST",
                    "/console/login",
                    "key=" + undecoded,
                    "Content-Type",
                    "application/x-www-form-urlencoded")
                .status())
        .isEqualTo(400);
    assertThat(new Api(managementPort, null).get("/actuator/health?x=" + undecoded).status())
        .isEqualTo(400);
    assertThat(log.getAll()).doesNotContain("ORDER-OF-SOMEBODY", " ERROR ");
  }

  private static void assertSafe(Api.Answer answer) {
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
    assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(answer.header("Cache-Control")).contains("no-store");
    assertThat(answer.header("Server")).isEmpty();
  }

  private String answer(String headers) throws IOException {
    return sent(
        "GET /v1/datasets HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
            + Api.ADMIN_KEY
            + "\r\n"
            + headers
            + "\r\n");
  }

  private String sent(String request) throws IOException {
    try (Socket socket = begun(request)) {
      return rest(socket);
    } catch (SocketException reset) {
      return "HTTP/1.1 4xx, and the connection was reset";
    }
  }

  private Socket begun(String request) throws IOException {
    Socket socket = new Socket("localhost", port);
    socket.setSoTimeout(60_000);
    socket.getOutputStream().write(request.getBytes(US_ASCII));
    return socket;
  }

  /** All that comes back until the gateway hangs up; it waits a minute for that and then fails. */
  private static String rest(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), US_ASCII);
  }
}
