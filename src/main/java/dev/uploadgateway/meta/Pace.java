package dev.uploadgateway.meta;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How fast calls may follow each other. Calling on while throttled prolongs the throttle ("Rate
 * Limiting"), so it is better never to get there: from a share of the limit on, the pause after
 * each call grows in proportion; at the limit nothing is called until Meta lets calls in again.
 *
 * @param slowDownFrom percent of the limit
 */
record Pace(int slowDownFrom) {

  /** What is left of the hour of a limit goes by in pauses of at most this. */
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private static final Duration WITHOUT_HINT = Duration.ofMinutes(1);

  /** When to call again after a call that was throttled. */
  static Instant afterThrottle(Usage usage, Instant now) {
    return now.plus(usage.pause().isPositive() ? usage.pause() : WITHOUT_HINT);
  }

  /** When to call again after any other; empty where nothing speaks against calling at once. */
  Optional<Instant> next(Usage usage, Instant now) {
    if (usage.percent() >= 100) {
      return Optional.of(afterThrottle(usage, now));
    }
    if (usage.percent() < slowDownFrom) {
      return Optional.empty();
    }
    double share = (usage.percent() - slowDownFrom + 1) / (100.0 - slowDownFrom + 1);
    return Optional.of(now.plusMillis(Math.round(LONGEST_PAUSE.toMillis() * share)));
  }
}
