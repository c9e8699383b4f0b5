package dev.uploadgateway.meta;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.HttpHeaders;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class VerdictTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Instant NOW = Instant.parse("2026-11-02T10:00:00Z");

  static List<Path> answers() throws IOException, URISyntaxException {
    Path directory =
        Path.of(Objects.requireNonNull(VerdictTest.class.getResource("answers")).toURI());
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("answers")
  void everyRecordedAnswerHasItsOutcome(Path file) {
    JsonNode recorded = JSON.readTree(file);

    Outcome outcome = Verdict.on(answer(recorded), NOW);

    JsonNode expected = recorded.get("expected");
    assertThat(outcome.word()).isEqualTo(expected.get("outcome").asString());
    switch (outcome) {
      case Outcome.Accepted accepted ->
          assertThat(accepted.received())
              .isEqualTo(
                  expected.get("received").isNull() ? null : expected.get("received").asInt());
      case Outcome.Deferred deferred ->
          assertThat(deferred.sent()).isEqualTo(expected.get("sent").asBoolean());
      case Outcome.Throttled throttled -> {
        assertThat(Duration.between(NOW, throttled.until()))
            .isEqualTo(Duration.ofMinutes(expected.get("minutes").asInt()));
        assertThat(throttled.wholeApp()).isEqualTo(expected.get("whole_app").asBoolean());
      }
      case Outcome.Refused refused ->
          assertThat(JSON.<JsonNode>valueToTree(refused.byEvent()))
              .isEqualTo(expected.get("by_event"));
      case Outcome.Blocked blocked -> assertThat(blocked.why()).isNotBlank();
    }
  }

  @Test
  void theFactsAreMetasNumbersAndWords() {
    GraphAnswer answer =
        GraphAnswer.of(
            400,
            new HttpHeaders(),
            """
            {"error":{"message":"Invalid parameter","error_user_msg":"Value is \\u0000missing",
             "code":100,"error_subcode":2804009,"fbtrace_id":"AbC"}}
            """);

    assertThat(answer.errorNumber("code")).isEqualTo(100);
    assertThat(answer.errorNumber("error_subcode")).isEqualTo(2804009);
    assertThat(answer.fbtraceId()).isEqualTo("AbC");
    assertThat(answer.words()).isEqualTo("Invalid parameter: Value is  missing");
    assertThat(Verdict.on(answer, NOW))
        .isEqualTo(
            new Outcome.Refused(
                "Error 100/2804009: Invalid parameter: Value is  missing", java.util.Map.of()));
  }

  private static GraphAnswer answer(JsonNode recorded) {
    HttpHeaders headers = new HttpHeaders();
    recorded.get("headers").forEachEntry((name, value) -> headers.add(name, value.asString()));
    JsonNode body = recorded.get("body");
    return GraphAnswer.of(
        recorded.get("status").asInt(),
        headers,
        body.isString() ? body.asString() : body.toString());
  }
}
