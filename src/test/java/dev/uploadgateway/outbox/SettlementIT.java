package dev.uploadgateway.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.seal.Sealed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

@SpringBootTest
@Import(ByHand.class)
class SettlementIT {

  private static final Reason BAD = new Reason("refused_by_meta", "Meta's words");

  @Autowired Claims claims;
  @Autowired Settlement settlement;
  @Autowired Quarantine quarantine;
  @Autowired Batches batches;
  @Autowired Given given;
  @Autowired SettableClock clock;
  @Autowired JdbcClient jdbc;

  @Test
  void threeBatchesEndInThreeStates() {
    int dataset = given.dataset();
    long a = given.batch(new Lane(dataset, "a", null), given.entries("a", 2));
    long b = given.batch(new Lane(dataset, "b", null), given.entries("b", 3));
    long c = given.batch(new Lane(dataset, "c", null), given.entries("c", 4));

    settlement.delivered(claim(dataset), call("accepted"), List.of());
    settlement.quarantine(claim(dataset), BAD, call("refused"));
    settlement.giveBack(claim(dataset), clock.instant(), false, call("throttled"));

    assertThat(List.of(state(dataset, a), state(dataset, b), state(dataset, c)))
        .containsExactly("delivered", "quarantined", "pending");
    assertThat(given.counters(dataset)).containsExactly(9L, 0L, 0L, 2L, 3L, 3L);
    assertThat(given.number("select count(*) from call where dataset = ?", dataset)).isEqualTo(3);
  }

  @Test
  void deliveryErasesThePersonalDataAndCounts() {
    int dataset = given.dataset();
    long batch = given.batch(lane(dataset), given.entries("x", 5));

    settlement.delivered(claim(dataset), call("accepted"), List.of());

    for (String column : List.of("envelope", "data_key", "seal_key_id", "lease")) {
      assertThat(given.column(dataset, batch, column)).as(column).isEqualTo("null");
    }
    assertThat(given.counters(dataset)).containsExactly(5L, 0L, 0L, 5L, 0L, 1L);
    assertThat(
            given.number(
                "select c.events from call c join batch b on b.dataset = c.dataset and b.call_id = c.id where b.dataset = ?",
                dataset))
        .isEqualTo(5);
  }

  @Test
  void onlyADeferredCallUsesUpAnAttempt() {
    int dataset = given.dataset();
    long batch = given.batch(lane(dataset), given.entries("x", 1));

    settlement.giveBack(claim(dataset), clock.instant(), false, call("throttled"));
    assertThat(given.column(dataset, batch, "attempts")).isEqualTo("0");
    assertThat(given.column(dataset, batch, "first_sent_at")).isEqualTo("null");
    Claim claim = claim(dataset);
    settlement.freeze(claim, clock.instant(), call("deferred"), "conversions_api", claim.events());
    assertThat(given.column(dataset, batch, "attempts")).isEqualTo("1");
    settlement.giveBack(claim(dataset), clock.instant(), true, call("deferred"));
    assertThat(given.column(dataset, batch, "attempts")).isEqualTo("2");
  }

  @Test
  void freezingKeepsTheExactBytesOfTheFirstAttempt() {
    int dataset = given.dataset();
    given.batch(lane(dataset), given.entries("a", 2));
    given.batch(lane(dataset), given.entries("b", 1));
    Instant sentAt = clock.instant();
    Claim claim = claim(dataset);
    List<StoredEvent> frozen = new ArrayList<>();
    claim
        .events()
        .forEach(event -> frozen.add(event.frozen(bytes("sent " + Given.text(event)), null)));

    settlement.freeze(
        claim, sentAt.plusSeconds(10), call("deferred"), "offline_conversions_api", frozen);

    assertThat(claims.claim(dataset, 1_000, Given.LEASE)).isEmpty();
    clock.advance(Duration.ofSeconds(10));
    Claim again = claim(dataset);
    assertThat(again.events())
        .extracting(Given::text)
        .containsExactly("sent a0", "sent a1", "sent b0");
    assertThat(again.events())
        .extracting(StoredEvent::key)
        .containsExactlyElementsOf(claim.events().stream().map(StoredEvent::key).toList());
    assertThat(again.wire()).isEqualTo("offline_conversions_api");
    assertThat(again.firstSentAt()).isEqualTo(sentAt);
    assertThat(again.attempts()).isEqualTo(1);
  }

  @Test
  void theFirstCallOfUnknownOutcomeStaysTheFirst() {
    int dataset = given.dataset();
    given.batch(lane(dataset), given.entries("a", 1));
    Instant sentAt = clock.instant();
    Claim claim = claim(dataset);
    settlement.freeze(claim, sentAt, call("deferred"), "conversions_api", claim.events());
    clock.advance(Duration.ofHours(3));

    settlement.giveBack(claim(dataset), clock.instant(), true, call("deferred"));

    assertThat(claim(dataset).firstSentAt()).isEqualTo(sentAt);
  }

  @Test
  void whoLostTheLeaseChangesNoBatchButItsCallIsOnRecord() {
    int dataset = given.dataset();
    long batch = given.batch(lane(dataset), given.entries("x", 4));
    Claim lost = claim(dataset);
    clock.advance(Given.LEASE);
    Claim held = claim(dataset);
    String before = row(dataset, batch);

    settlement.delivered(lost, call("accepted"), List.of());
    settlement.giveBack(lost, clock.instant(), true, call("deferred"));
    settlement.freeze(lost, clock.instant(), call("deferred"), "conversions_api", lost.events());
    settlement.quarantine(lost, BAD, call("refused"));
    settlement.sort(lost, List.of(Part.quarantined(lost.events(), BAD)), call("refused"));
    settlement.sort(lost, List.of(Part.sentOn(lost.events())), null);

    assertThat(row(dataset, batch)).isEqualTo(before);
    assertThat(given.number("select count(*) from batch where dataset = ?", dataset)).isEqualTo(1);
    assertThat(given.counters(dataset)).containsExactly(4L, 0L, 0L, 0L, 0L, 5L);
    assertThat(given.number("select count(*) from call where dataset = ?", dataset)).isEqualTo(5);
    settlement.delivered(held, call("accepted"), List.of());
    assertThat(given.counters(dataset)).containsExactly(4L, 0L, 0L, 4L, 0L, 6L);
  }

  @Test
  void whereOneBatchOfAClaimIsLostNoneIsTakenApart() {
    int dataset = given.dataset();
    long a = given.batch(lane(dataset), given.entries("a", 1));
    long b = given.batch(lane(dataset), given.entries("b", 1));
    Claim claim = claim(dataset);
    jdbc.sql("update batch set lease = ? where dataset = ? and id = ?")
        .params(UUID.randomUUID(), dataset, a)
        .update();

    settlement.sort(claim, List.of(Part.sentAlone(claim.events())), call("refused"));

    assertThat(List.of(state(dataset, a), state(dataset, b))).containsOnly("pending");
    assertThat(given.column(dataset, b, "alone")).isEqualTo("false");
  }

  @Test
  void takingApartMovesTheKeysAndKeepsTheCounts() {
    int dataset = given.dataset();
    given.batch(lane(dataset), given.entries("a", 6));
    given.batch(lane(dataset), given.entries("b", 4));
    Claim claim = claim(dataset);
    List<StoredEvent> events = claim.events();

    settlement.sort(
        claim,
        List.of(
            Part.sentOn(events.subList(0, 5)),
            Part.sentAlone(events.subList(5, 7)),
            Part.quarantined(events.subList(7, 8), BAD),
            Part.quarantined(events.subList(8, 10), new Reason("expired", "too old")),
            Part.sentOn(List.of())),
        call("refused"));

    assertThat(given.counters(dataset)).containsExactly(10L, 0L, 0L, 0L, 3L, 1L);
    assertThat(given.number("select sum(events) from batch where dataset = ?", dataset))
        .isEqualTo(10);
    assertThat(
            given.number(
                """
                select count(*) from batch b
                where b.dataset = ?
                  and b.events <> (select count(*) from event_key k where k.dataset = b.dataset and k.batch_id = b.id)
                """,
                dataset))
        .isZero();
    assertThat(claim(dataset).events())
        .hasSize(5)
        .allSatisfy(e -> assertThat(Given.text(e)).startsWith("a"));
    assertThat(claim(dataset).alone()).isTrue();
    assertThat(claims.claim(dataset, 1_000, Given.LEASE)).isEmpty();
    assertThat(quarantine.list(dataset, any(), 0, 10))
        .extracting(row -> row.reason().code() + " " + row.events())
        .containsExactly("refused_by_meta 1", "expired 2");
  }

  @Test
  void aPartOfMoreThanABatchBecomesSeveral() {
    int dataset = given.dataset();
    given.batch(lane(dataset), given.entries("a", 1_000));
    given.batch(lane(dataset), given.entries("b", 1_000));
    Claim claim = claims.claim(dataset, 2_000, Given.LEASE).orElseThrow();

    settlement.sort(
        claim,
        List.of(
            Part.sentOn(claim.events().subList(0, 1_500)),
            Part.quarantined(claim.events().subList(1_500, 2_000), BAD)),
        null);

    assertThat(
            jdbc.sql("select events from batch where dataset = ? order by id")
                .param(dataset)
                .query(Integer.class)
                .list())
        .containsExactly(1_000, 500, 500);
    assertThat(given.counters(dataset)).containsExactly(2_000L, 0L, 0L, 0L, 500L, 0L);
  }

  @Test
  void halvesOfFrozenEventsStayFrozen() {
    int dataset = given.dataset();
    given.batch(lane(dataset), given.entries("a", 2));
    Instant sentAt = clock.instant();
    Claim raw = claim(dataset);
    settlement.freeze(raw, sentAt, call("deferred"), "conversions_api", raw.events());
    clock.advance(Duration.ofHours(1));
    Claim claim = claim(dataset);

    settlement.sort(
        claim,
        List.of(
            Part.sentAlone(claim.events().subList(0, 1)),
            Part.sentAlone(claim.events().subList(1, 2))),
        call("refused"));

    Claim half = claim(dataset);
    assertThat(half.wire()).isEqualTo("conversions_api");
    assertThat(half.firstSentAt()).isEqualTo(sentAt);
    assertThat(half.attempts()).isEqualTo(1);
  }

  @Test
  void releaseSendsRoundAgainWithAllAttemptsAndTheSameBytes() {
    int dataset = given.dataset();
    given.batch(lane(dataset), given.entries("a", 2));
    Instant sentAt = clock.instant();
    Claim raw = claim(dataset);
    settlement.freeze(raw, sentAt, call("deferred"), "conversions_api", raw.events());
    settlement.quarantine(claim(dataset), new Reason("undeliverable", "no"), call("deferred"));

    quarantine.release(dataset, any());

    assertThat(given.counters(dataset)).containsExactly(2L, 0L, 0L, 0L, 0L, 2L);
    Claim released = claim(dataset);
    assertThat(released.attempts()).isZero();
    assertThat(released.wire()).isEqualTo("conversions_api");
    assertThat(released.firstSentAt()).as("Meta may still have them").isEqualTo(sentAt);
  }

  @Test
  void whoReleasesTheAmbiguousDecidesThatItIsSentAgain() {
    int dataset = given.dataset();
    given.batch(lane(dataset), given.entries("a", 1));
    Claim raw = claim(dataset);
    settlement.freeze(raw, clock.instant(), call("deferred"), "conversions_api", raw.events());
    settlement.quarantine(claim(dataset), new Reason("ambiguous", "too long ago"), null);
    clock.advance(Duration.ofHours(1));

    quarantine.release(dataset, any());

    Claim released = claim(dataset);
    assertThat(released.firstSentAt()).isNull();
    assertThat(released.wire()).as("only the sent bytes are left").isEqualTo("conversions_api");
    settlement.giveBack(released, clock.instant(), true, call("deferred"));
    assertThat(claim(dataset).firstSentAt())
        .as("from here it counts anew")
        .isEqualTo(clock.instant());
  }

  @Test
  void whatIsQuarantinedIsNotClaimed() {
    int dataset = given.dataset();
    given.batch(lane(dataset), given.entries("a", 1));
    settlement.quarantine(claim(dataset), BAD, null);
    clock.advance(Given.LEASE);

    assertThat(claims.claim(dataset, 1_000, Given.LEASE)).isEmpty();
    assertThat(given.counters(dataset)).containsExactly(1L, 0L, 0L, 0L, 1L, 0L);
  }

  @Test
  void whatIsStoredDoesNotShowTheEvent() {
    int dataset = given.dataset();
    long batch = given.batch(lane(dataset), given.entries("jane@example.com", 1));

    byte[] stored =
        jdbc.sql("select envelope from batch where dataset = ? and id = ?")
            .params(dataset, batch)
            .query(byte[].class)
            .single();

    assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain("jane");
    assertThat(new Sealed("1", stored, stored).toString()).doesNotContain("jane");
  }

  private static Lane lane(int dataset) {
    return new Lane(dataset, "till", null);
  }

  private Claim claim(int dataset) {
    return claims.claim(dataset, 1_000, Given.LEASE).orElseThrow();
  }

  private CallRecord call(String outcome) {
    return Given.call(outcome, clock.instant());
  }

  private String state(int dataset, long batch) {
    return given.column(dataset, batch, "state");
  }

  private String row(int dataset, long batch) {
    return jdbc.sql("select batch::text from batch where dataset = ? and id = ?")
        .params(dataset, batch)
        .query(String.class)
        .single();
  }

  private static Quarantine.Filter any() {
    return new Quarantine.Filter(null, null, null);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
