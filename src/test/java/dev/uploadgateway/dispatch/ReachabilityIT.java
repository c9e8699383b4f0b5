package dev.uploadgateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.dataset.Datasets;
import dev.uploadgateway.meta.LoopbackMeta;
import dev.uploadgateway.meta.LoopbackMeta.Reply;
import dev.uploadgateway.outbox.Given;
import dev.uploadgateway.outbox.Lane;
import dev.uploadgateway.outbox.SettableClock;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** When nothing may be sent to a dataset, and when it may again. */
@CrankedByHand
class ReachabilityIT {

  private static final String WRONG_PROOF =
      "{\"error\":{\"message\":\"Words of Meta\",\"type\":\"GraphMethodException\",\"code\":100}}";

  @Autowired Crank crank;
  @Autowired LoopbackMeta meta;
  @Autowired Datasets datasets;
  @Autowired Given given;
  @Autowired SettableClock clock;
  @Autowired JdbcClient jdbc;

  @BeforeEach
  void begin() {
    crank.begin();
  }

  @Test
  void aThrottleStopsTheDatasetAndUsesNoAttempt() {
    long batch = crank.batch("a", 1);
    String other = datasets.byNumber(given.dataset()).id();
    String header = "{\"1\":[{\"estimated_time_to_regain_access\":7}]}";
    meta.behave(request ->
        new Reply(
            400,
            Map.of("X-Business-Use-Case-Usage", header),
            Reply.error(400, 80004, 2446079).body()));

    crank.turn();

    Instant until = clock.instant().plus(Duration.ofMinutes(7));
    assertThat(given.column(crank.number(), batch, "attempts")).isEqualTo("0");
    assertThat(crank.dataset().reachability().throttledUntil()).isEqualTo(until);
    assertThat(datasets.find(other).orElseThrow().reachability().throttledUntil()).isNull();
    crank.batch("b", 1);
    meta.behave(LoopbackMeta::accept);
    assertThat(crank.turn()).isZero();
    clock.set(until);
    assertThat(crank.turn()).isPositive();
    assertThat(given.counters(crank.number())).startsWith(2L, 0L, 0L, 2L);
  }

  @Test
  void aThrottleOfTheAppStopsEveryDataset() {
    crank.batch("a", 1);
    String other = datasets.byNumber(given.dataset()).id();
    meta.behave(request -> Reply.error(400, 4, 0));

    crank.turn();

    assertThat(crank.dataset().reachability().open(clock.instant())).isFalse();
    assertThat(datasets.find(other).orElseThrow().reachability().open(clock.instant())).isFalse();
  }

  @Test
  void aBadTokenBlocksTheDatasetAndItsEventsStay() {
    long batch = crank.batch("a", 1);
    meta.behave(request -> Reply.error(400, 190, 463));

    crank.turn();

    assertThat(crank.dataset().reachability().blockedReason()).contains("190/463", "Words of Meta");
    assertThat(given.column(crank.number(), batch, "state")).isEqualTo("pending");
    assertThat(given.column(crank.number(), batch, "attempts")).isEqualTo("0");
    meta.behave(LoopbackMeta::accept);
    assertThat(crank.turn()).isZero();
    datasets.unblock(crank.dataset().id());
    assertThat(crank.turn()).isEqualTo(1);
  }

  @Test
  void aWrongProofBlocksOnlyWhereItStaysAndUsesNoAttempt() {
    long batch = crank.batch("a", 1);
    for (int i = 0; i < 4; i++) {
      meta.behave(request -> new Reply(400, Map.of(), WRONG_PROOF));
      assertThat(crank.turn()).isEqualTo(1);
      clock.advance(Duration.ofSeconds(12));
    }
    assertThat(crank.dataset().reachability().blockedReason()).isNull();

    crank.turn();

    assertThat(crank.dataset().reachability().blockedReason()).contains("app_secret");
    assertThat(given.column(crank.number(), batch, "state")).isEqualTo("pending");
    assertThat(given.column(crank.number(), batch, "attempts")).isEqualTo("0");
  }

  @Test
  void wrongProofsThatComeAndGoBlockNothing() {
    for (int i = 0; i < 12; i++) {
      crank.batch("a" + i, 1);
      meta.behave(
          i % 3 == 2 ? LoopbackMeta::accept : request -> new Reply(400, Map.of(), WRONG_PROOF));
      crank.turn();
      clock.advance(Duration.ofSeconds(12));
    }

    assertThat(crank.dataset().reachability().blockedReason()).isNull();
    assertThat(given.counters(crank.number())).startsWith(12L, 0L, 0L, 12L);
  }

  @Test
  void whatMetaSaysToATokenThatHasBeenReplacedBlocksNothing() {
    crank.batch("a", 1);
    meta.behave(request -> {
      if (meta.requests().size() == 1) {
        crank.change("changed_at = clock_timestamp()"); // somebody puts another token meanwhile
        return Reply.error(401, 190, 463);
      }
      return LoopbackMeta.accept(request);
    });

    crank.turn();

    assertThat(crank.dataset().reachability().blockedReason()).isNull();
    assertThat(given.counters(crank.number())).startsWith(1L, 0L, 0L, 1L);
  }

  @Test
  void noThrottleIsLongerThanADayByTheDatabasesClock() {
    datasets.throttle(crank.dataset().id(), Instant.parse("2099-01-01T00:00:00Z"));

    assertThat(crank.dataset().reachability().throttledUntil())
        .isBetween(
            Instant.now().plus(Duration.ofHours(23)), Instant.now().plus(Duration.ofHours(25)));
  }

  @Test
  void metaIsNotAskedAgainBeforeTheTimeItNames() {
    long batch = crank.batch("a", 1);
    meta.behave(request -> new Reply(503, Map.of("Retry-After", "900"), "<html>busy</html>"));

    crank.turn();

    assertThat(crank.dueIn(batch)).isBetween(Duration.ofSeconds(899), Duration.ofSeconds(900));
  }

  @Test
  void nearTheLimitOfMetaCallsAreSpacedOutForEveryReplica() {
    for (int i = 0; i < 3; i++) {
      given.batch(
          new Lane(crank.number(), "tag" + i, null), crank.events("b" + i, 1, Duration.ofDays(7)));
    }
    meta.behave(request -> {
      Reply accepted = LoopbackMeta.accept(request);
      return new Reply(200, Map.of("X-App-Usage", "{\"call_count\":87}"), accepted.body());
    });

    assertThat(crank.turn()).isEqualTo(1);

    Duration pause =
        Duration.between(clock.instant(), crank.dataset().reachability().throttledUntil());
    assertThat(pause).isEqualTo(Duration.ofMillis(30_000));
    clock.advance(pause);
    assertThat(crank.turn()).isEqualTo(1);
    assertThat(given.counters(crank.number())).startsWith(3L, 0L, 0L, 2L);
    meta.behave(LoopbackMeta::accept);
    clock.advance(pause);
    assertThat(crank.turn()).as("the limit is far again").isEqualTo(1);
  }

  @Test
  void atTheLimitOfMetaNothingIsCalledThoughNothingFailed() {
    crank.batch("a", 1);
    meta.behave(request ->
        new Reply(
            200,
            Map.of(
                "X-Business-Use-Case-Usage",
                "{\"1\":[{\"call_count\":100,\"estimated_time_to_regain_access\":7}]}"),
            LoopbackMeta.accept(request).body()));

    crank.turn();

    assertThat(given.counters(crank.number())).startsWith(1L, 0L, 0L, 1L);
    assertThat(crank.dataset().reachability().throttledUntil())
        .isEqualTo(clock.instant().plus(Duration.ofMinutes(7)));
  }

  @Test
  void aThrottleOfTheAppLeavesOtherAppsAlone() {
    int other = given.dataset();
    crank.give(crank.number(), "the secret of one app");
    crank.give(other, "the secret of another");
    int unknown = given.dataset();
    crank.batch("a", 1);
    meta.behave(request -> Reply.error(400, 4, 0));

    crank.turn();

    assertThat(crank.open(crank.number())).isFalse();
    assertThat(crank.open(unknown)).as("it may be of the same app").isFalse();
    assertThat(crank.open(other)).isTrue();
  }

  @Test
  void anOpenBreakerCostsNoAttemptsAndNoClaims() {
    for (int i = 0; i < 8; i++) {
      given.batch(
          new Lane(crank.number(), "tag" + i, null), crank.events("b" + i, 1, Duration.ofDays(7)));
    }
    meta.behave(request -> Reply.error(503, 2, 0));

    assertThat(crank.turn()).isEqualTo(5);

    assertThat(crank.breaker().getState()).isEqualTo(CircuitBreaker.State.OPEN);
    assertThat(meta.requests()).hasSize(5);
    assertThat(given.number("select sum(attempts) from batch where dataset = ?", crank.number()))
        .isEqualTo(5);
    assertThat(
            given.number(
                "select count(*) from batch where dataset = ? and lease is not null",
                crank.number()))
        .isZero();
    crank.breaker().transitionToHalfOpenState();
    assertThat(crank.turn())
        .as("one is let through, fails, and the breaker opens again")
        .isEqualTo(1);
    assertThat(crank.breaker().getState()).isEqualTo(CircuitBreaker.State.OPEN);
    crank.breaker().transitionToHalfOpenState();
    meta.behave(LoopbackMeta::accept);
    assertThat(crank.turn()).isEqualTo(2);
    assertThat(crank.breaker().getState()).isEqualTo(CircuitBreaker.State.CLOSED);
  }

  @Test
  void aDatasetWithoutATokenIsBlocked() {
    crank.change(
        "access_token_key_id = null, access_token_wrapped_key = null, access_token_envelope = null");
    crank.batch("a", 1);

    crank.turn();

    assertThat(meta.requests()).isEmpty();
    assertThat(crank.dataset().reachability().blockedReason()).contains("no access token");
    assertThat(
            jdbc.sql("select count(*) from call where dataset = " + crank.number())
                .query(Long.class)
                .single())
        .isZero();
  }
}
