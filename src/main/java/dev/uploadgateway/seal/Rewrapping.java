package dev.uploadgateway.seal;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Wraps data keys anew where an earlier key wraps them, so that it can be taken out of the ring.
 * The envelopes stay as they are. In small transactions, and several replicas may do it at once:
 * each row is locked for a moment, and one that another has locked is found by the next pass.
 */
@Component
class Rewrapping {

  private static final Logger log = LoggerFactory.getLogger(Rewrapping.class);
  private static final int STEP = 200;

  /** What a step came to; {@code next} is where the following one begins. */
  private record Step(int found, int rewrapped, Map<String, Object> next) {}

  private final Seal seal;
  private final KeyRing ring;
  private final List<SealedRows> tables;
  private final TransactionOperations transactions;
  private final MeterRegistry meters;
  private final MultiGauge dataKeys;

  Rewrapping(
      Seal seal,
      KeyRing ring,
      List<SealedRows> tables,
      TransactionOperations transactions,
      MeterRegistry meters) {
    this.seal = seal;
    this.ring = ring;
    this.tables = tables;
    this.transactions = transactions;
    this.meters = meters;
    this.dataKeys =
        MultiGauge.builder("gateway.seal.data.keys")
            .description("Data keys by the key that wraps them")
            .register(meters);
    tables.forEach(this::rewrapped);
  }

  /** At a rate, and so on a thread of its own. */
  @Scheduled(fixedRateString = "${gateway.seal.rewrap-interval:5m}", initialDelayString = "PT10S")
  void pass() {
    Set<String> earlier = ring.previousIds();
    if (!earlier.isEmpty()) {
      tables.forEach(table -> rewrap(table, earlier));
    }
    count();
  }

  private void rewrap(SealedRows table, Set<String> earlier) {
    int rewrapped = 0;
    Map<String, Object> after = table.beginning();
    Step step;
    do {
      Map<String, Object> from = after;
      step = Objects.requireNonNull(transactions.execute(status -> step(table, earlier, from)));
      rewrapped += step.rewrapped();
      rewrapped(table).increment(step.rewrapped());
      after = step.next();
    } while (step.found() > 0);
    if (rewrapped > 0) {
      log.info("seal table={} rewrapped={} key={}", table.table(), rewrapped, ring.currentId());
    }
  }

  private Counter rewrapped(SealedRows table) {
    return meters.counter("gateway.seal.rewrapped", "table", table.table());
  }

  private Step step(SealedRows table, Set<String> earlier, Map<String, Object> after) {
    List<SealedRows.Row> rows = lockNext(table, earlier, after);
    int rewrapped = 0;
    for (SealedRows.Row row : rows) {
      try {
        table.replace(row, seal.rewrap(row.key(), row.place()));
        rewrapped++;
      } catch (SealBroken e) {
        // Its owner meets it as well, and quarantines, fails or blocks what cannot be opened.
        log.warn("{} cannot be wrapped anew: {}", row.place(), e.getMessage());
      }
    }
    return new Step(rows.size(), rewrapped, rows.isEmpty() ? after : rows.getLast().at());
  }

  private static List<SealedRows.Row> lockNext(
      SealedRows table, Set<String> earlier, Map<String, Object> after) {
    List<SealedRows.Row> rows = table.lockNext(earlier, after, STEP);
    if (!rows.isEmpty()) {
      return rows;
    }
    return table
        .nextBeginning(earlier, after)
        .map(beginning -> lockNext(table, earlier, beginning))
        .orElse(List.of());
  }

  /** Also what is under a key that the ring does not hold: it comes back with the key. */
  private void count() {
    List<MultiGauge.Row<?>> rows = new ArrayList<>();
    Map<String, Map<String, Long>> byTable = new HashMap<>();
    for (SealedRows table : tables) {
      Map<String, Long> counts = byTable.computeIfAbsent(table.table(), name -> new HashMap<>());
      ring.ids().forEach(id -> counts.putIfAbsent(id, 0L));
      table.countByKey().forEach((id, keys) -> counts.merge(id, keys, Long::sum));
    }
    byTable.forEach((table, counts) ->
        counts.forEach(
            (id, keys) -> rows.add(MultiGauge.Row.of(Tags.of("table", table, "key", id), keys))));
    dataKeys.register(rows, true);
  }
}
