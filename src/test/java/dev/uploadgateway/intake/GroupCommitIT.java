package dev.uploadgateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.uploadgateway.LocalPostgres;
import dev.uploadgateway.conversion.EventKey;
import dev.uploadgateway.outbox.Entry;
import dev.uploadgateway.outbox.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "gateway.meta.base-url=http://localhost:1",
      "gateway.dispatch.linger=1d",
      "gateway.dispatch.poll-interval=1d"
    })
@Import(LocalPostgres.class)
class GroupCommitIT {

  private static final int COMMITTERS = 2;
  private static final int REQUESTS = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Autowired GroupCommit groupCommit;
  @Autowired JdbcClient jdbc;
  @Autowired TransactionOperations transactions;

  private Lane lane;

  @BeforeEach
  void aDataset() {
    String id = "g" + Math.abs(UUID.randomUUID().getLeastSignificantBits());
    jdbc.sql("insert into dataset (id, blocked_reason, blocked_at) values (:id, 'a test', now())")
        .param("id", id)
        .update();
    int number =
        jdbc.sql("select number from dataset where id = :id")
            .param("id", id)
            .query(Integer.class)
            .single();
    lane = new Lane(number, "tills", null);
  }

  @Test
  void requestsThatArriveDuringACommitShareTheNext() throws Exception {
    List<Future<BitSet>> requests = gather(entries(REQUESTS - COMMITTERS, 1));

    for (Future<BitSet> request : requests) {
      assertThat(request.get().cardinality()).isZero();
    }
    assertThat(count("select sum(events) from batch where dataset = :dataset"))
        .isEqualTo(REQUESTS + 1);
    // The first, one for each committer that was held, and one for all that gathered meanwhile.
    assertThat(count("select count(*) from batch where dataset = :dataset"))
        .isEqualTo(1 + COMMITTERS + 1);
  }

  @Test
  void whatSharesACommitHasSomeMegabytesAtMost() throws Exception {
    for (Future<BitSet> request : gather(entries(10, Intake.BATCH_BYTES / 4))) {
      assertThat(request.get().cardinality()).isZero();
    }

    assertThat(count("select sum(events) from batch where dataset = :dataset"))
        .isEqualTo(1 + COMMITTERS + 10);
    assertThat(count("select max(events) from batch where dataset = :dataset")).isEqualTo(4);
  }

  @Test
  void aRequestThatTheDatabaseRefusesFailsAlone() throws Exception {
    long noPartition = Duration.ofDays(3_000).toSeconds();
    List<Future<BitSet>> requests = gather(List.of(entry(0), entry(noPartition), entry(0)));

    for (Future<BitSet> good : List.of(requests.get(COMMITTERS), requests.getLast())) {
      assertThat(good.get().cardinality()).isZero();
    }
    assertThat(requests.get(COMMITTERS + 1))
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(DataIntegrityViolationException.class);
    assertThat(count("select sum(events) from batch where dataset = :dataset"))
        .isEqualTo(1 + COMMITTERS + 2);
  }

  @Test
  void eachRequestLearnsWhichOfItsOwnEventsWereThere() {
    Entry first = entry(0);
    Entry second = entry(0);
    groupCommit.append(lane, List.of(first), 0);

    BitSet duplicates = groupCommit.append(lane, List.of(second, first, second), 2);

    assertThat(duplicates.stream()).containsExactly(1, 2);
    assertThat(count("select rejected from upload where dataset = :dataset")).isEqualTo(2);
  }

  /**
   * Lets requests, with an event each, wait for the next commit together; before them one for each
   * committer, which they wait for. All have ended.
   */
  private List<Future<BitSet>> gather(List<Entry> entries) {
    groupCommit.append(lane, List.of(entry(0)), 0);
    List<Future<BitSet>> requests = new ArrayList<>();
    try (ExecutorService tills = Executors.newVirtualThreadPerTaskExecutor()) {
      // The upload's row is what every commit needs last: while this holds it, nobody commits.
      transactions.executeWithoutResult(status -> {
        jdbc.sql("select id from upload where dataset = :dataset for update")
            .param("dataset", lane.dataset())
            .query((row, number) -> number)
            .list();
        for (int held = 1; held <= COMMITTERS; held++) {
          int waiting = held;
          requests.add(tills.submit(() -> groupCommit.append(lane, List.of(entry(0)), 0)));
          soon().until(() -> sessionsThatWait() == waiting);
        }
        for (int i = 0; i < entries.size(); i++) {
          Entry entry = entries.get(i);
          int gathered = i + 1;
          requests.add(tills.submit(() -> groupCommit.append(lane, List.of(entry), 0)));
          soon().until(() -> groupCommit.gathered(lane) == gathered);
        }
        assertThat(requests).noneMatch(Future::isDone);
      });
    }
    return requests;
  }

  /** Within a moment, as a rule, and that a hundred times over. */
  private static ConditionFactory soon() {
    return await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2));
  }

  private int sessionsThatWait() {
    jdbc.sql("select pg_stat_clear_snapshot()").query((row, number) -> number).list();
    return jdbc.sql(
            """
            select count(*) from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock'
            """)
        .query(Integer.class)
        .single();
  }

  private long count(String sql) {
    return jdbc.sql(sql).param("dataset", lane.dataset()).query(Long.class).single();
  }

  private static List<Entry> entries(int count, int bytes) {
    return Stream.generate(() -> entry(0, bytes)).limit(count).toList();
  }

  private static Entry entry(long secondsFromNow) {
    return entry(secondsFromNow, 1);
  }

  private static Entry entry(long secondsFromNow, int bytes) {
    Instant now = Instant.now().plusSeconds(secondsFromNow);
    return new Entry(
        new EventKey(UUID.randomUUID()),
        null,
        new Entry.Facts("Purchase", now.getEpochSecond(), now.plusSeconds(60), null),
        new byte[bytes]);
  }
}
