package dev.uploadgateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.uploadgateway.conversion.ConversionEvent;
import dev.uploadgateway.conversion.Customer;
import dev.uploadgateway.conversion.EventCodec;
import dev.uploadgateway.conversion.Identifier;
import dev.uploadgateway.conversion.Money;
import dev.uploadgateway.conversion.Occasion;
import dev.uploadgateway.conversion.Sale;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dataset.Datasets;
import dev.uploadgateway.meta.LoopbackMeta;
import dev.uploadgateway.meta.LoopbackMeta.Reply;
import dev.uploadgateway.meta.LoopbackMeta.Request;
import dev.uploadgateway.outbox.ByHand;
import dev.uploadgateway.outbox.Entry;
import dev.uploadgateway.outbox.Given;
import dev.uploadgateway.outbox.Lane;
import dev.uploadgateway.outbox.Quarantine;
import dev.uploadgateway.outbox.SettableClock;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@SpringBootTest(
    properties = {
      "gateway.dispatch.retry-delays=10s,60s",
      "gateway.meta.response-timeout=2s",
      "resilience4j.circuitbreaker.configs.default.wait-duration-in-open-state=1h"
    })
@Import(ByHand.class)
class DispatcherIT {

  private static final LoopbackMeta meta = new LoopbackMeta();
  private static final Quarantine.Filter ANY = new Quarantine.Filter(null, null, null);

  @Autowired Dispatcher dispatcher;
  @Autowired Datasets datasets;
  @Autowired Quarantine quarantine;
  @Autowired CircuitBreakerRegistry breakers;
  @Autowired Given given;
  @Autowired SettableClock clock;
  @Autowired JdbcClient jdbc;

  private int dataset;

  @DynamicPropertySource
  static void metaIsHere(DynamicPropertyRegistry registry) {
    registry.add("gateway.meta.base-url", meta::url);
  }

  @AfterAll
  static void stop() {
    meta.close();
  }

  @BeforeEach
  void begin() {
    dataset = given.dataset();
    meta.behave(LoopbackMeta::accept);
  }

  @Test
  void whatIsAcceptedIsDeliveredHashedInOneCall() {
    long batch = batch("a", 3);

    assertThat(crank()).isEqualTo(1);

    Request request = meta.requests().getFirst();
    assertThat(request.uri()).isEqualTo("/v26.0/" + dataset().id() + "/events");
    assertThat(request.json().get("data").size()).isEqualTo(3);
    assertThat(request.json().get("upload_tag").asString()).isEqualTo("till");
    assertThat(request.body()).doesNotContain("@example.com");
    assertThat(given.column(dataset, batch, "state")).isEqualTo("delivered");
    assertThat(given.counters(dataset)).containsExactly(3L, 0L, 0L, 3L, 0L, 1L);
  }

  @Test
  void whereNothingIsDueNothingIsCalledAndNoPermissionIsKept() {
    breaker().transitionToOpenState();
    breaker().transitionToHalfOpenState();

    for (int i = 0; i < 5; i++) {
      assertThat(crank()).isZero();
    }

    assertThat(meta.requests()).isEmpty();
    batch("a", 1);
    assertThat(crank()).isEqualTo(1);
    assertThat(breaker().getState()).isEqualTo(CircuitBreaker.State.CLOSED);
  }

  @Test
  void whatFailedForNowGoesAgainLaterByteForByte() {
    long batch = batch("a", 3);
    meta.behave(request -> Reply.error(500, 2, 0));
    Instant sentAt = clock.instant();
    crank();
    assertThat(given.column(dataset, batch, "attempts")).isEqualTo("1");
    assertThat(dueIn(batch)).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(12));
    String first = meta.requests().getFirst().data();

    change("default_country = 'FR', hash_external_id = false, action_source = 'website'");
    meta.behave(LoopbackMeta::accept);
    assertThat(crank()).as("not yet due").isZero();
    clock.set(sentAt.plusSeconds(12));
    crank();

    assertThat(meta.requests().getFirst().data()).isEqualTo(first);
    assertThat(given.column(dataset, batch, "state")).isEqualTo("delivered");
  }

  @Test
  void theDialectOfTheFirstAttemptIsThatOfTheSecond() {
    batch("a", 1);
    meta.behave(request -> Reply.error(500, 2, 0));
    crank();
    String first = meta.requests().getFirst().data();

    change("wire = 'offline_conversions_api'");
    meta.behave(LoopbackMeta::accept);
    clock.advance(Duration.ofSeconds(12));
    crank();

    assertThat(meta.requests().getFirst().data()).isEqualTo(first).contains("user_data");
  }

  @Test
  void whatWasNotSentIsNoAttempt() {
    long batch = batch("a", 1);
    meta.down();
    try {
      crank();
    } finally {
      meta.up();
    }

    assertThat(given.column(dataset, batch, "attempts")).isEqualTo("0");
    assertThat(given.column(dataset, batch, "wire")).isEqualTo("null");
    assertThat(dueIn(batch)).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(12));
    clock.advance(Duration.ofSeconds(12));
    crank();
    assertThat(given.column(dataset, batch, "state")).isEqualTo("delivered");
  }

  @Test
  void aThrottleStopsTheDatasetAndUsesNoAttempt() {
    long batch = batch("a", 1);
    String other = datasets.byNumber(given.dataset()).id();
    String header = "{\"1\":[{\"estimated_time_to_regain_access\":7}]}";
    meta.behave(request ->
        new Reply(
            400,
            Map.of("X-Business-Use-Case-Usage", header),
            Reply.error(400, 80004, 2446079).body()));

    crank();

    Instant until = clock.instant().plus(Duration.ofMinutes(7));
    assertThat(given.column(dataset, batch, "attempts")).isEqualTo("0");
    assertThat(dataset().reachability().throttledUntil()).isEqualTo(until);
    assertThat(datasets.find(other).orElseThrow().reachability().throttledUntil()).isNull();
    batch("b", 1);
    meta.behave(LoopbackMeta::accept);
    assertThat(crank()).isZero();
    clock.set(until);
    assertThat(crank()).isPositive();
    assertThat(given.counters(dataset)).startsWith(2L, 0L, 0L, 2L);
  }

  @Test
  void aThrottleOfTheAppStopsEveryDataset() {
    batch("a", 1);
    String other = datasets.byNumber(given.dataset()).id();
    meta.behave(request -> Reply.error(400, 4, 0));

    crank();

    assertThat(dataset().reachability().open(clock.instant())).isFalse();
    assertThat(datasets.find(other).orElseThrow().reachability().open(clock.instant())).isFalse();
  }

  @Test
  void aBadTokenBlocksTheDatasetAndItsEventsStay() {
    long batch = batch("a", 1);
    meta.behave(request -> Reply.error(400, 190, 463));

    crank();

    assertThat(dataset().reachability().blockedReason()).contains("190/463", "Words of Meta");
    assertThat(given.column(dataset, batch, "state")).isEqualTo("pending");
    assertThat(given.column(dataset, batch, "attempts")).isEqualTo("0");
    meta.behave(LoopbackMeta::accept);
    assertThat(crank()).isZero();
    datasets.unblock(dataset().id());
    assertThat(crank()).isEqualTo(1);
  }

  @Test
  void theEventThatMetaNamesIsTakenOut() {
    batch("a", 100);
    meta.behave(request -> {
      List<Integer> bad = positions(request, Set.of("a42")::contains);
      return bad.isEmpty()
          ? LoopbackMeta.accept(request)
          : new Reply(
              400,
              Map.of(),
              """
              {"error":{"message":"Invalid parameter","code":100,"error_subcode":1815356,
               "error_data":"{\\"x\\":[{\\"event_index\\":%d,\\"message\\":\\"Bad one\\",\\"code\\":2804009}]}"}}
              """
                  .formatted(bad.getFirst()));
    });

    crank();

    assertThat(meta.requests()).hasSize(3);
    assertThat(given.counters(dataset)).containsExactly(100L, 0L, 0L, 99L, 1L, 3L);
    Quarantine.Row row = quarantine.list(dataset, ANY, 0, 10).getFirst();
    assertThat(row.reason().code()).isEqualTo("refused_by_meta");
    assertThat(row.reason().sentence()).isEqualTo("Bad one");
  }

  @Test
  void badEventsThatNobodyNamesAreFoundByHalving() {
    batch("a", 1_000);
    Set<String> bad = Set.of("a3", "a500", "a501");
    meta.behave(request ->
        positions(request, bad::contains).isEmpty()
            ? LoopbackMeta.accept(request)
            : Reply.error(400, 100, 2804009));

    crank();

    assertThat(meta.requests()).hasSizeLessThanOrEqualTo(1 + 3 * 2 * 10);
    assertThat(given.counters(dataset)).startsWith(1_000L, 0L, 0L, 997L, 3L);
    assertThat(quarantine.list(dataset, ANY, 0, 10))
        .hasSize(3)
        .allSatisfy(row -> {
          assertThat(row.events()).isEqualTo(1);
          assertThat(row.reason().sentence()).contains("100/2804009", "Words of Meta");
        });
  }

  @Test
  void whatFailsEveryTimeIsUndeliverable() {
    batch("a", 2);
    meta.behave(request -> Reply.error(500, 2, 0));

    for (int i = 0; i < 5; i++) {
      crank();
      clock.advance(Duration.ofSeconds(72));
    }

    assertThat(meta.requests()).hasSize(3);
    Quarantine.Row row = quarantine.list(dataset, ANY, 0, 10).getFirst();
    assertThat(row.reason().code()).isEqualTo("undeliverable");
    assertThat(row.reason().sentence()).contains("Words of Meta");
    assertThat(given.counters(dataset)).containsExactly(2L, 0L, 0L, 0L, 2L, 3L);
  }

  @Test
  void whatExpiredWhileItWaitedIsSetAsideAndTheOthersGo() {
    List<Entry> entries = new ArrayList<>(events("old", 2, Duration.ofHours(1)));
    entries.addAll(events("new", 3, Duration.ofDays(7)));
    given.batch(lane(), entries);
    clock.advance(Duration.ofHours(1));

    crank();

    assertThat(given.counters(dataset)).containsExactly(5L, 0L, 0L, 3L, 2L, 1L);
    assertThat(quarantine.list(dataset, ANY, 0, 10))
        .singleElement()
        .satisfies(row -> assertThat(row.reason().code()).isEqualTo("expired"));
  }

  @Test
  void whatMetaMayHaveHadForOverSevenDaysIsNotRepeatedUntilSomebodyReleasesIt() {
    given.batch(lane(), events("a", 2, Duration.ofDays(62)));
    meta.behave(request -> Reply.error(500, 2, 0));
    crank();
    clock.advance(Duration.ofDays(7).plusSeconds(1));
    meta.behave(LoopbackMeta::accept);

    crank();

    assertThat(meta.requests()).isEmpty();
    assertThat(quarantine.list(dataset, ANY, 0, 10).getFirst().reason().code())
        .isEqualTo("ambiguous");
    quarantine.release(dataset, ANY);
    crank();
    assertThat(given.counters(dataset)).containsExactly(2L, 0L, 0L, 2L, 0L, 2L);
  }

  @Test
  void anEventThatCannotBeReadHarmsOnlyItself() {
    List<Entry> entries = new ArrayList<>(events("a", 4, Duration.ofDays(7)));
    entries.add(given.entries("not an event of this release", 1).getFirst());
    given.batch(lane(), entries);

    crank();

    assertThat(given.counters(dataset)).containsExactly(5L, 0L, 0L, 4L, 1L, 1L);
    assertThat(quarantine.list(dataset, ANY, 0, 10).getFirst().reason().code())
        .isEqualTo("unreadable");
  }

  @Test
  void anOpenBreakerCostsNoAttemptsAndNoClaims() {
    for (int i = 0; i < 8; i++) {
      given.batch(new Lane(dataset, "tag" + i, null), events("b" + i, 1, Duration.ofDays(7)));
    }
    meta.behave(request -> Reply.error(503, 2, 0));

    assertThat(crank()).isEqualTo(5);

    assertThat(breaker().getState()).isEqualTo(CircuitBreaker.State.OPEN);
    assertThat(meta.requests()).hasSize(5);
    assertThat(given.number("select sum(attempts) from batch where dataset = ?", dataset))
        .isEqualTo(5);
    assertThat(
            given.number(
                "select count(*) from batch where dataset = ? and lease is not null", dataset))
        .isZero();
    breaker().transitionToHalfOpenState();
    assertThat(crank()).as("one is let through, fails, and the breaker opens again").isEqualTo(1);
    assertThat(breaker().getState()).isEqualTo(CircuitBreaker.State.OPEN);
    breaker().transitionToHalfOpenState();
    meta.behave(LoopbackMeta::accept);
    assertThat(crank()).isEqualTo(2);
    assertThat(breaker().getState()).isEqualTo(CircuitBreaker.State.CLOSED);
  }

  @Test
  void whatFailsBeforeOrAfterTheCallKeepsNoPermission() {
    batch("a", 1);
    breaker().transitionToOpenState();
    breaker().transitionToHalfOpenState();
    assertThatThrownBy(() ->
            dispatcher.dispatch(
                dataset(),
                () -> {
                  throw new IllegalStateException("before");
                }))
        .hasMessage("before");
    clock.advance(Duration.ofMinutes(5));
    jdbc.sql("alter table call add constraint broken check (dataset <> " + dataset + ")").update();
    try {
      assertThatThrownBy(() -> dispatcher.dispatch(dataset(), () -> {})).isNotNull();
    } finally {
      jdbc.sql("alter table call drop constraint broken").update();
    }
    clock.advance(Duration.ofMinutes(5));

    assertThat(crank()).as("the claim comes back by its lease").isEqualTo(1);
    assertThat(given.counters(dataset)).startsWith(1L, 0L, 0L, 1L);
    assertThat(meta.requests()).hasSize(2);
    assertThat(meta.requests().get(0).data()).isEqualTo(meta.requests().get(1).data());
  }

  @Test
  void aDatasetWithoutATokenIsBlocked() {
    change(
        "access_token_key_id = null, access_token_wrapped_key = null, access_token_envelope = null");
    batch("a", 1);

    crank();

    assertThat(meta.requests()).isEmpty();
    assertThat(dataset().reachability().blockedReason()).contains("no access token");
    assertThat(
            jdbc.sql("select count(*) from call where dataset = " + dataset)
                .query(Long.class)
                .single())
        .isZero();
  }

  private int crank() {
    int calls = 0;
    while (dispatcher.dispatch(dataset(), () -> {})) {
      calls++;
    }
    return calls;
  }

  private Dataset dataset() {
    return datasets.byNumber(dataset);
  }

  private CircuitBreaker breaker() {
    return breakers.circuitBreaker(dataset().id());
  }

  private Lane lane() {
    return new Lane(dataset, "till", null);
  }

  private long batch(String name, int events) {
    return given.batch(lane(), events(name, events, Duration.ofDays(7)));
  }

  private void change(String assignments) {
    jdbc.sql("update dataset set " + assignments + " where number = ?").param(dataset).update();
    datasets.unblock(dataset().id()); // so that it is read anew
  }

  private Duration dueIn(long batch) {
    Instant due =
        jdbc.sql("select due_at from batch where dataset = ? and id = ?")
            .params(dataset, batch)
            .query((row, number) -> row.getTimestamp(1).toInstant())
            .single();
    return Duration.between(clock.instant(), due);
  }

  private List<Entry> events(String name, int events, Duration window) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < events; i++) {
      Entry open = Given.entry(name + i, clock.instant(), window);
      entries.add(new Entry(open.key(), null, open.facts(), EventCodec.encode(event(name + i))));
    }
    return entries;
  }

  private ConversionEvent event(String order) {
    Map<Identifier, List<String>> customer =
        Map.of(
            Identifier.EMAIL, List.of(order + "@example.com"),
            Identifier.PHONE, List.of("01 42 68 53 00"),
            Identifier.EXTERNAL_ID, List.of(order));
    return new ConversionEvent(
        new Occasion("Purchase", clock.instant().getEpochSecond(), null, null),
        new Customer(customer),
        new Sale(
            order,
            null,
            new Money(new BigDecimal("12.50"), Currency.getInstance("EUR")),
            null,
            List.of()),
        List.of(),
        List.of());
  }

  private static List<Integer> positions(Request request, Predicate<String> orders) {
    List<Integer> positions = new ArrayList<>();
    int position = 0;
    for (var event : request.json().get("data")) {
      if (orders.test(event.at("/custom_data/order_id").asString())) {
        positions.add(position);
      }
      position++;
    }
    return positions;
  }
}
