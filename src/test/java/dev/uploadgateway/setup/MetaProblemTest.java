package dev.uploadgateway.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.meta.CallResult;
import dev.uploadgateway.meta.GraphReply;
import dev.uploadgateway.meta.Outcome;
import dev.uploadgateway.problem.Problem;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetaProblemTest {

  private static final Instant NOW = Instant.ofEpochSecond(1_795_000_000);

  @Test
  void whatMetaRefusesIsWrongWithTheRequest() {
    Problem problem =
        of(new Outcome.Refused("Error 100", Map.of(), Outcome.Suspect.CALL), 100, null);

    assertThat(problem.status().value()).isEqualTo(422);
    assertThat(problem.code()).isEqualTo("meta_refused");
  }

  @Test
  void whatMayHaveBeenDoneIsSaidSo() {
    Outcome outcome = new Outcome.Deferred("No answer: ReadTimeoutException", true, null);

    assertThat(MetaProblem.of(failed(outcome, null, null), true, NOW).detail())
        .startsWith("Meta may or may not have done it");
    assertThat(MetaProblem.of(failed(outcome, null, null), false, NOW).detail())
        .startsWith("Meta could not be asked");
    assertThat(of(outcome, null, null).status().value()).isEqualTo(503);
    assertThat(of(outcome, null, null).code()).isEqualTo("meta_unavailable");
  }

  @Test
  void aThrottleIsATooMany() {
    Problem problem =
        of(new Outcome.Throttled("Error 80004", NOW.plusSeconds(90), false), 80004, null);

    assertThat(problem.status().value()).isEqualTo(429);
    assertThat(problem.code()).isEqualTo("meta_throttled");
  }

  @Test
  void anUnknownObjectIsNotTheTokensFault() {
    assertThat(of(blocked("Error"), 100, 33).code()).isEqualTo("meta_unknown_object");
    assertThat(of(blocked("Error"), 803, null).status().value()).isEqualTo(404);
    assertThat(of(blocked("Error"), 190, 463).code()).isEqualTo("meta_blocked");
    assertThat(of(blocked("Error"), 100, null).status().value()).isEqualTo(409);
    assertThat(of(blocked("No token"), null, null).code()).isEqualTo("meta_blocked");
  }

  private static Outcome blocked(String why) {
    return new Outcome.Blocked(why, true);
  }

  private static Problem of(Outcome outcome, Integer code, Integer subcode) {
    return MetaProblem.of(failed(outcome, code, subcode), true, NOW);
  }

  private static GraphReply.Failed failed(Outcome outcome, Integer code, Integer subcode) {
    return new GraphReply.Failed(
        outcome, new CallResult.Facts(400, code, subcode, "T", "Words of Meta"));
  }
}
