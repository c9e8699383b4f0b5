package dev.uploadgateway.report;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** How many events took how long: step n holds the delays of 1.2^n to 1.2^(n+1) seconds. */
final class Delays {

  private static final double STEP = 1.2;

  private final NavigableMap<Integer, Long> events = new TreeMap<>();

  void add(int step, long count) {
    events.merge(step, count, Long::sum);
  }

  /**
   * The seconds within which that share of the events arrived: the middle of the step that the last
   * of them is in, and so at most the root of 1.2 (9.5 %) away from the truth.
   */
  long percentile(double share) {
    long all = events.values().stream().mapToLong(Long::longValue).sum();
    long rank = Math.max(1, (long) Math.ceil(share * all));
    long passed = 0;
    for (Map.Entry<Integer, Long> step : events.entrySet()) {
      passed += step.getValue();
      if (passed >= rank) {
        return Math.round(Math.pow(STEP, step.getKey() + 0.5));
      }
    }
    return 0;
  }
}
