package dev.uploadgateway.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.uploadgateway.audit.Audit;
import dev.uploadgateway.conversion.EventKey;
import dev.uploadgateway.outbox.Quarantine.Decided;
import dev.uploadgateway.outbox.Quarantine.Events;
import dev.uploadgateway.outbox.Quarantine.Filter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;

/** Quarantine with very much in it, and with many people at work on it. */
@SpringBootTest
@Import(ByHand.class)
@Timeout(120)
class LargeQuarantineIT {

  private static final Filter ANY = new Filter(null, null, null);

  @Autowired Audit audit;
  @Autowired Quarantine quarantine;
  @Autowired QuarantinedBatches quarantinedBatches;
  @Autowired Batches batches;
  @Autowired Outbox outbox;
  @Autowired TransactionOperations transactions;
  @Autowired ApplicationEventPublisher publisher;
  @Autowired Given given;
  @Autowired SettableClock clock;
  @Autowired JdbcClient jdbc;

  private int dataset;

  @BeforeEach
  void aDataset() {
    dataset = given.dataset();
  }

  @Test
  void aHundredFullBatchesAreReleasedByOneStatement() {
    upload("till", 100, 1_000);
    quarantineAll();

    assertThat(quarantine.release(dataset, ANY)).isEqualTo(new Decided(100_000, List.of()));

    assertThat(statementsThatWroteBatches()).isEqualTo(1);
    assertThat(counters()).containsExactly(100_000L, 0L, 0L);
  }

  @Test
  void aHundredThousandBatchesOfOneAreReleasedByAHundredStatements() {
    upload("till", 1, 1);
    // Their envelopes open nowhere, which a release need not know.
    jdbc.sql(
            """
            insert into batch (dataset, id, upload_id, state, events, accepted_at, deadline, due_at, seal_key_id,
                               data_key, envelope)
            select b.dataset, b.id + n, b.upload_id, 'pending', 1, b.accepted_at, b.deadline, b.due_at, b.seal_key_id,
                   b.data_key, b.envelope
            from batch b, generate_series(1, 99999) n
            where b.dataset = ?
            """)
        .param(dataset)
        .update();
    quarantineAll();

    assertThat(quarantine.release(dataset, ANY)).isEqualTo(new Decided(100_000, List.of()));

    assertThat(statementsThatWroteBatches()).isEqualTo(100);
  }

  @Test
  void aDiscardTakesNoMoreThanABatchOfEventsInATransaction() {
    upload("single", 2_500, 1);
    upload("full", 3, 1_000);
    upload("middle", 4, 400);
    quarantineAll();
    AtomicInteger count = new AtomicInteger();
    TransactionOperations counted =
        new TransactionOperations() {
          @Override
          public <T> T execute(TransactionCallback<T> action) {
            count.incrementAndGet();
            return transactions.execute(action);
          }
        };

    Quarantine counting =
        new Quarantine(
            quarantinedBatches,
            new Decisions(jdbc, counted, batches, quarantinedBatches, audit),
            publisher,
            clock);
    assertThat(counting.discard(dataset, ANY)).isEqualTo(new Decided(7_100, List.of()));

    // 1,000 and 1,000 and 500 single ones; 3 full ones; twice 2 of 400
    assertThat(count).hasValue(3 + 3 + 2);
    assertThat(counters()).containsExactly(7_100L, 0L, 7_100L);
    assertThat(given.number("select count(*) from batch where dataset = ?", dataset)).isZero();
    assertThat(given.number("select count(*) from event_key where dataset = ?", dataset)).isZero();
  }

  @Test
  void whateverManyDecideAtOnceEachEventIsDecidedOnOnce() throws Exception {
    upload("a", 40, 5);
    upload("b", 20, 10);
    upload("c", 1, 200);
    quarantineAll();
    List<EventKey> some = keys("c").subList(0, 40);
    AtomicLong released = new AtomicLong();
    AtomicLong discarded = new AtomicLong();
    AtomicInteger turn = new AtomicInteger();

    OutboxIT.atOnce(
        16,
        () -> {
          int me = turn.getAndIncrement();
          for (int i = 0; i < 20; i++) {
            EventKey key = some.get((me * 7 + i) % some.size());
            Filter filter =
                switch ((me + i) % 4) {
                  case 0 -> new Filter(null, "a", null);
                  case 1 -> new Filter(null, "b", null);
                  case 2 -> new Filter(null, null, null, new Events(key, null));
                  default -> i < 10 ? new Filter(null, null, null, new Events(key, null)) : ANY;
                };
            if (me % 2 == 0) {
              released.addAndGet(quarantine.release(dataset, filter).events());
            } else {
              discarded.addAndGet(quarantine.discard(dataset, filter).events());
            }
          }
          return true;
        });

    assertThat(released.get() + discarded.get()).isEqualTo(600);
    assertThat(counters()).containsExactly(600L, 0L, discarded.get());
    assertThat(given.number("select sum(events) from batch where dataset = ?", dataset))
        .isEqualTo(released.get());
    assertThat(given.number("select count(*) from event_key where dataset = ?", dataset))
        .isEqualTo(released.get());
    assertThat(uploadsWhoseCountersHaveDrifted()).isZero();
  }

  @Test
  void whoDecideOnEverythingAtOnceNeitherBlockEachOtherNorCountTwice() throws Exception {
    for (int round = 0; round < 5; round++) {
      dataset = given.dataset();
      for (int upload = 0; upload < 25; upload++) {
        upload("upload " + upload, 8, 3);
      }
      quarantineAll();
      AtomicInteger turn = new AtomicInteger();
      AtomicLong discarded = new AtomicLong();

      List<Long> decided =
          OutboxIT.atOnce(
              12,
              () -> {
                if (turn.getAndIncrement() % 2 == 0) {
                  return quarantine.release(dataset, ANY).events();
                }
                long events = quarantine.discard(dataset, ANY).events();
                discarded.addAndGet(events);
                return events;
              });

      assertThat(decided.stream().mapToLong(events -> events).sum()).isEqualTo(600);
      assertThat(counters()).containsExactly(600L, 0L, discarded.get());
      assertThat(uploadsWhoseCountersHaveDrifted()).isZero();
    }
  }

  @Test
  void whoWaitsForABatchDecidesOnlyOnWhatIsStillInIt() throws Exception {
    upload("till", 1, 2);
    quarantineAll();
    List<EventKey> keys = keys("till");
    Filter first = new Filter(null, null, null, new Events(keys.get(0), null));
    List<CompletableFuture<Decided>> waiting = new ArrayList<>();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      transactions.executeWithoutResult(status -> {
        jdbc.sql("select id from batch where dataset = ? for update")
            .param(dataset)
            .query(Long.class)
            .list();
        for (int i = 0; i < 3; i++) {
          waiting.add(
              CompletableFuture.supplyAsync(() -> quarantine.release(dataset, first), executor));
        }
        // In another process: PostgreSQL.
        await().atMost(Duration.ofSeconds(20)).until(() -> sessionsThatWaitForALock() == 3);
      });
    }

    assertThat(waiting.stream().mapToLong(decided -> decided.join().events()).sum()).isEqualTo(1);
    assertThat(keys("till")).containsExactly(keys.get(1));
    assertThat(counters()).containsExactly(2L, 1L, 0L);
  }

  /** A lookup that reads more of a partition than the keys it is after would show its filter. */
  @Test
  void eventsAreLookedUpThroughThePrimaryKey() {
    jdbc.sql(
            """
            insert into event_key (dataset, event_day, event_key, batch_id, order_hash)
            select :dataset, :today::date - day, gen_random_uuid(), 1, case when n % 3 = 0 then n end
            from generate_series(-7, 63) day, generate_series(1, 2000) n
            """)
        .param("dataset", dataset)
        .param("today", clock.instant().toString().substring(0, 10))
        .update();
    jdbc.sql("analyze event_key").update();

    for (Events events :
        List.of(new Events(new EventKey(new UUID(7, 7)), null), new Events(null, 7L))) {
      List<String> plan =
          jdbc.sql("explain " + QuarantineSql.FIND_BATCHES_OF_EVENTS)
              .param("dataset", dataset)
              .params(quarantinedBatches.found(events))
              .query(String.class)
              .list();

      assertThat(plan)
          .filteredOn(line -> line.contains(" on event_key"))
          .isNotEmpty()
          .allMatch(line -> line.contains("Index"));
      assertThat(plan)
          .filteredOn(line -> line.contains("Index Cond") && line.contains("event_day"))
          .isNotEmpty()
          .allMatch(line -> line.contains("(event_key >= ") && line.contains("dataset = "));
    }
  }

  /** Batches that are full at once, with as many events each. */
  private void upload(String tag, int count, int events) {
    outbox.append(
        new Lane(dataset, tag, null),
        Duration.ZERO,
        append -> {
          for (int i = 0; i < count; i++) {
            append.add(given.entries(tag + i + " ", events));
          }
          return append;
        });
  }

  private void quarantineAll() {
    jdbc.sql(
            """
            with quarantined as (
              update batch set state = 'quarantined', reason_code = 'undeliverable', reason = 'no', settled_at = :now
              where dataset = :dataset
              returning upload_id, events
            )
            update upload u
            set quarantined = (select sum(events) from quarantined q where q.upload_id = u.id)
            where dataset = :dataset
            """)
        .param("dataset", dataset)
        .param("now", Sql.time(clock.instant()))
        .update();
  }

  /** Every version of a row knows the transaction and the command in it that wrote it. */
  private long statementsThatWroteBatches() {
    return given.number(
        "select count(distinct xmin::text || ' ' || cmin::text) from batch where dataset = ?",
        dataset);
  }

  private long uploadsWhoseCountersHaveDrifted() {
    return given.number(
        """
        select count(*)
        from upload u
        where dataset = ? and accepted - delivered - quarantined - discarded
          <> (select coalesce(sum(events), 0) from batch b where b.dataset = u.dataset and b.upload_id = u.id)
        """,
        dataset);
  }

  private long sessionsThatWaitForALock() {
    return jdbc.sql(
            """
            select count(*) from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock'
            """)
        .query(Long.class)
        .single();
  }

  private List<EventKey> keys(String tag) {
    List<EventKey> keys = new ArrayList<>();
    for (Quarantine.Row row : quarantine.list(dataset, new Filter(null, tag, null), 0, 10)) {
      Filter batch = new Filter(null, null, row.batch());
      keys.addAll(quarantine.list(dataset, batch, 0, 1).getFirst().details().eventKeys());
    }
    return keys;
  }

  /** accepted, quarantined, discarded. */
  private List<Long> counters() {
    return jdbc.sql(
            "select sum(accepted), sum(quarantined), sum(discarded) from upload where dataset = ?")
        .param(dataset)
        .query((row, number) -> List.of(row.getLong(1), row.getLong(2), row.getLong(3)))
        .single();
  }
}
