package dev.uploadgateway.outbox;

import dev.uploadgateway.seal.SealBroken;
import dev.uploadgateway.seal.Sealed;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Removes what is kept no longer: events in quarantine that nobody can release any more, delivered
 * batches and calls. In small transactions and so many at a time; several replicas may do it at
 * once. What is removed is counted, and of events in quarantine the uploads and the tallies know it
 * as discarded.
 */
@Component
class Removal {

  private static final Logger log = LoggerFactory.getLogger(Removal.class);

  private static final int STEP = 1_000;
  private static final int ENVELOPES = 50;

  /** Of a kind and a dataset in one run; the rest is for the next. */
  private static final int MOST_STEPS = 200;

  private record Waiting(BatchPlace place, Sealed sealed) {}

  private final JdbcClient jdbc;
  private final Batches batches;
  private final Decisions decisions;
  private final RetentionProperties properties;
  private final RemovedMeter removed;
  private final Clock clock;

  /** Counts what was removed by what it was, from the first on. */
  @Component
  record RemovedMeter(MeterRegistry meters) {
    void count(String what, long removed) {
      if (removed > 0) {
        meters.counter("gateway.retention.removed", "what", what).increment(removed);
      }
    }
  }

  Removal(
      JdbcClient jdbc,
      Batches batches,
      Decisions decisions,
      RetentionProperties properties,
      RemovedMeter removed,
      Clock clock) {
    this.jdbc = jdbc;
    this.batches = batches;
    this.decisions = decisions;
    this.properties = properties;
    this.removed = removed;
    this.clock = clock;
  }

  @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT5M")
  void enforce() {
    for (int dataset : jdbc.sql(RemovalSql.DATASETS).query(Integer.class).list()) {
      enforce(dataset);
    }
  }

  void enforce(int dataset) {
    long events = removeFromQuarantine(dataset);
    Instant since = clock.instant().minus(properties.history());
    long old = remove(() -> update(RemovalSql.REMOVE_BATCHES, dataset, since));
    long calls = remove(() -> update(RemovalSql.REMOVE_CALLS, dataset, since));
    removed.count("quarantined_events", events);
    removed.count("delivered_batches", old);
    removed.count("calls", calls);
    if (events + old + calls > 0) {
      log.info(
          "retention dataset number={} quarantined_events={} delivered_batches={} calls={}",
          dataset,
          events,
          old,
          calls);
    }
  }

  private static long remove(LongSupplier step) {
    long all = 0;
    for (int steps = 0; steps < MOST_STEPS; steps++) {
      long removed = step.getAsLong();
      all += removed;
      if (removed == 0) {
        break;
      }
    }
    return all;
  }

  private long update(String statement, int dataset, Instant since) {
    return jdbc.sql(statement)
        .param("dataset", dataset)
        .param("since", Sql.time(since))
        .param("most", STEP)
        .update();
  }

  private long removeFromQuarantine(int dataset) {
    Instant now = clock.instant();
    long events = 0;
    long after = -1;
    for (int steps = 0; steps < MOST_STEPS; steps++) {
      List<Waiting> old = oldInQuarantine(dataset, now, after);
      if (old.isEmpty()) {
        break;
      }
      after = old.getLast().place().batch();
      for (Waiting batch : old) {
        if (isOver(batch, now)) {
          // Which locks it, and leaves it alone where somebody has decided on it meanwhile.
          Instant since = now.minus(properties.quarantine());
          events += decisions.overdue(dataset, List.of(batch.place().batch()), since).events();
        }
      }
    }
    return events;
  }

  private List<Waiting> oldInQuarantine(int dataset, Instant now, long after) {
    return jdbc.sql(RemovalSql.OLD_IN_QUARANTINE)
        .param("dataset", dataset)
        .param("after", after)
        .param("since", Sql.time(now.minus(properties.quarantine())))
        .param("now", Sql.time(now))
        .param("most", ENVELOPES)
        .query((row, number) ->
            new Waiting(
                new BatchPlace(dataset, row.getLong("upload_id"), row.getLong("id")),
                new Sealed(
                    row.getString("seal_key_id"),
                    row.getBytes("data_key"),
                    row.getBytes("envelope"))))
        .list();
  }

  /** What cannot be opened is over with the oldest of its events: nobody can tell more. */
  private boolean isOver(Waiting batch, Instant now) {
    try {
      return batches.open(batch.place(), batch.sealed()).stream()
          .noneMatch(event -> event.deadline().isAfter(now));
    } catch (SealBroken | IllegalArgumentException e) {
      return true;
    }
  }
}
