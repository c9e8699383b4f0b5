package dev.uploadgateway.outbox;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Keeps the daily partitions of the event keys: made a week ahead, dropped once no event of that
 * day can be a repeat any more, because Meta refuses (and so the gateway) what is older than 62
 * days. Several nodes may do it at once.
 */
@Component
class Partitions implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(Partitions.class);

  /** One day more than Meta takes, for a day that began in another time zone. */
  private static final int DAYS_BEHIND = 63;

  private static final int DAYS_AHEAD = 7;
  private static final String PREFIX = "event_key_";

  private final JdbcClient jdbc;
  private final TransactionOperations transactions;
  private final Clock clock;
  private volatile LocalDate keptUntil = LocalDate.EPOCH;
  private volatile boolean running;

  Partitions(
      JdbcClient jdbc, TransactionOperations transactions, Clock clock, MeterRegistry meters) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.clock = clock;
    Gauge.builder("gateway.event.key.days.ahead", this, Partitions::daysAhead).register(meters);
  }

  /** Before the first event can arrive: ahead of everything else that starts, the server too. */
  @Override
  public int getPhase() {
    return Integer.MIN_VALUE;
  }

  @Override
  public void start() {
    keep();
    running = true;
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT1H")
  void keep() {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    transactions.executeWithoutResult(status -> keepAlone(today));
    keptUntil = today.plusDays(DAYS_AHEAD);
  }

  /** How many days after this one are sure to have a partition; falls where making them fails. */
  private double daysAhead() {
    return ChronoUnit.DAYS.between(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC), keptUntil);
  }

  private void keepAlone(LocalDate today) {
    // Another node doing the same makes this one wait its turn, not fail.
    jdbc.sql("select pg_advisory_xact_lock(hashtext('event_key partitions'))")
        .query((row, number) -> number)
        .list();
    // Attaching and dropping wait for the table; a queue of inserts must not wait behind them for
    // long.
    jdbc.sql("set local lock_timeout = '5s'").update();
    Set<String> present = new HashSet<>(jdbc.sql(OutboxSql.PARTITIONS).query(String.class).list());
    for (LocalDate date : days(today)) {
      String name = PREFIX + date.format(DateTimeFormatter.BASIC_ISO_DATE);
      if (!present.contains(name)) {
        make(name, date);
      }
    }
    String oldest = PREFIX + today.minusDays(DAYS_BEHIND).format(DateTimeFormatter.BASIC_ISO_DATE);
    present.stream()
        .filter(name -> name.compareTo(oldest) < 0)
        .forEach(name -> {
          jdbc.sql("drop table " + name).update();
          log.info("Dropped partition {}: no event that old can come again", name);
        });
  }

  /** The days that have a partition, and so may have an event. */
  static List<LocalDate> days(LocalDate today) {
    return today.minusDays(DAYS_BEHIND).datesUntil(today.plusDays(DAYS_AHEAD + 1L)).toList();
  }

  /** The same as an array, by the clock of whoever asks. */
  static Object[] daysAt(Instant now) {
    return days(LocalDate.ofInstant(now, ZoneOffset.UTC)).toArray();
  }

  private void make(String name, LocalDate date) {
    jdbc.sql(
            "create table %s partition of event_key for values from ('%s') to ('%s')"
                .formatted(name, date, date.plusDays(1)))
        .update();
  }
}
