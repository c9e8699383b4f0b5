package dev.uploadgateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.meta.LoopbackMeta;
import dev.uploadgateway.meta.LoopbackMeta.Reply;
import dev.uploadgateway.outbox.Claims;
import dev.uploadgateway.outbox.Entry;
import dev.uploadgateway.outbox.Given;
import dev.uploadgateway.outbox.Quarantine;
import dev.uploadgateway.outbox.SettableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Which events end in quarantine, and that they end there alone. */
@CrankedByHand
class SetAsideIT {

  private static final Quarantine.Filter ANY = new Quarantine.Filter(null, null, null);

  @Autowired Crank crank;
  @Autowired LoopbackMeta meta;
  @Autowired Quarantine quarantine;
  @Autowired Claims claims;
  @Autowired Given given;
  @Autowired SettableClock clock;

  @BeforeEach
  void begin() {
    crank.begin();
  }

  @Test
  void theEventThatMetaNamesIsTakenOut() {
    crank.batch("a", 100);
    meta.behave(request -> {
      List<Integer> bad = Crank.positions(request, Set.of("a42")::contains);
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

    crank.turn();

    assertThat(meta.requests()).hasSize(3);
    assertThat(given.counters(crank.number())).containsExactly(100L, 0L, 0L, 99L, 1L, 3L);
    Quarantine.Row row = quarantine.list(crank.number(), ANY, 0, 10).getFirst();
    assertThat(row.reason().code()).isEqualTo("refused_by_meta");
    assertThat(row.reason().sentence()).isEqualTo("Bad one");
  }

  @Test
  void badEventsThatNobodyNamesAreFoundByHalving() {
    crank.batch("a", 1_000);
    Set<String> bad = Set.of("a3", "a500", "a501");
    meta.behave(request ->
        Crank.positions(request, bad::contains).isEmpty()
            ? LoopbackMeta.accept(request)
            : Reply.error(400, 100, 2804009));

    crank.turn();

    assertThat(meta.requests()).hasSizeLessThanOrEqualTo(1 + 3 * 2 * 10);
    assertThat(given.counters(crank.number())).startsWith(1_000L, 0L, 0L, 997L, 3L);
    assertThat(quarantine.list(crank.number(), ANY, 0, 10))
        .hasSize(3)
        .allSatisfy(row -> {
          assertThat(row.events()).isEqualTo(1);
          assertThat(row.reason().sentence()).contains("100/2804009", "Words of Meta");
        });
  }

  @Test
  void aCodeThatNobodyKnowsIsRepeatedThenHalvedOnceAndThenWaitsForAHuman() {
    crank.batch("a", 1_000);
    meta.behave(request ->
        Crank.positions(request, "a7"::equals).isEmpty()
            ? LoopbackMeta.accept(request)
            : Reply.error(400, 4711, 0));

    crank.turn();
    assertThat(meta.requests()).hasSize(1);
    clock.advance(Duration.ofSeconds(12));
    crank.turn();

    assertThat(meta.requests()).hasSize(1 + 3);
    assertThat(given.counters(crank.number())).containsExactly(1_000L, 0L, 0L, 500L, 500L, 4L);
    Quarantine.Row row = quarantine.list(crank.number(), ANY, 0, 10).getFirst();
    assertThat(row.events()).isEqualTo(500);
    assertThat(row.reason().code()).isEqualTo("call_refused");
    assertThat(row.reason().sentence()).contains("4711", "Words of Meta");
  }

  @Test
  void oneStrangeAnswerAmongTheHalvesCondemnsNobody() {
    crank.batch("a", 16);
    meta.behave(request -> {
      boolean bad = !Crank.positions(request, "a13"::equals).isEmpty();
      return meta.requests().size() == 2
          ? Reply.error(400, 4711, 0)
          : bad ? Reply.error(400, 100, 2804009) : LoopbackMeta.accept(request);
    });

    crank.turn();
    clock.advance(Duration.ofSeconds(12));
    crank.turn();

    assertThat(given.counters(crank.number())).startsWith(16L, 0L, 0L, 15L, 1L);
  }

  @Test
  void aCallThatIsTooLargeIsHalvedUntilItFits() {
    crank.batch("a", 16);
    meta.behave(request ->
        request.json().get("data").size() > 4
            ? new Reply(413, Map.of(), "<html>Request Entity Too Large</html>")
            : LoopbackMeta.accept(request));

    crank.turn();

    assertThat(given.counters(crank.number())).containsExactly(16L, 0L, 0L, 16L, 0L, 7L);
  }

  @Test
  void whatMetaBlamesOnTheCallIsNoEventsFault() {
    crank.batch("a", 256);
    meta.behave(request ->
        new Reply(
            400,
            Map.of(),
            """
            {"error":{"message":"Invalid parameter","type":"OAuthException","code":100,
             "error_data":{"blame_field_specs":[["test_event_code"]]}}}
            """));

    crank.turn();

    assertThat(meta.requests()).hasSize(1);
    assertThat(quarantine.list(crank.number(), ANY, 0, 10))
        .singleElement()
        .satisfies(row -> assertThat(row.reason().code()).isEqualTo("call_refused"));
  }

  @Test
  void whatMetaCountsShortEveryTimeWaitsForAHuman() {
    crank.batch("a", 3);
    meta.behave(request -> Reply.ok(2));

    for (int i = 0; i < 5; i++) {
      crank.turn();
      clock.advance(Duration.ofSeconds(72));
    }

    assertThat(given.counters(crank.number())).startsWith(3L, 0L, 0L, 0L, 3L);
    assertThat(quarantine.list(crank.number(), ANY, 0, 10).getFirst().reason().sentence())
        .contains("Meta received 2 of 3 events");
  }

  @Test
  void whatAKilledGatewaySentAndMetaCallsADuplicateIsDelivered() {
    crank.batch("a", 3);
    claims.claim(crank.number(), 1_000, Given.LEASE).orElseThrow(); // and it was killed
    clock.advance(Given.LEASE);
    meta.behave(request -> Reply.error(400, 506, 0));

    crank.turn();

    assertThat(given.counters(crank.number())).startsWith(3L, 0L, 0L, 3L, 0L);
  }

  @Test
  void whatMetaRefusesForNoEventsFaultIsNotHalved() {
    crank.batch("a", 1_000);
    meta.behave(request -> Reply.error(400, 1609005, 0));

    crank.turn();

    assertThat(meta.requests()).hasSize(1);
    assertThat(given.counters(crank.number())).containsExactly(1_000L, 0L, 0L, 0L, 1_000L, 1L);
    assertThat(quarantine.list(crank.number(), ANY, 0, 10).getFirst().reason().code())
        .isEqualTo("call_refused");
  }

  @Test
  void whatAKilledGatewayMayHaveSentOverSevenDaysAgoIsNotRepeated() {
    given.batch(crank.lane(), crank.events("a", 2, Duration.ofDays(62)));
    claims.claim(crank.number(), 1_000, Duration.ofMinutes(5)).orElseThrow(); // and it was killed
    clock.advance(Duration.ofDays(7).plusSeconds(1));

    crank.turn();

    assertThat(meta.requests()).isEmpty();
    assertThat(quarantine.list(crank.number(), ANY, 0, 10).getFirst().reason().code())
        .isEqualTo("ambiguous");
  }

  @Test
  void whatFailsEveryTimeIsUndeliverable() {
    crank.batch("a", 2);
    meta.behave(request -> Reply.error(500, 2, 0));

    for (int i = 0; i < 5; i++) {
      crank.turn();
      clock.advance(Duration.ofSeconds(72));
    }

    assertThat(meta.requests()).hasSize(3);
    Quarantine.Row row = quarantine.list(crank.number(), ANY, 0, 10).getFirst();
    assertThat(row.reason().code()).isEqualTo("undeliverable");
    assertThat(row.reason().sentence()).contains("Words of Meta");
    assertThat(given.counters(crank.number())).containsExactly(2L, 0L, 0L, 0L, 2L, 3L);
  }

  @Test
  void whatExpiredWhileItWaitedIsSetAsideAndTheOthersGo() {
    List<Entry> entries = new ArrayList<>(crank.events("old", 2, Duration.ofHours(1)));
    entries.addAll(crank.events("new", 3, Duration.ofDays(7)));
    given.batch(crank.lane(), entries);
    clock.advance(Duration.ofHours(1));

    crank.turn();

    assertThat(given.counters(crank.number())).containsExactly(5L, 0L, 0L, 3L, 2L, 1L);
    assertThat(quarantine.list(crank.number(), ANY, 0, 10))
        .singleElement()
        .satisfies(row -> assertThat(row.reason().code()).isEqualTo("expired"));
  }

  @Test
  void whatMetaMayHaveHadForOverSevenDaysIsNotRepeatedUntilSomebodyReleasesIt() {
    given.batch(crank.lane(), crank.events("a", 2, Duration.ofDays(62)));
    meta.behave(request -> Reply.error(500, 2, 0));
    crank.turn();
    clock.advance(Duration.ofDays(7).plusSeconds(1));
    meta.behave(LoopbackMeta::accept);

    crank.turn();

    assertThat(meta.requests()).isEmpty();
    assertThat(quarantine.list(crank.number(), ANY, 0, 10).getFirst().reason().code())
        .isEqualTo("ambiguous");
    quarantine.release(crank.number(), ANY);
    crank.turn();
    assertThat(given.counters(crank.number())).containsExactly(2L, 0L, 0L, 2L, 0L, 2L);
  }

  @Test
  void whatExpiredAfterItMayHaveReachedMetaIsNotSaidToHaveMissedIt() {
    given.batch(crank.lane(), crank.events("a", 2, Duration.ofHours(1)));
    meta.behave(request -> Reply.error(500, 2, 0));
    crank.turn();
    clock.advance(Duration.ofHours(1));

    crank.turn();

    assertThat(quarantine.list(crank.number(), ANY, 0, 10).getFirst().reason().code())
        .isEqualTo("ambiguous");
  }

  @Test
  void anEventThatCannotBeReadHarmsOnlyItself() {
    List<Entry> entries = new ArrayList<>(crank.events("a", 4, Duration.ofDays(7)));
    entries.add(given.entries("not an event of this release", 1).getFirst());
    given.batch(crank.lane(), entries);

    crank.turn();

    assertThat(given.counters(crank.number())).containsExactly(5L, 0L, 0L, 4L, 1L, 1L);
    assertThat(quarantine.list(crank.number(), ANY, 0, 10).getFirst().reason().code())
        .isEqualTo("unreadable");
  }
}
