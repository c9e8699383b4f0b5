package dev.uploadgateway.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

@SpringBootTest
@Import(ByHand.class)
class OutboxIT {

  @Autowired Outbox outbox;
  @Autowired BatchIds batchIds;
  @Autowired Given given;
  @Autowired SettableClock clock;
  @Autowired JdbcClient jdbc;

  @Test
  void whatComesTwiceInOneAppendIsStoredOnceAtItsFirstPosition() {
    int dataset = given.dataset();
    Entry a = given.entries("a", 1).getFirst();
    Entry b = given.entries("b", 1).getFirst();

    BitSet duplicates = given.append(new Lane(dataset, "till", null), List.of(b, a, b, a, b));

    assertThat(duplicates.stream()).containsExactly(2, 3, 4);
    assertThat(given.counters(dataset)).containsExactly(2L, 3L, 0L, 0L, 0L, 0L);
    assertThat(given.number("select events from batch where dataset = ?", dataset)).isEqualTo(2);
  }

  @Test
  void whatWasStoredBeforeIsADuplicateAlsoUnderAnotherTag() {
    int dataset = given.dataset();
    given.append(new Lane(dataset, "first", null), given.entries("x", 3));

    BitSet duplicates = given.append(new Lane(dataset, "second", null), given.entries("x", 5));

    assertThat(duplicates.stream()).containsExactly(0, 1, 2);
    assertThat(given.counters(dataset)).containsExactly(5L, 3L, 0L, 0L, 0L, 0L);
  }

  /** Its name may hold whatever has a meaning in PostgreSQL's arrays and rows. */
  @Test
  void whatABatchHoldsIsCountedByTheNamesThatTheEventsHave() {
    int dataset = given.dataset();
    String name = "a \"b\", \\c {d} (e) null";
    Entry any = given.entries("x", 1).getFirst();
    Entry.Facts facts =
        new Entry.Facts(name, any.facts().time(), any.facts().deadline(), any.facts().money());

    given.append(
        new Lane(dataset, "till", null),
        List.of(new Entry(any.key(), any.orderHash(), facts, any.payload())));

    List<String> lines =
        jdbc.sql(
                """
                select format('%s of %s in %s', l.events, l.event_name, l.currency)
                from batch b cross join unnest(b.content) as l where b.dataset = ?
                """)
            .param(dataset)
            .query(String.class)
            .list();
    assertThat(lines).containsExactly("1 of " + name + " in ");
  }

  @Test
  void anAppendOfDuplicatesOnlyMakesNoBatch() {
    int dataset = given.dataset();
    Lane lane = new Lane(dataset, "till", null);
    given.append(lane, given.entries("x", 3));

    assertThat(given.append(lane, given.entries("x", 3)).cardinality()).isEqualTo(3);

    assertThat(given.number("select count(*) from batch where dataset = ?", dataset)).isEqualTo(1);
  }

  @Test
  void eventsOfAnUploadThatVanishedAreNotTakenForRepeats() {
    int dataset = given.dataset();
    Lane lane = new Lane(dataset, "till", null);
    given.append(lane, given.entries("x", 1));
    jdbc.sql("delete from batch where dataset = ?").param(dataset).update();
    jdbc.sql("delete from upload where dataset = ?").param(dataset).update();

    assertThatThrownBy(() -> given.append(lane, given.entries("y", 2)))
        .hasMessageMatching("Upload \\d+ is not in the database any more");

    assertThat(given.append(lane, given.entries("y", 2))).isEqualTo(new BitSet());
  }

  @Test
  void anotherDatasetKnowsNothingOfIt() {
    Lane lane = new Lane(given.dataset(), "till", null);
    given.append(lane, given.entries("x", 3));

    assertThat(given.append(new Lane(given.dataset(), "till", null), given.entries("x", 3)))
        .isEqualTo(new BitSet());
  }

  @Test
  void eventsOfDifferentDaysStandInThePartitionsOfTheirDays() {
    int dataset = given.dataset();
    Instant now = clock.instant();
    List<Entry> entries = new ArrayList<>();
    for (int day = 0; day <= 62; day++) {
      entries.add(Given.entry("day" + day, now.minus(Duration.ofDays(day)), Duration.ofDays(62)));
    }

    given.append(new Lane(dataset, "late", null), entries);

    assertThat(
            given.number(
                "select count(distinct tableoid) from event_key where dataset = ?", dataset))
        .isEqualTo(63);
    assertThat(given.append(new Lane(dataset, "late", null), entries).cardinality()).isEqualTo(63);
  }

  @Test
  void anAppendThatThrowsStoresNothing() {
    int dataset = given.dataset();
    Lane lane = new Lane(dataset, "till", null);

    assertThatThrownBy(() ->
            outbox.append(
                lane,
                Duration.ZERO,
                append -> {
                  append.add(given.entries("x", 1_000));
                  append.add(given.entries("y", 10));
                  throw new IllegalStateException("the client went away");
                }))
        .hasMessage("the client went away");

    assertThat(given.number("select count(*) from batch where dataset = ?", dataset)).isZero();
    assertThat(given.number("select count(*) from event_key where dataset = ?", dataset)).isZero();
    assertThat(given.number("select count(*) from tally_change where dataset = ?", dataset))
        .isZero();
    assertThat(given.counters(dataset)).containsOnly(0L);
    assertThat(given.append(lane, given.entries("x", 2)).isEmpty()).isTrue();
  }

  @Test
  void aFullBatchIsDueAtOnceAndOthersAfterTheirLinger() {
    int dataset = given.dataset();
    Lane lane = new Lane(dataset, "till", null);
    given.append(lane, given.entries("full", 1_000));
    given.append(lane, given.entries("part", 1));

    List<Instant> due =
        jdbc.sql("select due_at from batch where dataset = ? order by events desc")
            .param(dataset)
            .query((row, number) -> row.getTimestamp(1).toInstant())
            .list();

    assertThat(due).containsExactly(clock.instant(), clock.instant().plus(Given.LINGER));
  }

  @Test
  void whatWasRejectedIsCountedAlsoWhereNothingWasAccepted() {
    int dataset = given.dataset();

    outbox.append(new Lane(dataset, "till", null), List.of(), Duration.ZERO, 7);

    assertThat(given.counters(dataset)).containsExactly(0L, 0L, 7L, 0L, 0L, 0L);
  }

  @Test
  void appendsOfTheSameEventsAtOnceStoreEachOnce() throws Exception {
    int dataset = given.dataset();
    List<Entry> entries = given.entries("race", 500);

    List<BitSet> answers = atOnce(8, () -> given.append(new Lane(dataset, "race", null), entries));

    assertThat(answers.stream().mapToInt(BitSet::cardinality).sum()).isEqualTo(7 * 500);
    assertThat(given.number("select sum(events) from batch where dataset = ?", dataset))
        .isEqualTo(500);
    assertThat(given.counters(dataset)).startsWith(500L, 3_500L);
  }

  @Test
  void noBatchIdIsHandedOutTwice() throws Exception {
    Set<Long> ids = new HashSet<>();

    List<List<Long>> handedOut =
        atOnce(
            8,
            () -> {
              BatchIds other = new BatchIds(jdbc);
              List<Long> mine = new ArrayList<>();
              for (int i = 0; i < 200; i++) {
                mine.add(batchIds.next());
                mine.add(other.next());
              }
              return mine;
            });

    handedOut.forEach(ids::addAll);
    assertThat(ids).hasSize(8 * 400);
  }

  static <T> List<T> atOnce(int threads, Callable<T> work) throws Exception {
    List<T> results = new ArrayList<>();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> futures = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        futures.add(executor.submit(work));
      }
      for (Future<T> future : futures) {
        results.add(future.get());
      }
    }
    return results;
  }
}
