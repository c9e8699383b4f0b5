package dev.uploadgateway.outbox;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Folds what appends and settlements counted into the tallies. Several nodes may do it at once;
 * what one that dies had taken is there again.
 */
@Component
class Tallies {

  /** Few enough that a report which has to add them is not slowed. */
  private static final int MOST_AT_ONCE = 200;

  private final JdbcClient jdbc;
  private final Lock folding = new ReentrantLock();

  Tallies(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** At a rate, and so on a thread of its own: who looks for due batches does not wait for it. */
  @Scheduled(fixedRateString = "PT1S", initialDelayString = "PT1S")
  void foldUnlessFolding() {
    if (folding.tryLock()) {
      try {
        fold();
      } finally {
        folding.unlock();
      }
    }
  }

  private void fold() {
    for (int dataset : jdbc.sql(TallySql.DATASETS).query(Integer.class).list()) {
      fold(TallySql.FOLD, dataset);
      fold(TallySql.FOLD_QUALITY, dataset);
    }
  }

  private void fold(String statement, int dataset) {
    long taken;
    do {
      taken =
          jdbc.sql(statement)
              .param("dataset", dataset)
              .param("most", MOST_AT_ONCE)
              .query(Long.class)
              .single();
    } while (taken == MOST_AT_ONCE);
  }
}
