package dev.uploadgateway.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.conversion.EventKey;
import dev.uploadgateway.outbox.Quarantine.Decided;
import dev.uploadgateway.outbox.Quarantine.Events;
import dev.uploadgateway.outbox.Quarantine.Filter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

@SpringBootTest
@Import(ByHand.class)
class QuarantineIT {

  private static final Reason BAD = ReasonCode.REFUSED_BY_META.with("Meta's words");
  private static final Reason OLD = ReasonCode.EXPIRED.with("too old");
  private static final Filter ANY = new Filter(null, null, null);

  @Autowired Claims claims;
  @Autowired Settlement settlement;
  @Autowired Quarantine quarantine;
  @Autowired Given given;
  @Autowired SettableClock clock;
  @Autowired JdbcClient jdbc;

  private int dataset;

  @BeforeEach
  void aDataset() {
    dataset = given.dataset();
  }

  /** Three batches: a (2 events, refused), b (3, expired) and in another upload c (4, refused). */
  @ParameterizedTest
  @CsvSource({
    "               ,      ,   , 9",
    "refused_by_meta,      ,   , 6",
    "expired        ,      ,   , 3",
    "undeliverable  ,      ,   , 0",
    "               , till ,   , 5",
    "               , web  ,   , 4",
    "               , TILL ,   , 0",
    "               ,      , b , 3",
    "refused_by_meta, till ,   , 2",
    "expired        , web  ,   , 0",
    "expired        , till , b , 3",
    "expired        , till , a , 0",
  })
  void whatTheFilterNamesIsListedReleasedAndDiscarded(
      String reason, String upload, String batch, int events) {
    for (Decision decision : Decision.values()) {
      dataset = given.dataset();
      long a = quarantined("till", given.entries("a", 2), BAD);
      long b = quarantined("till", given.entries("b", 3), OLD);
      quarantined("web", given.entries("c", 4), BAD);
      Long id = batch == null ? null : batch.equals("a") ? Long.valueOf(a) : Long.valueOf(b);
      Filter filter = new Filter(reason, upload, id);

      assertThat(quarantine.list(dataset, filter, 0, 10).stream().mapToInt(Quarantine.Row::events))
          .as("listed")
          .satisfies(
              listed -> assertThat(listed.stream().mapToInt(i -> i).sum()).isEqualTo(events));
      assertThat(decide(decision, filter))
          .as("%s", decision)
          .isEqualTo(new Decided(events, List.of()));

      assertThat(decide(decision, filter)).as("once more").isEqualTo(Decided.NOTHING);
      assertCounted(9, 9 - events, decision == Decision.DISCARD ? events : 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEventIsFoundByItsKeyOnEveryDayThatItWasSentFor(Decision decision) {
    Entry today = entry(new UUID(1, 1), null, clock.instant());
    Entry longAgo = entry(new UUID(1, 1), null, clock.instant().minus(Duration.ofDays(61)));
    Entry other = entry(new UUID(1, 2), null, clock.instant());
    quarantined("till", List.of(today, other), BAD);
    quarantined("till", List.of(longAgo), BAD);
    Filter filter = new Filter(null, null, null, new Events(today.key(), null));

    assertThat(quarantine.list(dataset, filter, 0, 10)).hasSize(2);
    assertThat(decide(decision, filter)).isEqualTo(new Decided(2, List.of()));

    assertThat(quarantine.list(dataset, ANY, 0, 10))
        .extracting(row -> row.details().eventKeys())
        .containsExactly(List.of(other.key()));
    assertCounted(3, 1, decision == Decision.DISCARD ? 2 : 0);
  }

  @ParameterizedTest
  @EnumSource
  void theEventsOfAnOrderAreFoundByTheirKeysAndByTheHashBesideTheKey(Decision decision) {
    Instant now = clock.instant();
    List<Entry> ofTheOrder =
        List.of(
            entry(new UUID(-77, 0), null, now),
            entry(new UUID(-77, -1), null, now),
            entry(new UUID(5, 5), -77L, now));
    List<Entry> others =
        List.of(
            entry(new UUID(-78, -1), null, now),
            entry(new UUID(-76, 0), null, now),
            entry(new UUID(6, 6), -78L, now));
    List<Entry> all = new ArrayList<>(ofTheOrder);
    all.addAll(others);
    quarantined("till", all, BAD);

    Events one = new Events(ofTheOrder.get(2).key(), -77L);
    assertThat(quarantine.list(dataset, new Filter(null, null, null, one), 0, 10)).hasSize(1);
    Events neither = new Events(others.get(2).key(), -77L);
    assertThat(decide(decision, new Filter(null, null, null, neither))).isEqualTo(Decided.NOTHING);
    assertThat(decide(decision, new Filter(null, null, null, one)).events()).isEqualTo(1);
    assertThat(decide(decision, new Filter("expired", null, null, new Events(null, -77L))))
        .isEqualTo(Decided.NOTHING);
    assertThat(decide(decision, new Filter(null, "till", null, new Events(null, -77L))).events())
        .isEqualTo(2);

    assertThat(keysInQuarantine()).containsExactlyInAnyOrderElementsOf(keys(others));
    assertCounted(6, 3, decision == Decision.DISCARD ? 3 : 0);
  }

  @Test
  void oneReleasedEventOfAThousandGoesOnAndTheOthersStay() {
    List<Entry> entries = given.entries("a", 1_000);
    long batch = quarantined("till", entries, BAD);
    String before =
        given.column(
            dataset, batch, "(id, upload_id, state, reason_code, reason, settled_at, attempts)");

    assertThat(quarantine.release(dataset, of(entries.get(500))))
        .isEqualTo(new Decided(1, List.of()));

    Claim claim = claim();
    assertThat(claim.events()).extracting(Given::text).containsExactly("a500");
    assertThat(claim.events().getFirst().key()).isEqualTo(entries.get(500).key());
    settlement.delivered(claim, Given.call("accepted", clock.instant()), List.of());
    assertThat(
            given.column(
                dataset,
                batch,
                "(id, upload_id, state, reason_code, reason, settled_at, attempts)"))
        .isEqualTo(before);
    assertThat(keysInQuarantine()).hasSize(999).doesNotContain(entries.get(500).key());
    assertCounted(1_000, 999, 0);
    assertKeysSayWhereTheirEventsAre();
  }

  @Test
  void oneDiscardedEventOfAThousandIsGoneAndTheOthersStay() {
    List<Entry> entries = given.entries("a", 1_000);
    long batch = quarantined("till", entries, BAD);

    assertThat(quarantine.discard(dataset, of(entries.get(7))))
        .isEqualTo(new Decided(1, List.of()));

    assertThat(given.column(dataset, batch, "events || ' ' || reason_code"))
        .isEqualTo("999 refused_by_meta");
    assertThat(keysInQuarantine()).hasSize(999).doesNotContain(entries.get(7).key());
    assertCounted(1_000, 999, 1);
    assertKeysSayWhereTheirEventsAre();
    assertThat(quarantine.discard(dataset, of(entries.get(7)))).isEqualTo(Decided.NOTHING);
  }

  @Test
  void whatStaysHasItsOwnDeadline() {
    Entry young = entry(new UUID(1, 1), null, clock.instant());
    Entry old = entry(new UUID(1, 2), null, clock.instant().minus(Duration.ofDays(30)));
    quarantined("till", List.of(young, old), BAD);

    quarantine.discard(dataset, of(old));

    assertThat(quarantine.list(dataset, ANY, 0, 10).getFirst().deadline())
        .isEqualTo(young.facts().deadline());
  }

  @Test
  void aFrozenEventThatIsTakenOutStaysFrozen() {
    List<Entry> entries = given.entries("a", 3);
    Instant sentAt = clock.instant();
    long batch = frozen(entries, ReasonCode.UNDELIVERABLE.with("no"));
    clock.advance(Duration.ofHours(1));

    quarantine.release(dataset, of(entries.get(1)));

    Claim claim = claim();
    assertThat(claim.events()).extracting(Given::text).containsExactly("sent a1");
    assertThat(claim.wire()).isEqualTo("conversions_api");
    assertThat(claim.firstSentAt()).as("Meta may still have it").isEqualTo(sentAt);
    assertThat(claim.attempts()).isZero();
    assertThat(given.column(dataset, batch, "wire")).isEqualTo("conversions_api");
    quarantine.release(dataset, ANY);
    assertThat(claim().events()).extracting(Given::text).containsExactly("sent a0", "sent a2");
  }

  @Test
  void anAmbiguousEventThatIsTakenOutIsSentAnew() {
    List<Entry> entries = given.entries("a", 2);
    frozen(entries, ReasonCode.AMBIGUOUS.with("too long ago"));

    quarantine.release(dataset, of(entries.get(1)));

    Claim claim = claim();
    assertThat(claim.wire()).isEqualTo("conversions_api");
    assertThat(claim.firstSentAt()).isNull();
  }

  @Test
  void aDiscardedEventThatComesAgainIsNew() {
    List<Entry> entries = given.entries("a", 5);
    quarantined("till", entries, BAD);
    assertThat(given.append(new Lane(dataset, "till", null), entries).cardinality()).isEqualTo(5);

    quarantine.discard(dataset, of(entries.get(2)));

    assertThat(given.append(new Lane(dataset, "till", null), entries).cardinality()).isEqualTo(4);
    assertThat(given.counters(dataset)).containsExactly(6L, 9L, 0L, 0L, 4L, 0L);
    quarantine.discard(dataset, ANY);
    assertThat(given.append(new Lane(dataset, "till", null), entries).cardinality()).isEqualTo(1);
    assertKeysSayWhereTheirEventsAre();
  }

  @Test
  void whatCannotBeOpenedIsListedReleasedAndDiscardedWholeAndNeverTakenApart() {
    List<Entry> entries = given.entries("a", 3);
    long batch = quarantined("till", entries, ReasonCode.SEAL_BROKEN.with("no"));
    long single = quarantined("till", given.entries("b", 1), ReasonCode.SEAL_BROKEN.with("no"));
    jdbc.sql("update batch set envelope = '\\x00' where dataset = ?").param(dataset).update();

    assertThat(quarantine.list(dataset, ANY, 0, 10))
        .extracting(row -> row.batch() + " " + row.events() + " " + row.details().eventKeys())
        .containsExactly(batch + " 3 null", single + " 1 null");
    assertThat(quarantine.discard(dataset, of(entries.get(0))))
        .isEqualTo(new Decided(0, List.of(batch)));
    assertThat(quarantine.release(dataset, of(entries.get(0))))
        .isEqualTo(new Decided(0, List.of(batch)));
    assertCounted(4, 4, 0);

    assertThat(quarantine.discard(dataset, new Filter(null, null, batch)).events()).isEqualTo(3);
    assertCounted(4, 1, 3);
    assertKeysSayWhereTheirEventsAre();
    assertThat(quarantine.discard(dataset, of(given.entries("b", 1).getFirst())).events())
        .as("alone in its batch it need not be opened")
        .isEqualTo(1);
    assertCounted(4, 0, 4);
    assertThat(given.number("select count(*) from event_key where dataset = ?", dataset)).isZero();
  }

  @Test
  void aRowTellsWhatIsKnownOfTheBatchAndItsLastCall() {
    List<Entry> entries = given.entries("a", 2);
    long batch = quarantined("till", entries, BAD);
    long alone = quarantined("till", given.entries("b", 1), OLD);
    given.batch(new Lane(dataset, "till", null), given.entries("c", 1));
    CallRecord.Answer answer = new CallRecord.Answer(400, 100, 2804003, "trace", "no");
    CallRecord call = new CallRecord(clock.instant(), 1, 2, "refused", answer);
    settlement.quarantine(claim(), BAD, call);

    List<Quarantine.Row> rows = quarantine.list(dataset, ANY, 0, 10);

    assertThat(rows.get(0))
        .isEqualTo(
            new Quarantine.Row(
                batch,
                "till",
                2,
                BAD,
                clock.instant(),
                entries.getFirst().facts().deadline(),
                new Quarantine.Details(0, null, null)));
    assertThat(rows.get(1).details().eventKeys()).isEqualTo(keys(given.entries("b", 1)));
    assertThat(rows.get(2).details().attempts()).isEqualTo(1);
    assertThat(rows.get(2).details().lastCall())
        .isEqualTo(new Quarantine.LastCall(clock.instant(), answer));
    assertThat(
            quarantine
                .list(dataset, new Filter(null, null, batch), 0, 10)
                .getFirst()
                .details()
                .eventKeys())
        .isEqualTo(keys(entries));
    assertThat(quarantine.list(dataset, ANY, batch, 1))
        .extracting(Quarantine.Row::batch)
        .containsExactly(alone);
  }

  @Test
  void whatCameIntoQuarantineAfterwardsIsNotMeant() {
    quarantined("till", given.entries("a", 1), BAD);
    long later = quarantined("till", given.entries("b", 1), BAD);
    jdbc.sql("update batch set settled_at = ? where dataset = ? and id = ?")
        .params(Sql.time(clock.instant().plusSeconds(1)), dataset, later)
        .update();

    assertThat(quarantine.release(dataset, ANY).events()).isEqualTo(1);
    assertThat(quarantine.discard(dataset, ANY)).isEqualTo(Decided.NOTHING);
    assertThat(quarantine.discard(dataset, of(given.entries("b", 1).getFirst())))
        .isEqualTo(Decided.NOTHING);
  }

  @Test
  void anotherDatasetsQuarantineIsAnother() {
    List<Entry> entries = given.entries("a", 1);
    quarantined("till", entries, BAD);
    int other = given.dataset();

    assertThat(quarantine.list(other, ANY, 0, 10)).isEmpty();
    assertThat(quarantine.release(other, ANY)).isEqualTo(Decided.NOTHING);
    assertThat(quarantine.discard(other, of(entries.getFirst()))).isEqualTo(Decided.NOTHING);
    assertCounted(1, 1, 0);
  }

  private Decided decide(Decision decision, Filter filter) {
    return switch (decision) {
      case RELEASE -> quarantine.release(dataset, filter);
      case DISCARD -> quarantine.discard(dataset, filter);
    };
  }

  /** One batch in quarantine; its id. */
  private long quarantined(String tag, List<Entry> entries, Reason reason) {
    long batch = given.batch(new Lane(dataset, tag, null), entries);
    settlement.quarantine(claim(), reason, null);
    return batch;
  }

  /** One batch in quarantine whose payloads were sent once; its id. */
  private long frozen(List<Entry> entries, Reason reason) {
    long batch = given.batch(new Lane(dataset, "till", null), entries);
    Claim raw = claim();
    List<StoredEvent> sent =
        raw.events().stream()
            .map(event ->
                event.frozen(("sent " + Given.text(event)).getBytes(StandardCharsets.UTF_8), null))
            .toList();
    settlement.freeze(
        raw, clock.instant(), Given.call("deferred", clock.instant()), "conversions_api", sent);
    settlement.quarantine(claim(), reason, null);
    return batch;
  }

  private Claim claim() {
    return claims.claim(dataset, 1_000, Given.LEASE).orElseThrow();
  }

  private static Filter of(Entry entry) {
    return new Filter(null, null, null, new Events(entry.key(), null));
  }

  private static Entry entry(UUID key, Long orderHash, Instant time) {
    Entry like = Given.entry(key.toString(), time, Duration.ofDays(62));
    return new Entry(new EventKey(key), orderHash, like.facts(), like.payload());
  }

  private static List<EventKey> keys(List<Entry> entries) {
    return entries.stream().map(Entry::key).toList();
  }

  private List<EventKey> keysInQuarantine() {
    return quarantine.list(dataset, ANY, 0, 10).stream()
        .flatMap(row ->
            quarantine
                .list(dataset, new Filter(null, null, row.batch()), 0, 1)
                .getFirst()
                .details()
                .eventKeys()
                .stream())
        .toList();
  }

  private void assertCounted(long accepted, long quarantined, long discarded) {
    assertThat(
            jdbc.sql(
                    "select sum(accepted), sum(quarantined), sum(discarded) from upload where dataset = ?")
                .param(dataset)
                .query((row, number) -> List.of(row.getLong(1), row.getLong(2), row.getLong(3)))
                .single())
        .containsExactly(accepted, quarantined, discarded);
    assertThat(
            given.number(
                "select coalesce(sum(events), 0) from batch where dataset = ? and state = 'quarantined'",
                dataset))
        .isEqualTo(quarantined);
  }

  private void assertKeysSayWhereTheirEventsAre() {
    assertThat(
            given.number(
                """
                select count(*) from batch b
                where b.dataset = ?
                  and b.events <> (select count(*) from event_key k where k.dataset = b.dataset and k.batch_id = b.id)
                """,
                dataset))
        .isZero();
    assertThat(given.number("select count(*) from event_key where dataset = ?", dataset))
        .isEqualTo(
            given.number("select coalesce(sum(events), 0) from batch where dataset = ?", dataset));
  }
}
