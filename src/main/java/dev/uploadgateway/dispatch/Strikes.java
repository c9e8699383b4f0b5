package dev.uploadgateway.dispatch;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * Counts, dataset by dataset and in this process, calls in a row that Meta answers as if the
 * dataset had to be mended, with what was seen to come and go by itself. Only what stays blocks.
 */
@Component
class Strikes {

  /** If a call in twenty is answered so without a reason, a healthy dataset reaches it never. */
  private static final int OUT = 5;

  private final Map<Integer, Integer> inARow = new ConcurrentHashMap<>();

  /** One more; true where that is enough. */
  boolean strike(int dataset) {
    return inARow.merge(dataset, 1, Integer::sum) >= OUT;
  }

  /** Meta answered otherwise. */
  void clear(int dataset) {
    inARow.remove(dataset);
  }
}
