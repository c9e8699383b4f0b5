package dev.uploadgateway.problem;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.Api;
import dev.uploadgateway.LocalPostgres;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@Import({LocalPostgres.class, ProblemIT.Troubled.class})
@ExtendWith(OutputCaptureExtension.class)
class ProblemIT {

  @LocalServerPort int port;

  private Api api;

  @BeforeEach
  void setUp() {
    api = new Api(port, Api.ADMIN_KEY);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "GET,  /v1/nothing,                             404, not_found",
        "GET,  /v1/datasets/1/nothing,                  404, not_found",
        "POST, /v1/datasets/1,                          405, method_not_allowed",
        "GET,  /v1/datasets/1/troubled/number,          400, invalid_parameter",
        "GET,  /v1/datasets/1/troubled/number?n=secret, 400, invalid_parameter",
        "GET,  /v1/datasets/1/troubled/number?n=secret%FF, 400, invalid_parameter",
        "GET,  /v1/datasets/1/troubled/bug,             500, internal_error",
        "GET,  /v1/datasets/1/troubled/later,           500, internal_error",
        "GET,  /v1/datasets/1/troubled/database,        503, unavailable",
        "GET,  /v1/datasets/1/troubled/expected,        429, too_much",
        "GET,  /v1/datasets/a;b,                        400, bad_request",
        "TRACE, /v1/datasets/1,                         405, method_not_allowed",
      })
  void everythingThatFailsIsAProblem(String method, String path, int status, String code) {
    var answer = api.call(method, path, "", "Accept", "text/csv", "X-Request-Id", "mine-1");

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    assertThat(answer.header("X-Request-Id")).isEqualTo("mine-1");
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.text("type")).isEqualTo("about:blank");
    assertThat(answer.text("title")).isEqualTo(HttpStatus.valueOf(status).getReasonPhrase());
    assertThat(answer.json().path("status").asInt()).isEqualTo(status);
    assertThat(answer.text("detail")).isNotEmpty().doesNotContain("secret");
    assertThat(answer.body()).doesNotContain("Exception", "trace");
  }

  @Test
  void aBodyThatWouldFillTheMemoryIsRefused() {
    String columns =
        IntStream.range(0, 20_000)
            .mapToObj(i -> "\"x%d\": \"%s\", ".formatted(i, "y".repeat(1_000)))
            .collect(joining());

    Api.Answer refused =
        api.put("/v1/datasets/large/mappings/large", "{%s\"z\": 1}".formatted(columns));

    assertThat(refused.status()).as(refused.body()).isEqualTo(413);
    assertThat(refused.code()).isEqualTo("body_too_large");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bug", "later"})
  void aBugIsLoggedOnceWithItsRequest(String bug, CapturedOutput log) {
    api.call("GET", "/v1/datasets/1/troubled/" + bug, "", "X-Request-Id", "find-me");

    assertThat(log.getAll().lines().filter(line -> line.contains(" ERROR ")))
        .singleElement()
        .asString()
        .contains("find-me");
    assertThat(log.getAll()).contains("the secret reason");
  }

  @Test
  void anExpectedRefusalCarriesItsMembersAndHeadersAndIsNotLogged(CapturedOutput log) {
    var answer = api.get("/v1/datasets/1/troubled/expected");

    assertThat(answer.header("Retry-After")).isEqualTo("7");
    assertThat(answer.json().path("waiting").asInt()).isEqualTo(3);
    assertThat(log.getAll()).doesNotContain("too_much");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"name\": jane@example.com}   | malformed_json | line 1, column",
        "{\"name\": \"jane\"            | malformed_json | line 1, column",
        "[\"jane\"]                     | malformed_json | line 1, column",
        "{} jane                        | malformed_json | line 1, column",
        "{\"name\": \"a\", \"name\": \"jane\"} | malformed_json | line 1, column",
        "``                             | malformed_json | missing",
        "{\"name\": [\"jane\"]}         | invalid_field  | name",
      })
  void aMalformedBodyIsLocatedAndNeverQuoted(String body, String code, String where) {
    var answer = api.put("/v1/datasets/31", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.text("detail")).contains(where).doesNotContain("jane");
  }

  @Test
  void aBodyOfAnotherTypeIsRefused() {
    var answer = api.call("PUT", "/v1/datasets/31", "{}", "Content-Type", "text/plain");

    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.code()).isEqualTo("unsupported_media_type");
  }

  @ParameterizedTest
  @ValueSource(strings = {"with space", "quote\"d", ""})
  void aRequestIdThatCouldForgeALogLineIsReplaced(String given) {
    var answer = api.call("GET", "/v1/datasets", "", "X-Request-Id", given);

    assertThat(answer.header("X-Request-Id")).matches("[0-9a-f-]{36}");
  }

  @Test
  void whatTomcatRefusesIsAProblemToo() throws Exception {
    try (Socket socket = new Socket("localhost", port)) {
      socket
          .getOutputStream()
          .write("GET /<> HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

      assertThat(answer)
          .startsWith("HTTP/1.1 400")
          .contains("application/problem+json", "X-Request-Id: ", "\"code\":\"bad_request\"")
          .doesNotContain("<html", "Tomcat");
    }
  }

  @RestController
  static class Troubled {

    @GetMapping("/v1/datasets/{dataset}/troubled/number")
    void number(@RequestParam int n) {}

    @GetMapping("/v1/datasets/{dataset}/troubled/bug")
    void bug() {
      throw new IllegalStateException("the secret reason");
    }

    @GetMapping("/v1/datasets/{dataset}/troubled/later")
    CompletableFuture<String> later() {
      return CompletableFuture.failedFuture(new IllegalStateException("the secret reason"));
    }

    @GetMapping("/v1/datasets/{dataset}/troubled/database")
    void database() {
      throw new DataAccessResourceFailureException("the secret reason");
    }

    @GetMapping("/v1/datasets/{dataset}/troubled/expected")
    void expected() {
      throw new Problem(HttpStatus.TOO_MANY_REQUESTS, "too_much", "Slow down")
          .with("waiting", 3)
          .withHeader("Retry-After", "7");
    }
  }
}
