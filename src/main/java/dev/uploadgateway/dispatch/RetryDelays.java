package dev.uploadgateway.dispatch;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * How long to wait after a failed attempt: the configured delays, each a little longer or shorter
 * by chance.
 */
@Component
class RetryDelays {

  /** So that what failed together does not come back together. */
  private static final double JITTER = 0.2;

  private final DispatchProperties properties;

  RetryDelays(DispatchProperties properties) {
    this.properties = properties;
  }

  Duration first() {
    return jittered(properties.retryDelays().getFirst());
  }

  /**
   * The wait after an attempt.
   *
   * @param attempts how many were made before it
   * @return null where it was the last
   */
  @Nullable Duration after(int attempts) {
    return attempts < properties.retryDelays().size()
        ? jittered(properties.retryDelays().get(attempts))
        : null;
  }

  private static Duration jittered(Duration delay) {
    double factor = 1 + JITTER * (2 * ThreadLocalRandom.current().nextDouble() - 1);
    return Duration.ofMillis(Math.round(delay.toMillis() * factor));
  }
}
