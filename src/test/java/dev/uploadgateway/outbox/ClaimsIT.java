package dev.uploadgateway.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

@SpringBootTest
@Import(ByHand.class)
class ClaimsIT {

  private static final Duration WINDOW = Duration.ofDays(62);

  @Autowired Claims claims;
  @Autowired Settlement settlement;
  @Autowired Given given;
  @Autowired SettableClock clock;
  @Autowired JdbcClient jdbc;

  @Test
  void theOldestDeadlineGoesFirst() {
    int dataset = given.dataset();
    Instant now = clock.instant();
    long young = one(new Lane(dataset, "a", null), "young", now);
    long old = one(new Lane(dataset, "b", null), "old", now.minus(Duration.ofDays(30)));
    long middle = one(new Lane(dataset, "c", null), "middle", now.minus(Duration.ofDays(9)));

    assertThat(ids(claim(dataset))).containsExactly(old);
    assertThat(ids(claim(dataset))).containsExactly(middle);
    assertThat(ids(claim(dataset))).containsExactly(young);
    assertThat(claims.claim(dataset, 1_000, Given.LEASE)).isEmpty();
  }

  @Test
  void batchesOfALaneTravelTogetherUpToTheLimitAlsoThoseThatLinger() {
    int dataset = given.dataset();
    Lane lane = new Lane(dataset, "till", null);
    long due = given.batch(lane, given.entries("due", 400));
    given.append(lane, given.entries("lingering", 500));
    given.append(lane, given.entries("too much", 200));

    Claim claim = claim(dataset);

    assertThat(claim.events()).hasSize(900);
    assertThat(ids(claim)).contains(due);
    assertThat(claim.lane()).isEqualTo(lane);
    assertThat(claims.claim(dataset, 1_000, Given.LEASE)).as("the rest lingers").isEmpty();
    clock.advance(Given.LINGER);
    assertThat(claim(dataset).events()).hasSize(200);
  }

  @Test
  void aCallOfTheOfflineDialectTakesTwoFullBatches() {
    int dataset = given.dataset();
    Lane lane = new Lane(dataset, "till", null);
    for (String name : List.of("a", "b", "c")) {
      given.batch(lane, given.entries(name, 1_000));
    }

    Claim claim = claims.claim(dataset, 2_000, Given.LEASE).orElseThrow();

    assertThat(claim.batches()).hasSize(2);
    assertThat(claim.events()).hasSize(2_000);
  }

  @Test
  void whatDiffersInUploadNamespaceWireOrIsAloneNeverMixes() {
    int dataset = given.dataset();
    Lane lane = new Lane(dataset, "till", null);
    given.batch(lane, given.entries("plain", 1));
    given.batch(new Lane(dataset, "other", null), given.entries("other", 1));
    given.batch(new Lane(dataset, "till", "crm"), given.entries("namespace", 1));
    long frozen = given.batch(lane, given.entries("frozen", 1));
    set(dataset, frozen, "wire = 'conversions_api'");
    long offline = given.batch(lane, given.entries("offline", 1));
    set(dataset, offline, "wire = 'offline_conversions_api'");
    long alone = given.batch(lane, given.entries("alone", 1));
    set(dataset, alone, "alone = true");
    long alone2 = given.batch(lane, given.entries("alone too", 1));
    set(dataset, alone2, "alone = true");

    List<Integer> sizes = new ArrayList<>();
    claims
        .claim(dataset, 1_000, Given.LEASE)
        .ifPresent(first -> {
          for (Optional<Claim> claim = Optional.of(first);
              claim.isPresent();
              claim = claims.claim(dataset, 1_000, Given.LEASE)) {
            sizes.add(claim.get().events().size());
          }
        });

    assertThat(sizes).containsExactly(1, 1, 1, 1, 1, 1, 1);
  }

  @Test
  void frozenBatchesTravelOnlyWithThoseTheyWereFirstSentWith() {
    int dataset = given.dataset();
    Lane lane = new Lane(dataset, "till", null);
    Instant due = clock.instant().plus(Duration.ofHours(1));
    long first = given.batch(lane, given.entries("first", 1));
    long firstToo = given.batch(lane, given.entries("first too", 1));
    freeze(claim(dataset), due);
    clock.advance(Duration.ofMinutes(1));
    long second = given.batch(lane, given.entries("second", 1));
    freeze(claim(dataset), due);
    clock.set(due);

    Claim repeated = claim(dataset);

    assertThat(ids(repeated)).containsExactly(first, firstToo);
    assertThat(repeated.firstSentAt()).isEqualTo(due.minus(Duration.ofHours(1)));
    assertThat(ids(claim(dataset))).containsExactly(second);
  }

  @Test
  void whatIsLeasedIsNotClaimedUntilItsLeaseEnds() {
    int dataset = given.dataset();
    Lane lane = new Lane(dataset, "till", null);
    long leased = given.batch(lane, given.entries("leased", 1));
    claim(dataset);
    long other = given.batch(lane, given.entries("other", 1));

    assertThat(ids(claim(dataset))).containsExactly(other);
    clock.advance(Given.LEASE.minusMillis(1));
    assertThat(claims.claim(dataset, 1_000, Given.LEASE)).isEmpty();
    clock.advance(Duration.ofMillis(1));
    assertThat(ids(claim(dataset))).containsExactly(leased, other);
  }

  @Test
  void whatWasDeferredWaitsForItsTimeAlsoWhereItsLaneIsClaimed() {
    int dataset = given.dataset();
    Lane lane = new Lane(dataset, "till", null);
    long deferred = given.batch(lane, given.entries("deferred", 1));
    freeze(claim(dataset), clock.instant().plusSeconds(60));
    given.batch(lane, given.entries("other", 1));

    assertThat(claim(dataset).events()).hasSize(1);
    clock.advance(Duration.ofSeconds(60));
    assertThat(ids(claim(dataset))).containsExactly(deferred);
  }

  @Test
  void aClaimCarriesTheEventsAsTheyWereAppended() {
    int dataset = given.dataset();
    List<Entry> entries = given.entries("x", 3);
    given.batch(new Lane(dataset, "till", "crm"), entries);

    Claim claim = claim(dataset);

    assertThat(claim.events()).extracting(Given::text).containsExactly("x0", "x1", "x2");
    assertThat(claim.events())
        .extracting(StoredEvent::key)
        .containsExactlyElementsOf(entries.stream().map(Entry::key).toList());
    assertThat(claim.deadline()).isEqualTo(entries.getFirst().facts().deadline());
    assertThat(claim.attempts()).isZero();
    assertThat(claim.wire()).isNull();
    assertThat(claim.firstSentAt()).isNull();
    assertThat(claim.lane().namespaceId()).isEqualTo("crm");
  }

  /** Its holder may have sent it just before it died. */
  @Test
  void whatAClaimLeftBehindMayHaveBeenSentWhenItWasClaimed() {
    int dataset = given.dataset();
    given.batch(new Lane(dataset, "till", null), given.entries("x", 3));
    Instant claimedAt = clock.instant();
    assertThat(claim(dataset).firstSentAt()).isNull();
    clock.advance(Given.LEASE);

    assertThat(claim(dataset).firstSentAt()).isEqualTo(claimedAt);
    clock.advance(Given.LEASE);
    assertThat(claim(dataset).firstSentAt()).as("not any later time").isEqualTo(claimedAt);
  }

  @Test
  void aBrokenEnvelopeIsQuarantinedAndStopsNothingElse() {
    int dataset = given.dataset();
    Lane lane = new Lane(dataset, "till", null);
    long broken = given.batch(lane, given.entries("broken", 5));
    long whole = given.batch(lane, given.entries("whole", 3));
    jdbc.sql(
            "update batch set envelope = set_byte(envelope, 40, 255 - get_byte(envelope, 40)) where dataset = ? and id = ?")
        .params(dataset, broken)
        .update();

    Claim claim = claim(dataset);

    assertThat(ids(claim)).containsExactly(whole);
    assertThat(given.column(dataset, broken, "state")).isEqualTo("quarantined");
    assertThat(given.column(dataset, broken, "reason_code")).isEqualTo("seal_broken");
    assertThat(given.counters(dataset)).containsExactly(8L, 0L, 0L, 0L, 5L, 0L);
  }

  @Test
  void whereNothingOpensTheNextInLineIsClaimed() {
    int dataset = given.dataset();
    long broken = given.batch(new Lane(dataset, "a", null), given.entries("broken", 1));
    set(dataset, broken, "seal_key_id = 'lost'");
    long whole = given.batch(new Lane(dataset, "b", null), given.entries("whole", 1));

    assertThat(ids(claim(dataset))).containsExactly(whole);
    assertThat(given.column(dataset, broken, "reason")).contains("'lost'");
  }

  @Test
  void anEnvelopeMovedToAnotherRowDoesNotOpen() {
    int dataset = given.dataset();
    long a = given.batch(new Lane(dataset, "a", null), given.entries("a", 1));
    long b = given.batch(new Lane(dataset, "b", null), given.entries("b", 1));
    jdbc.sql(
            """
            update batch x set envelope = y.envelope, data_key = y.data_key
            from batch y where x.dataset = ? and x.id = ? and y.dataset = x.dataset and y.id = ?
            """)
        .params(dataset, a, b)
        .update();

    assertThat(ids(claim(dataset))).containsExactly(b);
    assertThat(given.column(dataset, a, "reason_code")).isEqualTo("seal_broken");
  }

  @Test
  void manyClaimersTakeEveryBatchExactlyOnce() throws Exception {
    int dataset = given.dataset();
    for (int i = 0; i < 200; i++) {
      given.batch(new Lane(dataset, "tag" + i % 10, null), given.entries("batch" + i + "-", 3));
    }

    List<List<Long>> claimed =
        OutboxIT.atOnce(
            8,
            () -> {
              List<Long> mine = new ArrayList<>();
              Optional<Claim> claim = claims.claim(dataset, 12, Given.LEASE);
              while (claim.isPresent()) {
                mine.addAll(ids(claim.get()));
                claim = claims.claim(dataset, 12, Given.LEASE);
              }
              return mine;
            });

    assertThat(claimed.stream().flatMap(List::stream).toList())
        .hasSize(200)
        .doesNotHaveDuplicates();
    assertThat(
            given.number(
                "select count(distinct id) from batch where dataset = ? and lease is not null",
                dataset))
        .isEqualTo(200);
  }

  @Test
  void claimersThatComeAtOnceAllFindWorkWhileThereIsEnough() throws Exception {
    int dataset = given.dataset();
    for (int i = 0; i < 40; i++) {
      given.batch(new Lane(dataset, "tag" + i, null), given.entries("batch" + i + "-", 1));
    }

    List<Optional<Claim>> claimed =
        OutboxIT.atOnce(8, () -> claims.claim(dataset, 1_000, Given.LEASE));

    assertThat(claimed).allMatch(Optional::isPresent);
  }

  private long one(Lane lane, String name, Instant time) {
    return given.batch(lane, List.of(Given.entry(name, time, WINDOW)));
  }

  private Claim claim(int dataset) {
    return claims.claim(dataset, 1_000, Given.LEASE).orElseThrow();
  }

  private void freeze(Claim claim, Instant due) {
    settlement.freeze(
        claim, due, Given.call("deferred", clock.instant()), "conversions_api", claim.events());
  }

  private void set(int dataset, long batch, String assignment) {
    jdbc.sql("update batch set " + assignment + " where dataset = ? and id = ?")
        .params(dataset, batch)
        .update();
  }

  static List<Long> ids(Claim claim) {
    return claim.batches().stream().map(batch -> batch.place().batch()).toList();
  }
}
