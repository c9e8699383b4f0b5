package dev.uploadgateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.uploadgateway.meta.LoopbackMeta;
import dev.uploadgateway.meta.LoopbackMeta.Reply;
import dev.uploadgateway.meta.LoopbackMeta.Request;
import dev.uploadgateway.outbox.Given;
import dev.uploadgateway.outbox.SettableClock;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Calls that Meta takes, now or later. */
@CrankedByHand
class DispatcherIT {

  @Autowired Crank crank;
  @Autowired LoopbackMeta meta;
  @Autowired Dispatcher dispatcher;
  @Autowired Given given;
  @Autowired SettableClock clock;
  @Autowired JdbcClient jdbc;

  @BeforeEach
  void begin() {
    crank.begin();
  }

  @Test
  void whatIsAcceptedIsDeliveredHashedInOneCall() {
    long batch = crank.batch("a", 3);

    assertThat(crank.turn()).isEqualTo(1);

    Request request = meta.requests().getFirst();
    assertThat(request.uri()).isEqualTo("/v26.0/" + crank.dataset().id() + "/events");
    assertThat(request.json().get("data").size()).isEqualTo(3);
    assertThat(request.json().get("upload_tag").asString()).isEqualTo("till");
    assertThat(request.body()).doesNotContain("@example.com");
    assertThat(given.column(crank.number(), batch, "state")).isEqualTo("delivered");
    assertThat(given.counters(crank.number())).containsExactly(3L, 0L, 0L, 3L, 0L, 1L);
  }

  @Test
  void whereNothingIsDueNothingIsCalledAndNoPermissionIsKept() {
    crank.breaker().transitionToOpenState();
    crank.breaker().transitionToHalfOpenState();

    for (int i = 0; i < 5; i++) {
      assertThat(crank.turn()).isZero();
    }

    assertThat(meta.requests()).isEmpty();
    crank.batch("a", 1);
    assertThat(crank.turn()).isEqualTo(1);
    assertThat(crank.breaker().getState()).isEqualTo(CircuitBreaker.State.CLOSED);
  }

  @Test
  void whatFailedForNowGoesAgainLaterByteForByte() {
    long batch = crank.batch("a", 3);
    meta.behave(request -> Reply.error(500, 2, 0));
    Instant sentAt = clock.instant();
    crank.turn();
    assertThat(given.column(crank.number(), batch, "attempts")).isEqualTo("1");
    assertThat(crank.dueIn(batch)).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(12));
    String first = meta.requests().getFirst().data();

    crank.change("default_country = 'FR', hash_external_id = false, action_source = 'website'");
    meta.behave(LoopbackMeta::accept);
    assertThat(crank.turn()).as("not yet due").isZero();
    clock.set(sentAt.plusSeconds(12));
    crank.turn();

    assertThat(meta.requests().getFirst().data()).isEqualTo(first);
    assertThat(given.column(crank.number(), batch, "state")).isEqualTo("delivered");
  }

  @Test
  void theDialectOfTheFirstAttemptIsThatOfTheSecond() {
    crank.batch("a", 1);
    meta.behave(request -> Reply.error(500, 2, 0));
    crank.turn();
    String first = meta.requests().getFirst().data();

    crank.change("wire = 'offline_conversions_api'");
    meta.behave(LoopbackMeta::accept);
    clock.advance(Duration.ofSeconds(12));
    crank.turn();

    assertThat(meta.requests().getFirst().data()).isEqualTo(first).contains("user_data");
  }

  @Test
  void whatWasNotSentIsNoAttempt() {
    long batch = crank.batch("a", 1);
    meta.down();
    try {
      crank.turn();
    } finally {
      meta.up();
    }

    assertThat(given.column(crank.number(), batch, "attempts")).isEqualTo("0");
    assertThat(given.column(crank.number(), batch, "wire")).isEqualTo("null");
    assertThat(crank.dueIn(batch)).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(12));
    clock.advance(Duration.ofSeconds(12));
    crank.turn();
    assertThat(given.column(crank.number(), batch, "state")).isEqualTo("delivered");
  }

  @Test
  void whatMetaDidNotReceiveWholeIsSentOnceMoreByteForByte() {
    long batch = crank.batch("a", 3);
    meta.behave(request -> Reply.ok(2));
    crank.turn();
    assertThat(given.column(crank.number(), batch, "state")).isEqualTo("pending");
    assertThat(given.column(crank.number(), batch, "attempts")).isEqualTo("1");
    String first = meta.requests().getFirst().data();

    meta.behave(LoopbackMeta::accept);
    clock.advance(Duration.ofSeconds(12));
    crank.turn();

    assertThat(meta.requests().getFirst().data()).isEqualTo(first);
    assertThat(given.column(crank.number(), batch, "state")).isEqualTo("delivered");
    assertThat(
            jdbc.sql("select message from call where dataset = ? order by id")
                .param(crank.number())
                .query((row, number) -> String.valueOf(row.getString(1)))
                .list())
        .containsExactly("Meta received 2 of 3 events", "null");
  }

  @Test
  void whatFailsBeforeOrAfterTheCallKeepsNoPermission() {
    crank.batch("a", 1);
    crank.breaker().transitionToOpenState();
    crank.breaker().transitionToHalfOpenState();
    assertThatThrownBy(() ->
            dispatcher.dispatch(
                crank.dataset(),
                () -> {
                  throw new IllegalStateException("before");
                }))
        .hasMessage("before");
    clock.advance(Duration.ofMinutes(5));
    jdbc.sql("alter table call add constraint broken check (dataset <> " + crank.number() + ")")
        .update();
    try {
      assertThatThrownBy(() -> dispatcher.dispatch(crank.dataset(), () -> {})).isNotNull();
    } finally {
      jdbc.sql("alter table call drop constraint broken").update();
    }
    clock.advance(Duration.ofMinutes(5));

    assertThat(crank.turn()).as("the claim comes back by its lease").isEqualTo(1);
    assertThat(given.counters(crank.number())).startsWith(1L, 0L, 0L, 1L);
    assertThat(meta.requests()).hasSize(2);
    assertThat(meta.requests().get(0).data()).isEqualTo(meta.requests().get(1).data());
  }

  @Test
  void whatAnotherCallGaveBackWhenItBlockedTheDatasetIsNotSent() {
    long batch = crank.batch("a", 1);

    boolean dispatched =
        dispatcher.dispatch(
            crank.dataset(), () -> crank.datasets.block(crank.dataset(), "a bad token"));

    assertThat(dispatched).isFalse();
    assertThat(meta.requests()).isEmpty();
    assertThat(given.column(crank.number(), batch, "attempts")).isEqualTo("0");
    assertThat(given.column(crank.number(), batch, "lease")).isEqualTo("null");
    crank.datasets.unblock(crank.dataset().id());
    assertThat(crank.turn()).as("due at once").isEqualTo(1);
    assertThat(meta.requests()).hasSize(1);
  }
}
