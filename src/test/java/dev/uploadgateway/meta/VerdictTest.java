package dev.uploadgateway.meta;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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

    GraphAnswer answer = answer(recorded);
    JsonNode expected = recorded.get("expected");
    Attempt attempt = attempt(recorded);

    Outcome outcome = Verdict.on(answer, attempt, NOW);

    if (expected.has("words")) {
      assertThat(Verdict.words(answer, attempt)).isEqualTo(expected.get("words").asString());
    }
    assertThat(outcome.word()).isEqualTo(expected.get("outcome").asString());
    switch (outcome) {
      case Outcome.Accepted accepted ->
          assertThat(accepted.received())
              .isEqualTo(
                  expected.get("received").isNull() ? null : expected.get("received").asInt());
      case Outcome.Deferred deferred -> {
        assertThat(deferred.sent()).isEqualTo(expected.get("sent").asBoolean());
        assertThat(deferred.notBefore())
            .isEqualTo(
                expected.has("not_before_seconds")
                    ? NOW.plusSeconds(expected.get("not_before_seconds").asInt())
                    : null);
      }
      case Outcome.Throttled throttled -> {
        assertThat(Duration.between(NOW, throttled.until()))
            .isEqualTo(Duration.ofMinutes(expected.get("minutes").asInt()));
        assertThat(throttled.wholeApp()).isEqualTo(expected.get("whole_app").asBoolean());
      }
      case Outcome.Refused refused -> {
        assertThat(JSON.<JsonNode>valueToTree(refused.byEvent()))
            .isEqualTo(expected.get("by_event"));
        assertThat(refused.suspect()).hasToString(expected.get("suspect").asString());
      }
      case Outcome.Blocked blocked -> {
        assertThat(blocked.why())
            .endsWith(". " + Remedy.valueOf(expected.get("remedy").asString()).sentence());
        assertThat(blocked.mayPass()).isEqualTo(expected.path("may_pass").asBoolean(false));
      }
    }
  }

  @Test
  void everyRowOfTheTableHasARecordedAnswer() throws Exception {
    Set<Reaction> recorded = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Path file : answers()) {
      JsonNode error = JSON.readTree(file).at("/body/error");
      recorded.add(
          Reaction.to(
              error.path("code").asInt(0),
              error.path("error_subcode").asInt(0),
              error.path("type").asString("")));
    }

    assertThat(Reaction.TABLE).allSatisfy(row -> assertThat(recorded).contains(row));
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
    assertThat(Verdict.on(answer, new Attempt(1, 0, false), NOW))
        .isEqualTo(
            new Outcome.Refused(
                "Error 100/2804009: Invalid parameter: Value is  missing",
                Map.of(),
                Outcome.Suspect.EVENTS));
  }

  /** Unless the file says otherwise: the first attempt, with as many events as Meta received. */
  private static Attempt attempt(JsonNode recorded) {
    JsonNode given = recorded.path("attempt");
    int received = recorded.at("/expected/received").asInt(2);
    return new Attempt(
        given.path("events").asInt(received),
        given.path("before").asInt(0),
        given.path("repeats").asBoolean(false));
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
