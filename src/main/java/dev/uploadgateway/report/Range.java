package dev.uploadgateway.report;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A time that is counted, in quarter hours since 1970 (UTC): what was counted is counted in these.
 *
 * @param from inclusive
 * @param to exclusive
 */
record Range(int from, int to) {

  private static final long SECONDS = 900;

  /**
   * From a start that is rounded down to an end that is rounded up, so that nothing asked for is
   * left out.
   *
   * @param start unix seconds; null is the beginning of time
   * @param end unix seconds; null is its end
   */
  static Range of(@Nullable Long start, @Nullable Long end) {
    return new Range(
        start == null ? Integer.MIN_VALUE : Math.toIntExact(Math.floorDiv(start, SECONDS)),
        end == null ? Integer.MAX_VALUE : Math.toIntExact(Math.ceilDiv(end, SECONDS)));
  }

  /** When a quarter hour begins, in unix seconds. */
  static long begin(int quarter) {
    return quarter * SECONDS;
  }

  static Object[] quarters(long[] seconds) {
    return Arrays.stream(seconds)
        .mapToObj(second -> Math.toIntExact(Math.floorDiv(second, SECONDS)))
        .toArray();
  }

  /** What was counted instead of what was asked for; null where that is the same. */
  @Nullable Map<String, Long> rounded(@Nullable Long start, @Nullable Long end) {
    boolean startMoved = start != null && start != begin(from);
    boolean endMoved = end != null && end != begin(to);
    if (!startMoved && !endMoved) {
      return null;
    }
    Map<String, Long> counted = new LinkedHashMap<>();
    if (start != null) {
      counted.put("start", begin(from));
    }
    if (end != null) {
      counted.put("end", begin(to));
    }
    return counted;
  }
}
