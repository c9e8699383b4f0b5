package dev.uploadgateway.outbox;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Batch ids from ranges of the sequence, so that an append knows its id without asking. Gaps are
 * harmless.
 */
@Component
class BatchIds {

  private static final int RANGE = 64;

  private final JdbcClient jdbc;
  private long next;
  private long end;

  BatchIds(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  synchronized long next() {
    if (next == end) {
      next = jdbc.sql("select nextval('batch_id')").query(Long.class).single();
      end = next + RANGE;
    }
    return next++;
  }
}
